"""Does a second patrol run in this domain?"""

from __future__ import annotations

import os

from patrol.doctor.finding import Finding, error, ok
from patrol.doctor.graph.snapshot import Graph, base_name

#: A stack has exactly one of each of these.
_UNIQUE = ('velocity_gate', 'motor_control', 'simulator')


def check(graph: Graph) -> list[Finding]:
    """Check that no stack of the same namespace is there twice."""
    most = max(
        sum(
            base_name(node) == name and _namespace(node) == graph.namespace for node in graph.nodes
        )
        for name in _UNIQUE
    )
    if most <= 1:
        return [ok('second patrol', f'One patrol in namespace {graph.namespace}.')]
    other = graph.domain + 1 if graph.domain < 101 else 1
    return [
        error(
            'second patrol',
            f'{most} patrols run on ROS domain {graph.domain}, in namespace {graph.namespace}: '
            'each hears the commands of the other.',
            f'end one, or start one with ROS_DOMAIN_ID={other}'
            + (f' (this one has {own})' if (own := os.environ.get('ROS_DOMAIN_ID')) else ''),
        )
    ]


def _namespace(node: str) -> str:
    return node.rpartition('/')[0] or '/'
