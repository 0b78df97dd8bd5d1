"""The board's ROS time as heard in its messages, and the stamps of commands for it."""

from __future__ import annotations

import math

#: The estimate runs on with the steady clock for at most this long (s).
RUN_ON = 0.25
#: A clock that goes back by more (s) was set back, or the board restarted.
SET_BACK = 0.5
#: Smallest step between stamps (s): doubles hold it for dates of this century.
STEP = 1e-6


class BoardClock:
    """Only differences of the steady clock are used: both clocks are never compared."""

    def __init__(self) -> None:
        self._stamp = math.nan
        self._heard = -math.inf
        self._sent = -math.inf

    @property
    def known(self) -> bool:
        """Whether any stamp was heard."""
        return not math.isnan(self._stamp)

    def hear(self, stamp: float, now: float) -> None:
        """Take the stamp of a message of the board."""
        if stamp > self._stamp or not self.known:
            self._stamp, self._heard = stamp, now
        elif stamp < self._stamp - SET_BACK:
            self._stamp, self._heard = stamp, now
            self._sent = -math.inf

    def read(self, now: float) -> float:
        """Return the board's time (s) at steady time `now`; 0 while unknown."""
        if not self.known:
            return 0.0
        return self._stamp + min(max(now - self._heard, 0.0), RUN_ON)

    def next(self, now: float) -> float:
        """Return the stamp of a command sent now: later than any before."""
        self._sent = max(self.read(now), self._sent + STEP)
        return self._sent
