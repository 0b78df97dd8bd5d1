"""Do strangers publish on topics that command the car?"""

from __future__ import annotations

from patrol.doctor.finding import Finding, error, ok
from patrol.doctor.graph.snapshot import Endpoint, Graph, base_name, names
from patrol.doors import DOORS, WIRINGS, Delivery


def owners(topic: str) -> set[str]:
    """Return the components that publish a topic; none: anybody may."""
    return {wiring.name for wiring in WIRINGS.values() if topic in wiring.publishes}


def check(graph: Graph) -> list[Finding]:
    """Check each commanding topic that belongs to components of ours."""
    findings = []
    for topic, door in DOORS.items():
        ours = owners(topic)
        if door.delivery is not Delivery.COMMAND or not ours:
            continue
        foreign = _foreign(graph.publishers.get(topic, ()), ours)
        if foreign:
            findings.append(
                error(
                    'command topics',
                    f'{names(foreign)} publishes on {topic}, which belongs to {", ".join(ours)}.',
                    'end it, or let it publish on cmd_vel: the gate then guards it',
                )
            )
    return findings or [ok('command topics', 'No stranger publishes on a topic of commands.')]


def _foreign(publishers: tuple[Endpoint, ...], ours: set[str]) -> tuple[Endpoint, ...]:
    return tuple(endpoint for endpoint in publishers if base_name(endpoint.node) not in ours)
