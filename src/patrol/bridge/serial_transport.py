"""XRCE over a serial line that may vanish and come back under another name."""

from __future__ import annotations

import contextlib
import os
import termios
from collections import deque
from collections.abc import Iterator

from patrol.bridge.serial_port import PortError, find_port, open_port
from patrol.xrce.agent import Address, Message
from patrol.xrce.serial_framing import Deframer, LineCounters, frame

CHUNK = 4096
#: Messages that may wait for a slow line; older ones are dropped first, they are the stalest.
MAX_QUEUE = 256


class SerialTransport:
    """`path` may be a pattern. While the port is away `fileno` is -1; `reopen` looks for it."""

    def __init__(self, path: str, baud: int) -> None:
        self._wanted, self.baud = path, baud
        self._descriptor = -1
        self._deframer = Deframer()
        self._out: deque[bytes] = deque()
        self.path = ''
        self.reason = ''
        self.dropped = 0
        self.bytes_in = self.bytes_out = 0

    @property
    def counters(self) -> LineCounters:
        """What went wrong on the line since it was opened."""
        return self._deframer.counters

    @property
    def is_open(self) -> bool:
        """Whether the port is there."""
        return self._descriptor >= 0

    @property
    def has_output(self) -> bool:
        """Whether bytes wait for the line."""
        return bool(self._out)

    def reopen(self) -> bool:
        """Try to open the port; whether it is open now. UserError when a person must act."""
        if self.is_open:
            return True
        try:
            path = find_port(self._wanted)
            self._descriptor = open_port(path, self.baud)
        except PortError as error:
            self.reason = str(error)
            return False
        self.path, self.reason = path, ''
        self._deframer = Deframer()
        self._out.clear()  # nothing from before may reach a board that was away
        return True

    def fileno(self) -> int:
        """Return the descriptor to wait on, or -1."""
        return self._descriptor

    def receive(self) -> Iterator[Message]:
        """Yield the messages that have arrived; the address names the board's on this line.

        Raises PortError when the port is gone.
        """
        try:
            data = os.read(self._descriptor, CHUNK)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            raise PortError(error.strerror or str(error)) from error
        if not data:
            raise PortError('the line was hung up')
        self.bytes_in += len(data)
        for source, payload in self._deframer.feed(data):
            yield (self._wanted, source), payload

    def send(self, address: Address, data: bytes) -> None:
        """Queue a message and write what the line takes."""
        if not self.is_open:
            return
        if len(self._out) >= MAX_QUEUE:
            self.dropped += 1
            # the first may be half on the line already
            del self._out[1]
        self._out.append(frame(data, destination=address[1]))  # type: ignore[index]
        self.flush()

    def flush(self) -> None:
        """Write what the line takes now."""
        try:
            while self._out:
                count = os.write(self._descriptor, self._out[0])
                self.bytes_out += count
                if count < len(self._out[0]):
                    self._out[0] = self._out[0][count:]
                    return
                self._out.popleft()
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            raise PortError(error.strerror or str(error)) from error

    def close(self) -> None:
        """Let the port go."""
        if self.is_open:
            with contextlib.suppress(termios.error):
                termios.tcflush(self._descriptor, termios.TCIOFLUSH)
            os.close(self._descriptor)
            self._descriptor = -1
        self._out.clear()
