"""Look at the graph of this ROS domain: who is there, and how often the topics come."""

from __future__ import annotations

import functools
import importlib
import os
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import rclpy
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy
from rclpy.signals import SignalHandlerOptions
from rclpy.utilities import try_shutdown

from patrol.doctor.graph.snapshot import OUR_NODES, Endpoint, Graph, base_name
from patrol.doors import DOORS

#: The doctor's own node; hidden, and left out of what it tells.
NAME = '_patrol_doctor'
#: Seconds to wait for a first node of ours, for the others, and to count messages.
PATIENCE, SETTLING, WINDOW = 2.0, 0.7, 4.0
#: Asks for nothing, so that it hears every publisher.
_ANY = QoSProfile(
    history=HistoryPolicy.KEEP_LAST, depth=200, reliability=ReliabilityPolicy.BEST_EFFORT
)
_LATCHED = QoSProfile(
    history=HistoryPolicy.KEEP_LAST,
    depth=100,
    reliability=ReliabilityPolicy.RELIABLE,
    durability=DurabilityPolicy.TRANSIENT_LOCAL,
)


def observe(
    patience: float = PATIENCE, settling: float = SETTLING, window: float = WINDOW
) -> Graph:
    """Return what is seen of the domain of ROS_DOMAIN_ID; without a patrol, its nodes alone."""
    context = Context()
    rclpy.init(context=context, signal_handler_options=SignalHandlerOptions.NO)
    executor = SingleThreadedExecutor(context=context)
    node = Node(NAME, context=context, start_parameter_services=False, enable_rosout=False)
    executor.add_node(node)
    try:
        return _Observer(node, executor).look(patience, settling, window)
    finally:
        executor.shutdown(timeout_sec=1.0)
        node.destroy_node()
        try_shutdown(context=context)


class _Observer:
    def __init__(self, node: Node, executor: SingleThreadedExecutor) -> None:
        self._node, self._executor = node, executor
        self._counts: Counter[str] = Counter()
        self._transforms: set[tuple[str, str]] = set()
        self._clock: list[float] = []

    def look(self, patience: float, settling: float, window: float) -> Graph:
        graph = Graph(int(os.environ.get('ROS_DOMAIN_ID') or 0))
        self._spin(patience, lambda: self._seen(graph).stack_runs)
        graph = self._seen(graph)
        if not graph.stack_runs:
            return graph
        space = _namespace(graph.nodes)
        self._listen(space.rstrip('/') + '/')
        self._spin(settling)
        self._counts.clear()
        self._clock.clear()
        began = time.monotonic()
        self._spin(window)
        seconds = time.monotonic() - began
        if self._clock:  # the rates are those of simulated time
            seconds = self._clock[-1] - self._clock[0]
        return self._whole(space, seconds)

    def _spin(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not until():
            self._executor.spin_once(timeout_sec=0.02)

    def _seen(self, graph: Graph) -> Graph:
        return Graph(graph.domain, self._nodes())

    def _nodes(self) -> tuple[str, ...]:
        found = self._node.get_node_names_and_namespaces()
        return tuple(sorted(_full(name, space) for name, space in found if name != NAME))

    def _listen(self, prefix: str) -> None:
        for topic, door in DOORS.items():
            if door.rate and topic != 'clock':
                count = functools.partial(self._count, topic)
                kind = _type(door.ros_type)
                self._node.create_subscription(kind, prefix + topic, count, _ANY, raw=True)
        transforms = _type('tf2_msgs/msg/TFMessage')
        self._node.create_subscription(transforms, prefix + 'tf', self._on_tf, _ANY)
        self._node.create_subscription(transforms, prefix + 'tf_static', self._on_tf, _LATCHED)
        clock = _type('rosgraph_msgs/msg/Clock')
        for topic in dict.fromkeys((prefix + 'clock', '/clock')):
            self._node.create_subscription(clock, topic, self._on_clock, _ANY)

    def _count(self, topic: str, _message: bytes) -> None:
        self._counts[topic] += 1

    def _on_tf(self, message: Any) -> None:
        for transform in message.transforms:
            self._transforms.add((transform.header.frame_id, transform.child_frame_id))

    def _on_clock(self, message: Any) -> None:
        self._counts['clock'] += 1
        self._clock.append(message.clock.sec + message.clock.nanosec * 1e-9)

    def _whole(self, space: str, seconds: float) -> Graph:
        prefix = space.rstrip('/') + '/'
        node = self._node
        return Graph(
            domain=int(os.environ.get('ROS_DOMAIN_ID') or 0),
            nodes=self._nodes(),
            namespace=space,
            publishers={t: _ends(node.get_publishers_info_by_topic(prefix + t)) for t in DOORS},
            subscribers={
                t: _ends(node.get_subscriptions_info_by_topic(prefix + t)) for t in DOORS
            },
            counts=dict(self._counts),
            seconds=seconds,
            transforms=frozenset(self._transforms),
        )


def _namespace(nodes: tuple[str, ...]) -> str:
    """Return the namespace of the stack: that of the first node of ours."""
    ours = [node for node in nodes if base_name(node) in OUR_NODES]
    return ours[0].rpartition('/')[0] or '/'


def _full(name: str, space: str) -> str:
    return space.rstrip('/') + '/' + name


def _type(ros_type: str) -> Any:
    package, kind, name = ros_type.split('/')
    return getattr(importlib.import_module(f'{package}.{kind}'), name)


def _ends(infos: list[Any]) -> tuple[Endpoint, ...]:
    return tuple(
        Endpoint(
            node=_full(info.node_name, info.node_namespace),
            ros_type=info.topic_type,
            reliable=info.qos_profile.reliability == ReliabilityPolicy.RELIABLE,
            latched=info.qos_profile.durability == DurabilityPolicy.TRANSIENT_LOCAL,
        )
        for info in infos
        if info.node_name != NAME
    )
