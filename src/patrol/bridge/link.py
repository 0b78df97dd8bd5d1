"""The I/O thread of the bridge: ports in and out, the agent's clock, one lock around the agent."""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
import threading
import time
from collections.abc import Callable

from patrol.bridge.serial_port import PortError
from patrol.bridge.serial_transport import SerialTransport
from patrol.bridge.udp_transport import UdpTransport
from patrol.xrce.agent import Address, Agent, Message

log = logging.getLogger('patrol.bridge')

Transport = SerialTransport | UdpTransport
Trace = Callable[[str, Address, bytes], None]

#: Heartbeats and liveliness (s); looking for a port that is away (s).
HEARTBEAT, REOPEN = 0.2, 0.02


class Link:
    """Carries messages between one transport and an agent.

    `caught` counts what was raised out of the agent: the guard against a hostile board. It must
    stay 0.
    """

    def __init__(
        self,
        agent: Agent,
        transport: Transport,
        *,
        housekeeping: Callable[[float], None] = lambda now: None,
        trace: Trace | None = None,
    ) -> None:
        self.agent, self.transport = agent, transport
        self._housekeeping, self._trace = housekeeping, trace
        self._lock = threading.RLock()
        self._selector = selectors.DefaultSelector()
        self._wake_in, self._wake_out = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._selector.register(self._wake_in, selectors.EVENT_READ)
        self._registered = False
        self._running = False
        self._addresses: set[Address] = set()
        self._thread = threading.Thread(target=self._run, name='xrce_io', daemon=True)
        self.caught = 0
        self.failure: Exception | None = None
        self.reconnects = 0

    def start(self) -> None:
        """Begin to listen."""
        self._running = True
        self._thread.start()

    def stop(self) -> None:
        """End; every client's objects are destroyed."""
        self._running = False
        self._wake()
        if self._thread.is_alive():
            self._thread.join(timeout=2.0)
        with self._lock:
            for key in list(self.agent.sessions):
                self.agent.drop(key)
            self.transport.close()

    def deliver(self, key: bytes, name: bytes, body: bytes) -> None:
        """Hand ROS data to an object of a client; called from any thread."""
        with self._lock:
            self._send(self.agent.deliver(key, name, body, time.monotonic()))

    @property
    def lock(self) -> contextlib.AbstractContextManager[bool]:
        """Hold it to look at the agent from another thread."""
        return self._lock

    # ---- the thread ---------------------------------------------------------------------------

    def _run(self) -> None:
        next_beat = time.monotonic()
        while self._running:
            try:
                self._ensure_open()
                wait = next_beat - time.monotonic()
                if not self._registered:
                    wait = min(wait, REOPEN)
                self._turn(max(0.0, wait))
                if time.monotonic() >= next_beat:
                    next_beat = time.monotonic() + HEARTBEAT
                    self._beat()
            except PortError as error:
                self._lost(error)
            except Exception as error:
                if not self._running:
                    return
                if not self._registered:
                    self.failure = error  # the port needs a person
                    return
                self.caught += 1
                log.exception('the bridge caught an error of its own')

    def _ensure_open(self) -> None:
        transport = self.transport
        if self._registered:
            return
        if isinstance(transport, SerialTransport) and not transport.reopen():
            return
        self._selector.register(transport, selectors.EVENT_READ)
        self._registered = True
        self.reconnects += 1
        if isinstance(transport, SerialTransport):
            log.info('%s is open at %d baud', transport.path, transport.baud)

    def _turn(self, wait: float) -> None:
        for key, events in self._selector.select(wait):
            if key.fileobj is self._wake_in or key.fd == self._wake_in:
                os.read(self._wake_in, 512)
                continue
            if events & selectors.EVENT_READ:
                self._receive()
            if events & selectors.EVENT_WRITE:
                with self._lock:
                    self._flush()

    def _receive(self) -> None:
        now = time.monotonic()
        for address, data in self.transport.receive():
            if self._trace is not None:
                self._trace('>', address, data)
            with self._lock:
                self._addresses.add(address)
                self._send(self._answers(address, data, now))

    def _answers(self, address: Address, data: bytes, now: float) -> list[Message]:
        try:
            return self.agent.receive(address, data, now)
        except Exception:
            self.caught += 1
            log.exception('a message was not understood: %s', data.hex())
            return []

    def _send(self, messages: list[Message]) -> None:
        for address, data in messages:
            if self._trace is not None:
                self._trace('<', address, data)
            try:
                self.transport.send(address, data)
            except PortError:
                return  # the reader will notice
        transport = self.transport
        if isinstance(transport, SerialTransport) and transport.has_output:
            self._want_write(True)

    def _flush(self) -> None:
        transport = self.transport
        if isinstance(transport, SerialTransport):
            transport.flush()
            self._want_write(transport.has_output)

    def _want_write(self, wanted: bool) -> None:
        if self._registered:
            write = selectors.EVENT_WRITE if wanted else 0
            self._selector.modify(self.transport, selectors.EVENT_READ | write)
            if wanted and threading.current_thread() is not self._thread:
                self._wake()

    def _beat(self) -> None:
        now = time.monotonic()
        with self._lock:
            self._send(self.agent.tick(now))
            self._housekeeping(now)

    def _lost(self, error: PortError) -> None:
        """The line is gone, and with it whoever was on it."""
        with self._lock:
            if self._registered:
                log.warning('%s is gone: %s', getattr(self.transport, 'path', ''), error)
                self._selector.unregister(self.transport)
                self._registered = False
            self.transport.close()
            for address in self._addresses:
                self.agent.forget_address(address)
            self._addresses.clear()

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake_out, b'.')
