"""The doctor looks at real nodes, planted in this process."""

from __future__ import annotations

import importlib
import threading
from contextlib import contextmanager, suppress

import pytest

pytestmark = pytest.mark.ros
rclpy = pytest.importorskip('rclpy')

from rclpy.context import Context  # noqa: E402
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor  # noqa: E402
from rclpy.node import Node  # noqa: E402
from rclpy.signals import SignalHandlerOptions  # noqa: E402

from patrol.doctor.graph import findings_of  # noqa: E402
from patrol.doctor.graph.observe import observe  # noqa: E402


def message_type(ros_type):
    package, kind, name = ros_type.split('/')
    return getattr(importlib.import_module(f'{package}.{kind}'), name)


def publish(node, topic, ros_type, rate=0.0, **fields):
    kind = message_type(ros_type)
    publisher = node.create_publisher(kind, topic, 10)
    if rate:
        node.create_timer(1.0 / rate, lambda: publisher.publish(kind(**fields)))


@contextmanager
def planted(*nodes):
    """Spin nodes, each (name, function of the node), in a context of their own."""
    context = Context()
    rclpy.init(context=context, signal_handler_options=SignalHandlerOptions.NO)
    executor = SingleThreadedExecutor(context=context)
    made = [Node(name, context=context) for name, _ in nodes]
    for node, (_, furnish) in zip(made, nodes, strict=True):
        furnish(node)
        executor.add_node(node)

    def spin():
        with suppress(ExternalShutdownException):
            executor.spin()

    thread = threading.Thread(target=spin, daemon=True)
    thread.start()
    try:
        yield
    finally:
        executor.shutdown(timeout_sec=2)
        for node in made:
            node.destroy_node()
        rclpy.try_shutdown(context=context)
        thread.join(5)


def looked():
    return observe(patience=10.0, settling=0.5, window=1.5)


def transform(parent, child):
    stamped = message_type('geometry_msgs/msg/TransformStamped')()
    stamped.header.frame_id, stamped.child_frame_id = parent, child
    return stamped


def a_gate(node):
    publish(node, '_cmd_vel_safe', 'geometry_msgs/msg/TwistStamped', rate=50)


def a_motor_control(node):
    publish(node, 'odom', 'nav_msgs/msg/Odometry', rate=10)
    link = transform('odom', 'base_footprint')
    publish(node, 'tf', 'tf2_msgs/msg/TFMessage', rate=20, transforms=[link])


def said(graph, check):
    return [f.sentence for f in findings_of(graph) if f.check == check and f.level != 'ok']


def test_rates_transforms_and_a_healthy_gate():
    with planted(('velocity_gate', a_gate), ('motor_control', a_motor_control)):
        graph = looked()
    assert graph.stack_runs
    assert {'/velocity_gate', '/motor_control'} <= set(graph.nodes)
    assert ('odom', 'base_footprint') in graph.transforms
    assert said(graph, 'gate') == []
    (slow,) = [sentence for sentence in said(graph, 'rates') if sentence.startswith('odom')]
    assert 'in place of 50 Hz' in slow
    assert said(graph, 'tf') == ['The transform map -> odom does not come.']


def test_a_twist_on_cmd_vel_and_a_bypass_of_the_gate():
    def a_bypass(node):
        a_gate(node)
        publish(node, 'cmd_vel', 'geometry_msgs/msg/Twist')

    with planted(('velocity_gate', a_gate), ('bypass', a_bypass)):
        graph = looked()
    assert '/bypass has geometry_msgs/msg/Twist on cmd_vel' in said(graph, 'message types')[0]
    assert '2 publishers of _cmd_vel_safe (/bypass, /velocity_gate)' in said(graph, 'gate')[0]
    assert said(graph, 'command topics')[0].startswith('/bypass publishes on _cmd_vel_safe')


def test_a_second_patrol_has_two_nodes_of_one_name():
    with planted(('velocity_gate', a_gate), ('velocity_gate', a_gate)):
        graph = looked()
    assert said(graph, 'node names') == ['/velocity_gate is there 2 times.']
    assert '2 patrols run' in said(graph, 'second patrol')[0]


def test_simulated_time_is_the_measure_of_rates():
    def at_half_speed(node):
        clock = message_type('rosgraph_msgs/msg/Clock')
        publisher = node.create_publisher(clock, '/clock', 10)
        ticks = iter(range(10**6))

        def tick():
            message = clock()
            message.clock.nanosec = 10_000_000 * (count := next(ticks)) % 10**9
            message.clock.sec = 10_000_000 * count // 10**9
            publisher.publish(message)

        node.create_timer(0.02, tick)
        a_gate(node)

    with planted(('velocity_gate', at_half_speed)):
        graph = looked()
    assert 0.3 < graph.seconds < 1.2
    assert graph.counts['_cmd_vel_safe'] / graph.seconds > 60


def test_an_empty_domain_is_told_as_such(monkeypatch):
    monkeypatch.setenv('ROS_DOMAIN_ID', '102')  # tests claim lower ones
    graph = observe(patience=0.5)
    assert not graph.stack_runs
