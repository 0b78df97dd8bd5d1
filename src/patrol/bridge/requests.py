"""Service requests on their way: to a board that answers later, to a server not yet found."""

from __future__ import annotations

import struct
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

#: Requests a board may leave unanswered; the oldest is given up.
MAX_PENDING = 32
#: A call waits this long (s) for its service to be discovered.
PATIENCE = 5.0
_IDENTITY = struct.Struct('<12s3sBiI')
_GUID, _ENTITY, _KIND = b'patrolbridge', b'\x00\x00\x01', 0x03


class PendingRequests:
    """Requests that a board has to answer, by the 24 bytes of identity it sends back."""

    def __init__(self) -> None:
        self._answers: OrderedDict[bytes, Callable[[Any], None]] = OrderedDict()
        self._count = 0

    def add(self, answer: Callable[[Any], None]) -> bytes:
        """Return the identity of a new request."""
        self._count = (self._count + 1) & 0xFFFFFFFF
        identity = _IDENTITY.pack(_GUID, _ENTITY, _KIND, 0, self._count)
        self._answers[identity] = answer
        if len(self._answers) > MAX_PENDING:
            self._answers.popitem(last=False)
        return identity

    def pop(self, body: bytes) -> Callable[[Any], None] | None:
        """Return whom the reply in `body` is for; None for an unknown or repeated one."""
        return self._answers.pop(bytes(body[: _IDENTITY.size]), None)


class WaitingCalls:
    """Calls of services that discovery has not found yet."""

    def __init__(self) -> None:
        self._calls: list[tuple[Any, Callable[[], None], float]] = []

    def add(self, client: Any, call: Callable[[], None]) -> None:
        """Keep a call until the service of its client is there."""
        self._calls = self._calls[-MAX_PENDING + 1 :]
        self._calls.append((client, call, time.monotonic() + PATIENCE))

    def tick(self, now: float) -> None:
        """Make the calls that can be made, drop those that waited too long."""
        waiting, self._calls = self._calls, []
        for client, call, end in waiting:
            if client.service_is_ready():
                call()
            elif now < end:
                self._calls.append((client, call, end))

    def forget(self, client: Any) -> None:
        """Drop the calls of a client that is going."""
        self._calls = [entry for entry in self._calls if entry[0] is not client]
