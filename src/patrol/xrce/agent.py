"""The DDS-XRCE agent: sessions of many clients over many addresses, without I/O of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from patrol.xrce.cdr import MalformedError
from patrol.xrce.client_session import ClientSession
from patrol.xrce.identifiers import AGENT, CLIENT, NO_SESSION, NO_STREAM, Kind, StatusCode
from patrol.xrce.identifiers import object_kind as kind_of
from patrol.xrce.message import (
    Header,
    Submessage,
    SubmessageId,
    decode_header,
    encode_message,
    submessages,
)
from patrol.xrce.middleware import Middleware
from patrol.xrce.rate_limit import RateLimit
from patrol.xrce.submessages import (
    COOKIE,
    CreateClient,
    Delete,
    GetInfo,
    Info,
    Status,
    StatusAgent,
    Timestamp,
    TimestampReply,
)

log = logging.getLogger('patrol.xrce')

Address = Hashable
Message = tuple[Address, bytes]

#: Clients at a time.
MAX_CLIENTS = 16
#: A client with a shorter MTU (bytes) cannot take a single answer.
MIN_MTU = 64
#: Property with the interval (ms) after which a silent client is asked whether it lives.
LIVELINESS = 'uxr_hl'
#: Unanswered questions after which it does not.
LIVES = 3
#: Messages a second from all boards together, and in one burst; more are dropped and counted.
MAX_RATE, MAX_BURST = 50_000.0, 20_000.0
_MAJOR_VERSION = b'\x01'


@dataclass(slots=True)
class _Client:
    session: ClientSession
    address: Address
    heard: float
    interval: float | None
    asked: int = 0


class Agent:
    """Answers messages. `clock` gives the ROS time in ns; `now` is the steady clock in s.

    All methods return the messages to be sent, with their addresses.
    """

    def __init__(
        self, middleware: Middleware, clock: Callable[[], int], *, history: int = 4
    ) -> None:
        self._middleware, self._clock, self._history = middleware, clock, history
        self._clients: dict[bytes, _Client] = {}
        self._by_address: dict[Address, bytes] = {}
        self.malformed = 0
        self.strangers = 0
        self.flood = RateLimit(MAX_RATE, MAX_BURST)

    @property
    def sessions(self) -> dict[bytes, ClientSession]:
        """The clients that are there, by key."""
        return {key: client.session for key, client in self._clients.items()}

    def receive(self, address: Address, data: bytes, now: float) -> list[Message]:
        """Take one message from the wire, whatever it is."""
        if not self.flood.allow(now):
            return []
        try:
            header, start = decode_header(data)
            first = next(submessages(data, start), None)
        except MalformedError:
            self.malformed += 1
            return []
        if first is None:
            return []
        client = self._client(address, header)
        if client is not None:
            client.heard, client.asked = now, 0
        hello = first.id == SubmessageId.CREATE_CLIENT and first.payload[:4] == COOKIE
        if hello:
            return [(address, answer) for answer in self._hello(address, header, first, now)]
        if client is not None and header.stream != NO_STREAM:
            return [(address, m) for m in client.session.receive(header, data, start, now)]
        return [(address, m) for m in self._administer(client, header, data, start, now)]

    def deliver(self, key: bytes, name: bytes, body: bytes, now: float) -> list[Message]:
        """Hand data to an object of a client."""
        client = self._clients.get(key)
        if client is None:
            return []
        return [(client.address, m) for m in client.session.deliver(name, body, now)]

    def tick(self, now: float) -> list[Message]:
        """Send heartbeats and ask the silent; call every 200 ms."""
        out: list[Message] = []
        for key, client in list(self._clients.items()):
            out += [(client.address, beat) for beat in client.session.heartbeats()]
            if client.interval is None or now - client.heard < client.interval:
                continue
            if client.asked >= LIVES:
                log.warning('client %s does not answer any more', key.hex())
                self.drop(key)
                continue
            client.asked += 1
            ask = GetInfo(b'\0\0', CLIENT, 0).encode()
            header = Header(*_session_header(client.session))
            out.append((client.address, encode_message(header, ask)))
        return out

    def drop(self, key: bytes) -> None:
        """Forget a client and everything it made."""
        client = self._clients.pop(key, None)
        if client is not None:
            self._by_address.pop(client.address, None)
            client.session.close()

    def forget_address(self, address: Address) -> None:
        """The line is gone: whoever was there is gone with it."""
        key = self._by_address.get(address)
        if key is not None:
            self.drop(key)

    # ---- sessions ---------------------------------------------------------------------------

    def _client(self, address: Address, header: Header) -> _Client | None:
        key = header.key or self._by_address.get(address, b'')
        client = self._clients.get(key)
        if client is None or client.session.session != header.session:
            return None
        return client if client.address == address else None

    def _hello(
        self, address: Address, header: Header, submessage: Submessage, now: float
    ) -> list[bytes]:
        try:
            hello = CreateClient.decode(submessage)
        except MalformedError:
            self.malformed += 1
            return []
        status = self._mistake(hello)
        if status is None:
            status = self._open(address, hello, now)
        key = b'' if hello.session >= 0x80 else hello.key
        answer = Header(hello.session, NO_STREAM, header.sequence, key)
        return [encode_message(answer, StatusAgent(status).encode())]

    def _mistake(self, hello: CreateClient) -> StatusCode | None:
        if not any(hello.key) or hello.session in NO_SESSION or hello.mtu < MIN_MTU:
            return StatusCode.INVALID_DATA
        if hello.version[:1] != _MAJOR_VERSION:
            return StatusCode.INCOMPATIBLE
        return None

    def _open(self, address: Address, hello: CreateClient, now: float) -> StatusCode:
        before = self._by_address.get(address)
        if before is not None and before != hello.key:
            self.drop(before)  # a rebooted board on the same line
        known = self._clients.get(hello.key)
        if known is not None and known.address != address:
            if known.heard > now - 1.0:
                return StatusCode.DENIED  # two boards with one key: the living one keeps it
            self._by_address.pop(known.address, None)
        if known is not None and known.session.session == hello.session:
            known.session.reopen(hello)
            known.address, known.heard = address, now
        else:
            if known is not None:
                self.drop(hello.key)
            if len(self._clients) >= MAX_CLIENTS:
                return StatusCode.RESOURCES
            session = ClientSession(hello, self._middleware, history=self._history)
            self._clients[hello.key] = known = _Client(session, address, now, None)
        known.interval = _liveliness(hello)
        self._by_address[address] = hello.key
        return StatusCode.OK

    # ---- administration, on stream 0 --------------------------------------------------------

    def _administer(
        self, client: _Client | None, header: Header, data: bytes, start: int, now: float
    ) -> list[bytes]:
        out: list[bytes] = []
        try:
            for submessage in submessages(data, start):
                if client is not None and client.session.key not in self._clients:
                    client = None  # it has just said goodbye
                out += self._administer_one(client, header, submessage, now)
        except MalformedError:
            self.malformed += 1
        return out

    def _administer_one(
        self, client: _Client | None, header: Header, submessage: Submessage, now: float
    ) -> list[bytes]:
        reply = Header(header.session, NO_STREAM, 0, header.key)
        if submessage.id == SubmessageId.GET_INFO:
            asked = GetInfo.decode(submessage)
            status = StatusCode.OK if asked.object == AGENT else StatusCode.UNKNOWN_REFERENCE
            known = client is not None
            return [
                encode_message(reply, Info(asked.request, asked.object, status, known).encode())
            ]
        if submessage.id == SubmessageId.TIMESTAMP and client is not None:
            receive = self._clock()
            sent = Timestamp.decode(submessage).transmit
            client.session.clock.add(sent, receive)
            answer = TimestampReply(self._clock(), receive, sent)
            return [encode_message(reply, answer.encode())]
        if submessage.id == SubmessageId.DELETE:
            delete = Delete.decode(submessage)
            if kind_of(delete.object) == Kind.CLIENT:
                if client is not None:
                    self.drop(client.session.key)
                done = Status(delete.request, delete.object, StatusCode.OK)
                return [encode_message(reply, done.encode())]
        if client is not None:
            return client.session.take(submessage, NO_STREAM, now)
        self.strangers += 1
        return []


def _session_header(session: ClientSession) -> tuple[int, int, int, bytes]:
    return session.session, NO_STREAM, 0, b'' if session.session >= 0x80 else session.key


def _liveliness(hello: CreateClient) -> float | None:
    text = hello.properties.get(LIVELINESS, '')
    return int(text) / 1000 if text.isdecimal() and int(text) > 0 else None
