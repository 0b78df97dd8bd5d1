"""Does exactly one node publish the velocity that the wheels follow?"""

from __future__ import annotations

from patrol.doctor.finding import Finding, error, ok
from patrol.doctor.graph.snapshot import Graph, names

TOPIC = '_cmd_vel_safe'


def check(graph: Graph) -> list[Finding]:
    """Check that the velocity gate alone publishes `_cmd_vel_safe`."""
    publishers = graph.publishers.get(TOPIC, ())
    if len(publishers) == 1:
        return [ok('gate', f'{names(publishers)} alone publishes {TOPIC}.')]
    if not publishers:
        sentence = f'Nobody publishes {TOPIC}: the car stands.'
        return [error('gate', sentence, 'see why velocity_gate ended, and start the stack anew')]
    return [
        error(
            'gate',
            f'{len(publishers)} publishers of {TOPIC} ({names(publishers)}): '
            'motor_control stops the car.',
            'end all but one velocity_gate; others command through cmd_vel',
        )
    ]
