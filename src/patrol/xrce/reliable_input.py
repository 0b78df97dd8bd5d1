"""The receiving end of a reliable stream: order, gaps, acknowledgement."""

from __future__ import annotations

from patrol.xrce.sequence import BEFORE_FIRST, advance, after
from patrol.xrce.submessages import AckNack

#: How far ahead of the last delivered message a sender may run.
WINDOW = 16


class ReliableInput:
    """Gives messages back in order, each once. Every arrival is to be answered with `ack()`.

    Bounded: at most WINDOW messages wait for a gap to close; what is beyond is dropped and will
    be sent again.
    """

    def __init__(self, stream: int) -> None:
        self.stream = stream
        self._last = BEFORE_FIRST
        self._waiting: dict[int, bytes] = {}
        self.dropped = 0

    @property
    def expected(self) -> int:
        """The next number to be delivered."""
        return advance(self._last)

    def receive(self, sequence: int, message: bytes) -> list[bytes]:
        """Take a message; return all that are deliverable now, in order."""
        distance = after(sequence, self._last)
        if distance <= 0:
            return []
        if distance > WINDOW:
            self.dropped += 1
            return []
        self._waiting.setdefault(sequence, message)
        return self._deliverable()

    def heartbeat(self, first_unacked: int, last_sent: int) -> list[bytes]:
        """Skip what the sender gave up; return what becomes deliverable by that.

        Numbers from `first_unacked` to `last_sent` are still held by the sender. A heartbeat that
        contradicts itself is ignored.
        """
        held = after(last_sent, first_unacked)
        ahead = after(first_unacked, self.expected)
        if ahead <= 0 or held < -1:
            return []
        delivered = []
        while self.expected != first_unacked:
            number = self.expected
            self._last = number
            if number in self._waiting:
                delivered.append(self._waiting.pop(number))
            elif not self._waiting:
                self._last = advance(first_unacked, -1)
        return delivered + self._deliverable()

    def ack(self, up_to: int | None = None) -> AckNack:
        """Say what is missing; `up_to` is the last number the sender says it has sent."""
        expected = self.expected
        newest = max((after(number, expected) for number in self._waiting), default=-1)
        if up_to is not None:
            newest = max(newest, min(after(up_to, expected) + 1, WINDOW))
        missing = 0
        for bit in range(max(0, newest)):
            if advance(expected, bit) not in self._waiting:
                missing |= 1 << bit
        return AckNack(expected, missing & 0xFFFF, self.stream)

    def _deliverable(self) -> list[bytes]:
        out = []
        while (number := self.expected) in self._waiting:
            out.append(self._waiting.pop(number))
            self._last = number
        return out
