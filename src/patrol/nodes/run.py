"""Run nodes in this process until it is told to end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import rclpy
from rclpy.exceptions import ParameterException
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node

from patrol.component import Component
from patrol.errors import UserError
from patrol.nodes import die_with_parent
from patrol.nodes.component_node import ComponentNode
from patrol.nodes.graph_watch import watch_graph
from patrol.nodes.lean_executor import LeanExecutor
from patrol.nodes.node_parameters import declare
from patrol.nodes.node_table import make_component, parameter_types
from patrol.nodes.trace import Trace


def component_node(name: str, **kwargs: object) -> ComponentNode:
    """Return the node of a component of the car, by the name in `node_table`."""

    def make(node: Node) -> Component:
        return make_component(name, declare(node, parameter_types(name)))

    folder = os.environ.get('PATROL_TRACE')
    trace = Trace(Path(folder) / f'{name}.trace') if folder else None
    node = ComponentNode(name, make, trace=trace, **kwargs)
    watch_graph(node)
    return node


def run_component(name: str) -> None:
    """Be the node of a component of the car."""
    run(name, lambda: [component_node(name)])


def run(what: str, build: Callable[[], list[Node]]) -> None:
    """Build nodes and spin them in one thread until told to stop."""

    def spin() -> None:
        nodes = build()
        try:
            with LeanExecutor(nodes) as executor:
                executor.spin()
        finally:
            for node in nodes:
                node.destroy_node()

    guarded(what, spin)


def guarded(what: str, work: Callable[[], None]) -> None:
    """Start the middleware, work, and end the process with the exit code of the way it ended.

    0: told to stop. 2: a mistake of the user, told in one sentence.
    """
    die_with_parent.arrange()
    code = 0
    try:
        _start_middleware()
        work()
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    except (UserError, ParameterException) as mistake:
        print(f'{what}: {mistake}', file=sys.stderr)
        code = 2
    except Exception:
        if rclpy.ok():  # a signal that arrives while rclpy takes a message breaks that call
            raise
    rclpy.try_shutdown()
    sys.exit(code)


def _start_middleware() -> None:
    try:
        rclpy.init(args=sys.argv)
    except RuntimeError as error:  # rcl tells a broken argument or file this way
        first = str(error).strip().splitlines()[0]
        raise UserError(f'ROS does not understand the arguments: {first}') from None
