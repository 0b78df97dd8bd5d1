"""Where a round stands: laps, what was visited, what was missed, what is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from patrol.planning.route_document import Checkpoint, OnFailure, Route
from patrol.planning.strategies import Choice, Strategy
from patrol.vocabulary import Miss

#: Failures that a second try within the lap may mend.
MENDABLE = (Miss.BLOCKED, Miss.TIMEOUT)


class Verdict(Enum):
    """What follows from a failure."""

    LATER = 'later'  # it is tried again at the end of the lap
    MISSED = 'missed'
    ABORT = 'abort'  # it is missed, and the round is over


@dataclass(frozen=True, slots=True)
class Missed:
    """A checkpoint that was not visited in a lap (from 0), and why."""

    lap: int
    checkpoint: str
    reason: Miss


class Itinerary:
    """Hands out checkpoints lap by lap, as a strategy chooses, and keeps the books."""

    def __init__(self, route: Route, strategy: Strategy) -> None:
        self.route = route
        self._strategy = strategy
        self.lap = 0
        self.visits = 0
        self.missed: list[Missed] = []
        self.current: int | None = None
        self._pending = list(range(len(route.checkpoints)))
        self._later: list[int] = []
        self._second_try = False

    @property
    def checkpoint(self) -> Checkpoint | None:
        """The checkpoint that is being driven to."""
        return None if self.current is None else self.route.checkpoints[self.current]

    @property
    def returns(self) -> bool:
        """Whether the round ends with the way back to the start."""
        return self._strategy.returns

    def advance(self) -> Checkpoint | None:
        """Choose the next checkpoint of this lap; None when the lap is over."""
        if not self._pending and self._later and not self._second_try:
            self._pending, self._later, self._second_try = sorted(self._later), [], True
        self.current = None
        if self._pending:
            self.current = self._strategy.choose(Choice(self.lap, tuple(self._pending)))
            self._pending.remove(self.current)
        return self.checkpoint

    def next_lap(self) -> bool:
        """Begin the next lap; return whether there is one."""
        if self.lap + 1 >= self.route.laps:
            return False
        self.lap += 1
        self._pending = list(range(len(self.route.checkpoints)))
        self._later, self._second_try = [], False
        return True

    def visit(self) -> None:
        """Note that the current checkpoint was visited."""
        self.visits += 1
        self.current = None

    def fail(self, reason: Miss) -> Verdict:
        """Note that the current checkpoint failed; return what its policy says."""
        index = self.current
        checkpoint = self.checkpoint
        assert index is not None
        assert checkpoint is not None
        policy = checkpoint.on_failure
        if policy is OnFailure.RETRY and reason in MENDABLE and not self._second_try:
            self._later.append(index)
            self.current = None
            return Verdict.LATER
        self.missed.append(Missed(self.lap, checkpoint.name, reason))
        self.current = None
        skipped = reason is Miss.SKIPPED
        return Verdict.ABORT if policy is OnFailure.ABORT and not skipped else Verdict.MISSED

    def give_up(self) -> list[str]:
        """Miss all that is left of this lap; return the names in the order of the route."""
        left = {*self._pending, *self._later}
        if self.current is not None:
            left.add(self.current)
        names = [self.route.checkpoints[index].name for index in sorted(left)]
        self.missed += [Missed(self.lap, name, Miss.ABORTED) for name in names]
        self._pending, self._later, self.current = [], [], None
        return names
