"""Is there a topic of ours with another type on it? Such messages arrive nowhere, silently."""

from __future__ import annotations

from patrol.doctor.finding import Finding, error, ok
from patrol.doctor.graph.snapshot import Endpoint, Graph, names
from patrol.doors import DOORS

_TWIST = 'geometry_msgs/msg/Twist'
_CURES = {
    _TWIST: 'let it publish TwistStamped: Nav2 and teleop_twist_keyboard take '
    'a parameter (enable_stamped_cmd_vel, stamped) for it',
}


def check(graph: Graph) -> list[Finding]:
    """Compare the type of every publisher and subscriber with the table of doors."""
    findings = []
    for topic, door in DOORS.items():
        ends = (*graph.publishers.get(topic, ()), *graph.subscribers.get(topic, ()))
        wrong: dict[str, tuple[Endpoint, ...]] = {}
        for end in ends:
            if end.ros_type != door.ros_type:
                wrong[end.ros_type] = (*wrong.get(end.ros_type, ()), end)
        for ros_type, endpoints in sorted(wrong.items()):
            sentence = f'{names(endpoints)} has {ros_type} on {topic}, which is {door.ros_type}.'
            cure = _CURES.get(ros_type, f'use {door.ros_type} there, or another topic')
            findings.append(error('message types', sentence, cure))
    return findings or [ok('message types', 'Every topic has its one type.')]
