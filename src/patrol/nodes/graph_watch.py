"""What only the graph can tell: who else publishes velocities."""

from __future__ import annotations

from rclpy.clock import Clock, ClockType
from rclpy.node import Node

from patrol.nodes.component_node import ComponentNode

PERIOD = 0.5
SAFE = '_cmd_vel_safe'
SOURCES = ('cmd_vel', 'cmd_vel_nav', 'cmd_vel_teleop')
_TWIST = 'geometry_msgs/msg/Twist'


def watch_graph(node: ComponentNode) -> None:
    """Tell the node's component twice a second what it cannot hear, if it wants to know."""
    steady = Clock(clock_type=ClockType.STEADY_TIME)

    def count_gates() -> None:
        node.tell('set_gate_publishers', node.count_publishers(SAFE))

    def look_for_twists() -> None:
        node.tell('twist_publisher', twist_topic(node))

    if hasattr(node.component, 'set_gate_publishers'):
        node.create_timer(PERIOD, count_gates, clock=steady)
    if hasattr(node.component, 'twist_publisher'):
        node.create_timer(PERIOD, look_for_twists, clock=steady)


def twist_topic(node: Node) -> str:
    """Return the first topic on which a Twist is published where a TwistStamped belongs, or ''."""
    for topic in SOURCES:
        if any(info.topic_type == _TWIST for info in node.get_publishers_info_by_topic(topic)):
            return topic
    return ''
