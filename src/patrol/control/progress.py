"""Whether the car gets on: recoveries are counted from the last progress, and patience ends."""

from __future__ import annotations

import math

#: Progress (m) along the plan after which recoveries count from zero again.
REGAINED = 1.0
#: Less progress (m) than this in so long a time (s) is none.
LITTLE, PATIENCE = 0.2, 45.0


class Progress:
    """Follows the way that is left of one plan."""

    def __init__(self) -> None:
        self._best = self._mark = math.inf
        self._since = math.nan
        self.recoveries = 0

    def note(self, remaining: float, now: float) -> None:
        """Take the way left (m)."""
        if remaining < self._best - LITTLE or math.isnan(self._since):
            self._best, self._since = remaining, now
        if remaining < self._mark - REGAINED:
            self._mark, self.recoveries = remaining, 0

    def pause(self) -> None:
        """The car is held: the time is not counted."""
        self._since = math.nan

    def over(self, now: float) -> bool:
        """Tell whether there was no progress for too long."""
        return now - self._since > PATIENCE
