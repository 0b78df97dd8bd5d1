"""A READ_DATA that runs: how much of it is left, and how fast it may go."""

from __future__ import annotations

import math

from patrol.xrce.submessages import ReadData

_UNLIMITED = 0xFFFF


class Reading:
    """Delivery control: number of samples, time, bytes a second, pace. `now` is steady (s)."""

    def __init__(self, request: ReadData, now: float) -> None:
        self.request = request.request
        self.stream = request.stream
        control = request.control
        self._left = math.inf if control is not None else 1.0
        self._end = math.inf
        self._bytes_per_s = self._pace = 0.0
        if control is not None:
            if control.max_samples not in (0, _UNLIMITED):
                self._left = control.max_samples
            if control.max_elapsed_s:
                self._end = now + control.max_elapsed_s
            self._bytes_per_s = float(control.max_bytes_per_s)
            self._pace = control.min_pace_ms / 1000
        self._next = -math.inf

    def over(self, now: float) -> bool:
        """Whether nothing more may be delivered."""
        return self._left <= 0 or now >= self._end

    def grant(self, size: int, now: float) -> bool:
        """Ask to deliver a sample of `size` bytes now; a granted one is counted."""
        if self.over(now) or now < self._next:
            return False
        self._left -= 1
        wait = max(self._pace, size / self._bytes_per_s if self._bytes_per_s else 0.0)
        self._next = now + wait
        return True
