"""Nodes in a context of their own, spun by the test itself: no threads, no sleeps."""

import contextlib
import time

import rclpy
from rclpy.parameter import Parameter
from rclpy.signals import SignalHandlerOptions

from patrol.component import Component, Reply
from patrol.nodes.component_node import ComponentNode
from patrol.nodes.lean_executor import LeanExecutor

LIMIT = 20.0


class Recorder(Component):
    """Stands for a component by name: keeps what it hears, says what it is given."""

    def __init__(self, name, period=0.05):
        super().__init__()
        self.name = name
        self.period = period
        self.heard = []
        self.ticks = []
        self.replies = []
        self.answer = Reply(True, 'done')

    def handle(self, topic, message, now):
        self.heard.append((topic, message))
        return self._drain()

    def call(self, service, now):
        self.heard.append((service, None))
        return self.answer, self._drain()

    def on_tick(self, now):
        self.ticks.append(now)

    def on_reply(self, service, reply, now):
        self.replies.append((service, reply))

    def topics(self):
        return [topic for topic, _ in self.heard]


class Graph:
    """Some nodes and the executor that spins them."""

    def __init__(self, context):
        self.context = context
        self.nodes = []
        self._executor = None

    def node(self, component, **parameters):
        overrides = [Parameter(name, value=value) for name, value in parameters.items()]
        node = ComponentNode(
            component.name,
            lambda _: component,
            context=self.context,
            parameter_overrides=overrides,
        )
        return self.add(node)

    def add(self, node):
        self.nodes.append(node)
        return node

    def until(self, condition, limit=LIMIT):
        """Spin until the condition holds."""
        end = time.monotonic() + limit
        with LeanExecutor(self.nodes, self.context) as executor:
            while not condition():
                assert time.monotonic() < end, 'it never happened'
                executor.spin_once(0.02)

    def spin(self, seconds):
        """Spin for real seconds."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end)


@contextlib.contextmanager
def graph_of_nodes():
    context = rclpy.Context()
    rclpy.init(context=context, signal_handler_options=SignalHandlerOptions.NO)
    graph = Graph(context)
    try:
        yield graph
    finally:
        for node in graph.nodes:
            node.destroy_node()
        rclpy.try_shutdown(context=context)
