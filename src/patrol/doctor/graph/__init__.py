"""Checks of a running stack: each is a file with `check(graph) -> list[Finding]`."""

from __future__ import annotations

from patrol.doctor.checks import guarded
from patrol.doctor.finding import Finding, ok
from patrol.doctor.graph import (
    command_publishers,
    gate_publishers,
    message_types,
    node_names,
    qos_match,
    rates,
    second_patrol,
    tf_chain,
)
from patrol.doctor.graph.snapshot import Graph

GRAPH_CHECKS = (
    second_patrol,
    node_names,
    gate_publishers,
    command_publishers,
    message_types,
    qos_match,
    rates,
    tf_chain,
)


def graph_findings() -> list[Finding]:
    """Observe the graph of this ROS domain for some seconds and check it."""
    from patrol.doctor.graph.observe import observe

    graph = observe()
    if not graph.stack_runs:
        return [
            ok(
                'stack',
                f'No patrol runs on ROS domain {graph.domain}; '
                'start one and call the doctor meanwhile to have its topics checked.',
            )
        ]
    return findings_of(graph)


def findings_of(graph: Graph) -> list[Finding]:
    """Run every check on what was observed."""
    found = [ok('stack', f'A patrol runs on ROS domain {graph.domain}.')]
    for module in GRAPH_CHECKS:
        name = module.__name__.rpartition('.')[2]
        found += guarded(name, lambda module=module: module.check(graph))  # type: ignore[misc]
    return found
