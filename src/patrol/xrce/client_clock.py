"""What TIMESTAMP messages tell of a client's clock."""

from __future__ import annotations

_SECOND = 1e9


class ClientClock:
    """Offset (s, agent minus client, transit included) and drift (ppm) of a client's clock."""

    def __init__(self) -> None:
        self.count = 0
        self._first = (0, 0)
        self._last = (0, 0)

    def add(self, client_ns: int, agent_ns: int) -> None:
        """Take one pair of times (ns). A client clock that was set anew starts the drift anew."""
        gone = client_ns - self._last[0]
        moved = agent_ns - self._last[1]
        if self.count == 0 or abs(moved - gone) > _SECOND:
            self._first = (client_ns, agent_ns)
        self._last = (client_ns, agent_ns)
        self.count += 1

    @property
    def offset_s(self) -> float:
        """Agent time minus client time at the last message (s)."""
        return (self._last[1] - self._last[0]) / _SECOND

    @property
    def drift_ppm(self) -> float:
        """How much faster the agent's clock runs, over all messages so far."""
        span = self._last[0] - self._first[0]
        if span <= 0:
            return 0.0
        return (self._last[1] - self._first[1] - span) / span * 1e6
