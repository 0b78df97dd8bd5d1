"""XRCE over UDP: one message per datagram, a client is known by its source address."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

from patrol.errors import UserError
from patrol.xrce.agent import Address, Message

MAX_DATAGRAM = 65535
#: Datagrams taken in one go, so that a flood on one port does not starve the others.
BATCH = 64
BUFFER = 1 << 22


class UdpTransport:
    """Listens on `host`:`port`; UserError when that is not possible."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        self._socket.setblocking(False)
        try:
            self._socket.bind((host, port))
        except OSError as error:
            self._socket.close()
            reason = error.strerror or error
            raise UserError(f'cannot listen on {host} port {port}: {reason}') from error
        self.unsent = 0

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return int(self._socket.getsockname()[1])

    def fileno(self) -> int:
        """Return the descriptor to wait on."""
        return self._socket.fileno()

    def receive(self) -> Iterator[Message]:
        """Yield what has arrived."""
        for _ in range(BATCH):
            try:
                data, address = self._socket.recvfrom(MAX_DATAGRAM)
            except (BlockingIOError, InterruptedError):
                return
            except ConnectionError:
                continue  # an answer to somebody who is gone
            yield address, data

    def send(self, address: Address, data: bytes) -> None:
        """Send one message; what the system does not take is counted and lost."""
        try:
            self._socket.sendto(data, address)  # type: ignore[call-overload]
        except OSError:
            self.unsent += 1

    def close(self) -> None:
        """Stop listening."""
        with contextlib.suppress(OSError):
            self._socket.close()
