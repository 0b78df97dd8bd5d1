"""The steady clock that components live by, on the car and in simulated time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

Steady = Callable[[], float]

#: Simulated time may stand still this long (s) before real time takes over.
GRACE = 0.5


class NodeClock(Protocol):
    """What a component calls `now`."""

    def now(self) -> float:
        """Return seconds that never go back."""


class SteadyClock:
    """The machine's monotonic clock."""

    def now(self) -> float:
        """Return seconds since the machine started."""
        return time.monotonic()


class SimulatedClock:
    """Counts simulated seconds; real ones when simulated time has stopped for good.

    A slow simulation must not look like silent sensors, a dead one must. Steps back (a simulation
    that starts anew) count as no time at all.
    """

    def __init__(self, read: Callable[[], float], steady: Steady = time.monotonic) -> None:
        self._read = read
        self._steady = steady
        self._stamp = 0.0
        self._moved = steady()
        self._value = 0.0

    def now(self) -> float:
        """Return seconds since the first time that was told."""
        stamp, steady = self._read(), self._steady()
        silent = max(0.0, steady - self._moved - GRACE)
        if stamp == self._stamp:
            return self._value + silent
        step = stamp - self._stamp if self._stamp > 0.0 else 0.0
        self._value += silent + max(0.0, step)
        self._stamp, self._moved = stamp, steady
        return self._value

    @property
    def silent(self) -> bool:
        """Whether simulated time stands still for so long that real time runs."""
        return self._steady() - self._moved > GRACE
