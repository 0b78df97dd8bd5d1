"""A route: named checkpoints, in which order, how often, and what to do when one fails."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import numpy as np

from patrol.geometry import Array

#: Version of the route document that this code reads and writes.
FORMAT = 1


class Order(StrEnum):
    """In which order a lap visits the checkpoints."""

    GIVEN = 'given'  # as written; the round ends at the last one
    LOOP = 'loop'  # as written, and back to the start at the end of the round
    BACK_AND_FORTH = 'back_and_forth'  # as written, every second lap backwards
    SHORTEST = 'shortest'  # the shortest closed tour from the start and back to it


class OnFailure(StrEnum):
    """What to do when a checkpoint cannot be reached."""

    RETRY = 'retry'  # go on, come back once at the end of the lap, then it is missed
    SKIP = 'skip'  # it is missed at once; go on
    ABORT = 'abort'  # it is missed, and the round ends


@dataclass(frozen=True)
class Checkpoint:
    """A place to be visited: pose (3,) in map (m, m, rad), how long to stay (s).

    With `any_heading` the yaw of the pose means nothing: the car stays as it arrives.
    """

    name: str
    pose: Array
    dwell_s: float = 0.0
    on_failure: OnFailure = OnFailure.RETRY
    any_heading: bool = False


@dataclass(frozen=True)
class Route:
    """What a round visits; `start` (3,) in map is where the car stands and returns to.

    `map` is the map file the document names, if it names one. `revision` is a short digest of
    the document, so that everyone can say which route is being driven. `lines` says where each
    checkpoint (and '', the start) stands in its file.
    """

    name: str
    start: Array
    laps: int
    order: Order
    checkpoints: tuple[Checkpoint, ...]
    map: Path | None = None
    revision: str = ''
    lines: dict[str, int] = field(default_factory=dict, compare=False)

    def with_laps(self, laps: int | None) -> Route:
        """Return the route with another number of laps (None: its own)."""
        return self if laps is None else replace(self, laps=laps)

    @property
    def poses(self) -> Array:
        """Poses (n, 3) of the checkpoints."""
        return np.array([c.pose for c in self.checkpoints], dtype=np.float64).reshape(-1, 3)
