"""Is the chain of frames map -> odom -> base_footprint whole?"""

from __future__ import annotations

from patrol.doctor.finding import Finding, error, ok
from patrol.doctor.graph.snapshot import Graph

#: Parent, child, and who publishes it.
CHAIN = (('map', 'odom', 'localization'), ('odom', 'base_footprint', 'motor_control'))


def check(graph: Graph) -> list[Finding]:
    """Check that each link of the chain comes, and that no frame has two parents."""
    findings = []
    for parent, child, node in CHAIN:
        if (parent, child) not in graph.transforms:
            sentence = f'The transform {parent} -> {child} does not come.'
            cure = f'see the log of {node}, which publishes it'
            if node == 'localization':
                cure += '; it waits for map, scan, odom and an initial pose'
            findings.append(error('tf', sentence, cure))
    parents: dict[str, set[str]] = {}
    for parent, child in graph.transforms:
        parents.setdefault(child, set()).add(parent)
    for child, several in sorted(parents.items()):
        if len(several) > 1:
            sentence = f'Frame {child} has {len(several)} parents: {", ".join(sorted(several))}.'
            findings.append(error('tf', sentence, 'end the node that publishes the other one'))
    return findings or [ok('tf', 'map -> odom -> base_footprint is whole.')]
