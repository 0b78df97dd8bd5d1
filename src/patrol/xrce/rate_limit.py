"""A bucket of tokens: so many messages a second, with a burst (Turner 1986)."""

from __future__ import annotations


class RateLimit:
    """`allow` says whether one more may pass; `refused` counts those that may not."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._tokens = burst
        self._at = 0.0
        self.refused = 0

    def allow(self, now: float) -> bool:
        """Take a token at `now` (s, steady)."""
        if now > self._at:
            self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
            self._at = now
        if self._tokens < 1.0:
            self.refused += 1
            return False
        self._tokens -= 1.0
        return True
