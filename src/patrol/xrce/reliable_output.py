"""The sending end of a reliable stream: window, resending, heartbeat."""

from __future__ import annotations

from collections import OrderedDict, deque

from patrol.xrce.sequence import BEFORE_FIRST, advance, after
from patrol.xrce.submessages import AckNack, Heartbeat


class ReliableOutput:
    """Hands out sequence numbers and keeps what is not acknowledged.

    At most `window` messages are in flight, because a stock client drops what is beyond its own
    history; at most `limit` more wait in a queue. What does not fit is refused and counted.
    """

    def __init__(self, stream: int, *, window: int = 4, limit: int = 256) -> None:
        self.stream = stream
        self._window, self._limit = window, limit
        self._last = BEFORE_FIRST
        self._flight: OrderedDict[int, bytes] = OrderedDict()
        self._queue: deque[bytes] = deque()
        self.refused = 0
        self.resent = 0

    @property
    def waiting(self) -> int:
        """How many messages are queued or in flight."""
        return len(self._queue) + len(self._flight)

    def offer(self, *bodies: bytes) -> bool:
        """Queue bodies (submessages without message header) that belong together, or none."""
        if len(self._queue) + len(bodies) > self._limit:
            self.refused += 1
            return False
        self._queue.extend(bodies)
        return True

    def due(self) -> list[tuple[int, bytes]]:
        """Return what may be sent now for the first time: number and body."""
        out = []
        while self._queue and len(self._flight) < self._window:
            self._last = advance(self._last)
            self._flight[self._last] = self._queue.popleft()
            out.append((self._last, self._flight[self._last]))
        return out

    def acknowledge(self, ack: AckNack) -> list[tuple[int, bytes]]:
        """Take an acknowledgement; return what the client misses, to be sent again.

        An acknowledgement of what was never sent is a lie or a relic of another session: ignored.
        """
        if after(ack.first_unacked, self._last) > 1:
            return []
        for number in list(self._flight):
            if after(number, ack.first_unacked) >= 0:
                break
            del self._flight[number]
        missing = []
        for bit in range(16):
            number = advance(ack.first_unacked, bit)
            if ack.missing >> bit & 1 and number in self._flight:
                missing.append((number, self._flight[number]))
        self.resent += len(missing)
        return missing

    def heartbeat(self) -> Heartbeat | None:
        """Say what is unacknowledged; None when nothing is."""
        if not self._flight:
            return None
        return Heartbeat(next(iter(self._flight)), self._last, self.stream)
