"""Strategies: which checkpoint is visited next. One small class each, behind one interface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from patrol.geometry import Array
from patrol.planning.route_document import Order
from patrol.planning.tour import improving_tours


@dataclass(frozen=True, slots=True)
class Choice:
    """What a strategy chooses from: the lap (from 0) and the checkpoints still to be visited.

    `pending` are indices of checkpoints in the order of the route; never empty.
    """

    lap: int
    pending: Sequence[int]


class Strategy(Protocol):
    """Chooses the next checkpoint; `returns` says whether the round ends at the start."""

    returns: bool

    def choose(self, choice: Choice) -> int:
        """Return one of the pending checkpoints."""


class GivenOrder:
    """The checkpoints as written."""

    returns = False

    def choose(self, choice: Choice) -> int:
        """Return the first that is left."""
        return choice.pending[0]


class Loop(GivenOrder):
    """The checkpoints as written, then back to the start."""

    returns = True


class BackAndForth:
    """As written, every second lap backwards."""

    returns = False

    def choose(self, choice: Choice) -> int:
        """Return the first or the last that is left."""
        return choice.pending[choice.lap % 2 and -1]


class ClosedTour:
    """The checkpoints in the order of a closed tour from the start and back to it."""

    returns = True

    def __init__(self, tour: Sequence[int]) -> None:
        self._rank = {checkpoint: rank for rank, checkpoint in enumerate(tour)}

    def choose(self, choice: Choice) -> int:
        """Return the one that comes first in the tour."""
        return min(choice.pending, key=self._rank.__getitem__)


def preparing(order: Order, efforts: Array) -> Iterator[Strategy]:
    """Yield strategies for an order, the last one is the best; each takes a moment's work.

    `efforts` (n + 1, n + 1) are the efforts between the n checkpoints and, last, the start;
    infinite where there is no way.
    """
    simple: dict[Order, type[Strategy]] = {
        Order.GIVEN: GivenOrder,
        Order.LOOP: Loop,
        Order.BACK_AND_FORTH: BackAndForth,
    }
    if order in simple:
        yield simple[order]()
        return
    start = len(efforts) - 1
    near = np.flatnonzero(np.isfinite(efforts[start]))
    far = np.setdiff1d(np.arange(start), near).tolist()
    places = np.concatenate([[start], near[near != start]])
    for tour in improving_tours(efforts[np.ix_(places, places)]):
        ranked = places[tour[1:]].tolist()
        if ranked and efforts[start, ranked[-1]] < efforts[start, ranked[0]]:
            ranked.reverse()  # either direction is as short: the nearer end first
        yield ClosedTour([*ranked, *far])
