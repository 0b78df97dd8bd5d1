"""The payload of every submessage a micro-ROS client sends or needs, both directions.

`decode(submessage)` raises MalformedError where the bytes do not fit; `encode()` gives a
little-endian submessage. Object and request ids stay the two raw bytes they are on the wire.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from patrol.xrce.cdr import CdrReader, CdrWriter, MalformedError
from patrol.xrce.message import LITTLE_ENDIAN, Submessage, SubmessageId

COOKIE = b'XRCE'
VERSION = b'\x01\x00'
VENDOR = b'\x01\x0f'  # the vendor id stock clients and agents speak
REUSE, REPLACE = 0x02, 0x04
LAST_FRAGMENT = 0x02
FORMAT_DATA = 0
_FORMAT_MASK = 0x0E
#: Most properties a client may announce with itself.
MAX_PROPERTIES = 16
#: INFO of an agent: kind "agent" as configuration, then kind "agent" as activity.
_AGENT_KIND = 0x0D


def _reader(submessage: Submessage) -> CdrReader:
    return CdrReader(submessage.payload, little=submessage.little)


def _submessage(kind: SubmessageId, writer: CdrWriter, flags: int = 0) -> Submessage:
    return Submessage(kind, LITTLE_ENDIAN | flags, writer.getvalue())


@dataclass(frozen=True, slots=True)
class CreateClient:
    """Open a session. `key` (4 bytes); `mtu` is the longest message the client can take."""

    key: bytes
    session: int
    mtu: int
    properties: dict[str, str] = field(default_factory=dict)
    cookie: bytes = COOKIE
    version: bytes = VERSION
    vendor: bytes = VENDOR

    @classmethod
    def decode(cls, submessage: Submessage) -> CreateClient:
        """Read a CREATE_CLIENT."""
        reader = _reader(submessage)
        cookie, version, vendor = reader.raw(4), reader.raw(2), reader.raw(2)
        key, session = reader.raw(4), reader.u8()
        properties = reader.optional(lambda: _properties(reader)) or {}
        return cls(key, session, reader.u16(), properties, cookie, version, vendor)

    def encode(self) -> Submessage:
        """Write a CREATE_CLIENT."""
        writer = CdrWriter().raw(self.cookie + self.version + self.vendor + self.key)
        writer.u8(self.session, bool(self.properties))
        if self.properties:
            writer.u32(len(self.properties))
            for name, value in self.properties.items():
                writer.string(name).string(value)
        return _submessage(SubmessageId.CREATE_CLIENT, writer.u16(self.mtu))


def _properties(reader: CdrReader) -> dict[str, str]:
    count = reader.u32()
    if count > MAX_PROPERTIES:
        raise MalformedError(f'a client announces {count} properties')
    return {reader.string(): reader.string() for _ in range(count)}


@dataclass(frozen=True, slots=True)
class StatusAgent:
    """The answer to CREATE_CLIENT."""

    status: int
    implementation: int = 0

    @classmethod
    def decode(cls, submessage: Submessage) -> StatusAgent:
        """Read a STATUS_AGENT."""
        reader = _reader(submessage)
        status, implementation = reader.u8(), reader.u8()
        reader.raw(8)
        reader.boolean()
        return cls(status, implementation)

    def encode(self) -> Submessage:
        """Write a STATUS_AGENT."""
        writer = CdrWriter().u8(self.status, self.implementation)
        writer.raw(COOKIE + VERSION + VENDOR).u8(0)
        return _submessage(SubmessageId.STATUS_AGENT, writer)


@dataclass(frozen=True, slots=True)
class Create:
    """Make an object. `content` is a str (reference or XML) or bytes (binary), by `format`.

    `domain` is there for a participant, `parent` (raw object id) for everything else.
    """

    request: bytes
    object: bytes
    kind: int
    format: int
    content: str | bytes
    parent: bytes = b''
    domain: int | None = None
    reuse: bool = False
    replace: bool = False

    REFERENCE = 1
    XML = 2
    BINARY = 3

    @classmethod
    def decode(cls, submessage: Submessage) -> Create:
        """Read a CREATE."""
        reader = _reader(submessage)
        request, name, kind, form = reader.raw(2), reader.raw(2), reader.u8(), reader.u8()
        if form not in (cls.REFERENCE, cls.XML, cls.BINARY):
            raise MalformedError(f'representation {form} does not exist')
        content = reader.octets() if form == cls.BINARY else reader.string()
        domain = reader.i16() if kind == 1 else None
        parent = b'' if kind == 1 else reader.raw(2)
        reuse, replace = bool(submessage.flags & REUSE), bool(submessage.flags & REPLACE)
        return cls(request, name, kind, form, content, parent, domain, reuse, replace)

    def encode(self) -> Submessage:
        """Write a CREATE."""
        writer = CdrWriter().raw(self.request + self.object).u8(self.kind, self.format)
        if isinstance(self.content, str):
            writer.string(self.content)
        else:
            writer.octets(self.content)
        if self.domain is not None:
            writer.i16(self.domain)
        flags = REUSE * self.reuse | REPLACE * self.replace
        return _submessage(SubmessageId.CREATE, writer.raw(self.parent), flags)


@dataclass(frozen=True, slots=True)
class Delete:
    """Destroy an object, or the client itself."""

    request: bytes
    object: bytes

    @classmethod
    def decode(cls, submessage: Submessage) -> Delete:
        """Read a DELETE."""
        reader = _reader(submessage)
        return cls(reader.raw(2), reader.raw(2))

    def encode(self) -> Submessage:
        """Write a DELETE."""
        return _submessage(SubmessageId.DELETE, CdrWriter().raw(self.request + self.object))


@dataclass(frozen=True, slots=True)
class Status:
    """What became of a request about an object."""

    request: bytes
    object: bytes
    status: int
    implementation: int = 0

    @classmethod
    def decode(cls, submessage: Submessage) -> Status:
        """Read a STATUS."""
        reader = _reader(submessage)
        return cls(reader.raw(2), reader.raw(2), reader.u8(), reader.u8())

    def encode(self) -> Submessage:
        """Write a STATUS."""
        writer = CdrWriter().raw(self.request + self.object)
        return _submessage(SubmessageId.STATUS, writer.u8(self.status, self.implementation))


@dataclass(frozen=True, slots=True)
class GetInfo:
    """Ask about an object: a ping when the object is the agent."""

    request: bytes
    object: bytes
    mask: int

    @classmethod
    def decode(cls, submessage: Submessage) -> GetInfo:
        """Read a GET_INFO."""
        reader = _reader(submessage)
        return cls(reader.raw(2), reader.raw(2), reader.u32())

    def encode(self) -> Submessage:
        """Write a GET_INFO."""
        writer = CdrWriter().raw(self.request + self.object).u32(self.mask)
        return _submessage(SubmessageId.GET_INFO, writer)


@dataclass(frozen=True, slots=True)
class Info:
    """The answer to a GET_INFO of the agent; `implementation` 1: a session is known."""

    request: bytes
    object: bytes
    status: int
    implementation: int

    @classmethod
    def decode(cls, submessage: Submessage) -> Info:
        """Read an INFO of an agent."""
        reader = _reader(submessage)
        result = cls(reader.raw(2), reader.raw(2), reader.u8(), reader.u8())
        reader.raw(22)
        return result

    def encode(self) -> Submessage:
        """Write an INFO of an agent that is available."""
        writer = CdrWriter().raw(self.request + self.object)
        writer.u8(self.status, self.implementation)
        writer.u8(1, _AGENT_KIND).raw(COOKIE + VERSION + VENDOR).u8(0)
        writer.u8(1, _AGENT_KIND).i16(1).u32(0)
        return _submessage(SubmessageId.INFO, writer)


@dataclass(frozen=True, slots=True)
class WriteData:
    """Data from the client; `body` is CDR without encapsulation."""

    request: bytes
    object: bytes
    body: bytes

    @classmethod
    def decode(cls, submessage: Submessage) -> WriteData:
        """Read a WRITE_DATA; only the plain data format exists in practice."""
        if submessage.flags & _FORMAT_MASK != FORMAT_DATA:
            raise MalformedError('data is written in a format that is not supported')
        payload = submessage.payload
        if len(payload) < 4:
            raise MalformedError('data is written to no object')
        return cls(payload[:2], payload[2:4], payload[4:])

    def encode(self) -> Submessage:
        """Write a WRITE_DATA."""
        payload = self.request + self.object + self.body
        return Submessage(SubmessageId.WRITE_DATA, LITTLE_ENDIAN, payload)


@dataclass(frozen=True, slots=True)
class DeliveryControl:
    """How much a reader wants; 0 and 0xFFFF samples: without limit."""

    max_samples: int
    max_elapsed_s: int = 0
    max_bytes_per_s: int = 0
    min_pace_ms: int = 0


@dataclass(frozen=True, slots=True)
class ReadData:
    """Ask for data; without `control` one sample. No stream and no samples: a cancel."""

    request: bytes
    object: bytes
    stream: int
    format: int = FORMAT_DATA
    content_filter: str | None = None
    control: DeliveryControl | None = None

    @property
    def cancels(self) -> bool:
        """Whether this ends an earlier READ_DATA."""
        return self.stream == 0 and self.control is not None and self.control.max_samples == 0

    @classmethod
    def decode(cls, submessage: Submessage) -> ReadData:
        """Read a READ_DATA."""
        reader = _reader(submessage)
        request, name, stream, form = reader.raw(2), reader.raw(2), reader.u8(), reader.u8()
        content_filter = reader.optional(reader.string)
        control = reader.optional(
            lambda: DeliveryControl(reader.u16(), reader.u16(), reader.u16(), reader.u16())
        )
        return cls(request, name, stream, form, content_filter, control)

    def encode(self) -> Submessage:
        """Write a READ_DATA."""
        writer = CdrWriter().raw(self.request + self.object).u8(self.stream, self.format)
        writer.u8(self.content_filter is not None)
        if self.content_filter is not None:
            writer.string(self.content_filter)
        writer.u8(self.control is not None)
        if self.control is not None:
            c = self.control
            writer.u16(c.max_samples, c.max_elapsed_s, c.max_bytes_per_s, c.min_pace_ms)
        return _submessage(SubmessageId.READ_DATA, writer)


@dataclass(frozen=True, slots=True)
class Data:
    """Data for the client; `request` is that of the READ_DATA it answers."""

    request: bytes
    object: bytes
    body: bytes

    @classmethod
    def decode(cls, submessage: Submessage) -> Data:
        """Read a DATA."""
        payload = submessage.payload
        if len(payload) < 4:
            raise MalformedError('data comes from no object')
        return cls(payload[:2], payload[2:4], payload[4:])

    def encode(self) -> Submessage:
        """Write a DATA."""
        payload = self.request + self.object + self.body
        return Submessage(SubmessageId.DATA, LITTLE_ENDIAN, payload)


@dataclass(frozen=True, slots=True)
class AckNack:
    """Everything before `first_unacked` arrived; bit i of `missing`: number first + i did not."""

    first_unacked: int
    missing: int
    stream: int

    @classmethod
    def decode(cls, submessage: Submessage) -> AckNack:
        """Read an ACKNACK; the bitmap is two raw bytes, high byte first."""
        reader = _reader(submessage)
        return cls(reader.u16(), int.from_bytes(reader.raw(2)), reader.u8())

    def encode(self) -> Submessage:
        """Write an ACKNACK."""
        writer = CdrWriter().u16(self.first_unacked).raw(self.missing.to_bytes(2))
        return _submessage(SubmessageId.ACKNACK, writer.u8(self.stream))


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The sender still holds first_unacked .. last_sent of a reliable stream."""

    first_unacked: int
    last_sent: int
    stream: int

    @classmethod
    def decode(cls, submessage: Submessage) -> Heartbeat:
        """Read a HEARTBEAT."""
        reader = _reader(submessage)
        return cls(reader.u16(), reader.u16(), reader.u8())

    def encode(self) -> Submessage:
        """Write a HEARTBEAT."""
        writer = CdrWriter().u16(self.first_unacked, self.last_sent).u8(self.stream)
        return _submessage(SubmessageId.HEARTBEAT, writer)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of one whole submessage, its own header included."""

    part: bytes
    last: bool

    @classmethod
    def decode(cls, submessage: Submessage) -> Fragment:
        """Read a FRAGMENT."""
        return cls(submessage.payload, bool(submessage.flags & LAST_FRAGMENT))

    def encode(self) -> Submessage:
        """Write a FRAGMENT."""
        flags = LITTLE_ENDIAN | LAST_FRAGMENT * self.last
        return Submessage(SubmessageId.FRAGMENT, flags, self.part)


@dataclass(frozen=True, slots=True)
class Timestamp:
    """The client's time (ns since its epoch)."""

    transmit: int

    @classmethod
    def decode(cls, submessage: Submessage) -> Timestamp:
        """Read a TIMESTAMP."""
        return cls(_time(_reader(submessage)))

    def encode(self) -> Submessage:
        """Write a TIMESTAMP."""
        return _submessage(SubmessageId.TIMESTAMP, _put_time(CdrWriter(), self.transmit))


@dataclass(frozen=True, slots=True)
class TimestampReply:
    """The agent's times of sending and receiving, and the client's own back (all ns)."""

    transmit: int
    receive: int
    originate: int

    @classmethod
    def decode(cls, submessage: Submessage) -> TimestampReply:
        """Read a TIMESTAMP_REPLY."""
        reader = _reader(submessage)
        return cls(_time(reader), _time(reader), _time(reader))

    def encode(self) -> Submessage:
        """Write a TIMESTAMP_REPLY."""
        writer = CdrWriter()
        for moment in (self.transmit, self.receive, self.originate):
            _put_time(writer, moment)
        return _submessage(SubmessageId.TIMESTAMP_REPLY, writer)


_SECOND = 1_000_000_000


def _time(reader: CdrReader) -> int:
    seconds, nanoseconds = reader.i32(), reader.u32()
    if nanoseconds >= _SECOND:
        raise MalformedError(f'a time has {nanoseconds} nanoseconds')
    return seconds * _SECOND + nanoseconds


def _put_time(writer: CdrWriter, nanoseconds: int) -> CdrWriter:
    seconds, rest = divmod(nanoseconds, _SECOND)
    return writer.i32(seconds).u32(rest)
