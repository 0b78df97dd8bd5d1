"""What only the graph can tell: who else publishes velocities."""

from __future__ import annotations

from rclpy.clock import Clock, ClockType

from patrol.nodes.component_node import ComponentNode

PERIOD = 0.5
_SAFE = '_cmd_vel_safe'
_SOURCES = ('cmd_vel', 'cmd_vel_nav', 'cmd_vel_teleop')
_TWIST = 'geometry_msgs/msg/Twist'


def watch_graph(node: ComponentNode) -> None:
    """Tell the node's component twice a second what it cannot hear, if it wants to know."""
    steady = Clock(clock_type=ClockType.STEADY_TIME)
    tell_count = getattr(node.component, 'set_gate_publishers', None)
    if tell_count is not None:
        node.create_timer(PERIOD, lambda: tell_count(node.count_publishers(_SAFE)), clock=steady)
    tell_twist = getattr(node.component, 'set_twist_publishers', None)
    if tell_twist is not None:
        node.create_timer(PERIOD, lambda: tell_twist(twist_publishers(node)), clock=steady)


def twist_publishers(node: ComponentNode) -> tuple[str, ...]:
    """Return 'node on topic' for each publisher of a Twist where a TwistStamped belongs."""
    return tuple(
        f'{info.node_name} on {topic}'
        for topic in _SOURCES
        for info in node.get_publishers_info_by_topic(topic)
        if info.topic_type == _TWIST
    )
