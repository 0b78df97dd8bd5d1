"""Do two nodes share a name? Both would answer the same services."""

from __future__ import annotations

from collections import Counter

from patrol.doctor.finding import Finding, error, ok
from patrol.doctor.graph.snapshot import Graph


def check(graph: Graph) -> list[Finding]:
    """Check that each full name is there once."""
    twice = [name for name, number in sorted(Counter(graph.nodes).items()) if number > 1]
    if not twice:
        return [ok('node names', f'{len(graph.nodes)} nodes, each with a name of its own.')]
    return [
        error(
            'node names',
            f'{name} is there {graph.nodes.count(name)} times.',
            'end one of them; a second car needs a namespace of its own',
        )
        for name in twice
    ]
