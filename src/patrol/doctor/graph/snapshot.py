"""What the doctor saw of a running graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from patrol.doors import WIRINGS

#: Nodes of patrol by name; the board's topics come from the simulator or the bridge.
OUR_NODES = frozenset(WIRINGS) | {'simulator', 'robot_state'}


@dataclass(frozen=True)
class Endpoint:
    """One publisher or subscriber: full name of its node, type and what its QoS promises."""

    node: str
    ros_type: str
    reliable: bool = True
    latched: bool = False


@dataclass(frozen=True)
class Graph:
    """Nodes and topics of one ROS domain.

    `nodes` are full names, a name twice where two nodes share it. Topics are relative to
    `namespace`. `counts` holds how many messages of each watched topic came in `seconds` (of
    simulated time where there is a clock). `transforms` are the (parent, child) pairs heard.
    """

    domain: int
    nodes: tuple[str, ...] = ()
    namespace: str = '/'
    publishers: Mapping[str, tuple[Endpoint, ...]] = field(default_factory=dict)
    subscribers: Mapping[str, tuple[Endpoint, ...]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    transforms: frozenset[tuple[str, str]] = frozenset()

    @property
    def stack_runs(self) -> bool:
        """Whether there is a node of patrol."""
        return any(base_name(node) in OUR_NODES for node in self.nodes)


def base_name(node: str) -> str:
    """Return the name of a node without its namespace."""
    return node.rpartition('/')[2]


def names(endpoints: tuple[Endpoint, ...]) -> str:
    """Return the nodes of endpoints for a sentence."""
    return ', '.join(sorted({endpoint.node for endpoint in endpoints})) or 'nobody'
