"""Round-trip time of a reliable stream, from its acknowledgements (Karn and Partridge 1987)."""

from __future__ import annotations

import math

from patrol.xrce.sequence import after

#: Weight of a new sample in the running mean (RFC 6298).
_GAIN = 0.125


class RoundTrip:
    """Times one message at a time; one that was sent again says nothing. Seconds."""

    def __init__(self) -> None:
        self.mean = math.nan
        self.least = math.nan
        self._probe: tuple[int, float] | None = None

    def sent(self, number: int, now: float) -> None:
        """A message goes out for the first time."""
        if self._probe is None:
            self._probe = (number, now)

    def sent_again(self) -> None:
        """Something had to be sent again: the sample is spoiled."""
        self._probe = None

    def acknowledged(self, first_unacked: int, now: float) -> None:
        """Everything before this number has arrived."""
        if self._probe is None or after(first_unacked, self._probe[0]) <= 0:
            return
        sample, self._probe = now - self._probe[1], None
        known = not math.isnan(self.mean)
        self.mean = self.mean + _GAIN * (sample - self.mean) if known else sample
        self.least = min(self.least, sample) if known else sample
