"""Run nodes in this process until it is told to end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import rclpy
from rclpy.exceptions import ParameterException
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node

from patrol.component import Component
from patrol.errors import UserError
from patrol.nodes import die_with_parent
from patrol.nodes.component_node import ComponentNode
from patrol.nodes.graph_watch import watch_graph
from patrol.nodes.node_parameters import declare
from patrol.nodes.node_table import NODES, make_component
from patrol.nodes.trace import Trace


def component_node(name: str, **kwargs: object) -> ComponentNode:
    """Return the node of a component of the car, by the name in `node_table`."""
    import os

    def make(node: Node) -> Component:
        return make_component(name, declare(node, NODES[name].parameter_types(name)))

    folder = os.environ.get('PATROL_TRACE')
    trace = Trace(Path(folder) / f'{name}.trace') if folder else None
    node = ComponentNode(name, make, trace=trace, **kwargs)
    watch_graph(node)
    return node


def run_node(name: str) -> None:
    """Be the node of a component: the whole `main` of most nodes."""
    run(name, lambda: [component_node(name)])


def run(what: str, build: Callable[[], list[Node]]) -> None:
    """Build nodes and spin them in one thread; end with the exit code that belongs to the end.

    0: told to stop. 2: a mistake of the user, told in one sentence.
    """
    die_with_parent.arrange()
    try:
        _spin(build)
    except (KeyboardInterrupt, ExternalShutdownException):
        code = 0
    except UserError as mistake:
        print(f'{what}: {mistake}', file=sys.stderr)
        code = 2
    except ParameterException as mistake:
        print(f'{what}: {mistake}', file=sys.stderr)
        code = 2
    else:
        code = 0
    rclpy.try_shutdown()
    sys.exit(code)


def _spin(build: Callable[[], list[Node]]) -> None:
    _start_middleware()
    executor = SingleThreadedExecutor()
    nodes = build()
    try:
        for node in nodes:
            executor.add_node(node)
        executor.spin()
    finally:
        for node in nodes:
            node.destroy_node()


def _start_middleware() -> None:
    try:
        rclpy.init(args=sys.argv)
    except (RuntimeError, rclpy.exceptions.InvalidHandle) as error:
        first = str(error).strip().splitlines()[0]
        raise UserError(f'ROS does not understand the arguments: {first}') from None
