"""Tells a thing that stands in the way from one that moves through it."""

from __future__ import annotations

import math

from patrol.control.follower_parameters import FollowerParameters

#: An obstacle whose nearest part moved farther than this (m) is another one, or moves.
MOVED = 0.15
#: The way must be free for this long (s) before a thing in it is forgotten.
FORGET = 0.6


class Obstruction:
    """Follows what blocks the path through the updates of the costmap."""

    def __init__(self, parameters: FollowerParameters) -> None:
        self._p = parameters
        self._place: tuple[float, float] | None = None
        self._since = self._stands_since = self._last = -math.inf

    def clear(self) -> None:
        """Forget it."""
        self._place = None

    def note(self, place: tuple[float, float] | None, now: float) -> None:
        """Take where (m, in odom) the path is blocked now; None: it is free."""
        if place is None:
            if now - self._last > FORGET:
                self._place = None
            return
        if self._place is None:
            self._since = self._stands_since = now
            self._place = place
        elif math.dist(place, self._place) > MOVED:
            self._stands_since = now
            self._place = place
        self._last = now

    def age(self, now: float) -> float:
        """Return for how long (s) the path has been blocked; 0 while it is free."""
        return now - self._since if self._place is not None else 0.0

    def stands(self, now: float) -> bool:
        """Tell whether it stands still, or was waited for long enough."""
        if self._place is None:
            return False
        settled = now - self._stands_since >= self._p.settle_time
        return settled or self.age(now) >= self._p.wait_time
