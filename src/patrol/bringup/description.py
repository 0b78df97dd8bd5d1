"""The words in which a stack is described; launch files and the command line both read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

Value = bool | int | float | str


class Group(StrEnum):
    """Process groups. They are started in this order and stopped in the other."""

    SIMULATION = 'simulation'
    SAFETY = 'safety'
    NAVIGATION = 'navigation'


class Policy(StrEnum):
    """What happens when a node's process dies while a round runs."""

    RESTART_ONCE = 'restarted once, then the round ends'
    END = 'the round ends'


@dataclass(frozen=True)
class NodeProcess:
    """A node in a process of its own: `python -m patrol.nodes.<name>`, executable `<name>`.

    `why` says why its policy is what it is.
    """

    name: str
    group: Group
    policy: Policy
    why: str
    parameters: Mapping[str, Value] = field(default_factory=dict)
    simulated_time: bool = True

    def with_parameters(self, **parameters: Value) -> NodeProcess:
        """Return this node with more parameters."""
        return replace(self, parameters={**self.parameters, **parameters})


@dataclass(frozen=True)
class Stack:
    """Nodes that run together."""

    name: str
    nodes: tuple[NodeProcess, ...]

    def __getitem__(self, name: str) -> NodeProcess:
        return next(node for node in self.nodes if node.name == name)

    def names(self) -> tuple[str, ...]:
        """Return the names of all nodes."""
        return tuple(node.name for node in self.nodes)
