"""What a client asks to be created, whichever way it wrote it down (binary or XML)."""

from __future__ import annotations

from dataclasses import dataclass

from patrol.xrce.cdr import CdrReader
from patrol.xrce.identifiers import Kind

_RELIABLE, _KEEP_LAST, _TRANSIENT_LOCAL, _TRANSIENT, _PERSISTENT = 0x01, 0x02, 0x08, 0x10, 0x20


@dataclass(frozen=True, slots=True)
class Qos:
    """`depth` None: not said. Transient and persistent count as transient local, as in ROS."""

    reliable: bool = True
    transient_local: bool = False
    keep_last: bool = True
    depth: int | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """`name` as the board wrote it: `node` or `/namespace/node`, or '' when it has none."""

    name: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A DDS topic and the DDS name of its type."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Group:
    """A publisher or subscriber; it carries nothing ROS knows."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A datawriter or datareader; its topic is an object id (binary) or a `Topic` (XML)."""

    topic: bytes | Topic
    qos: Qos


@dataclass(frozen=True, slots=True)
class Service:
    """A requester or replier, with the names of its two topics where they were given."""

    name: str
    request_type: str
    reply_type: str
    request_topic: str | None = None
    reply_topic: str | None = None


Representation = Participant | Topic | Group | Endpoint | Service


def read_binary(kind: int, content: bytes, *, little: bool = True) -> Representation:
    """Read the binary representation of an object; alignment starts anew in `content`.

    Raises MalformedError for what does not fit, ValueError for a kind nobody creates.
    """
    reader = CdrReader(content, little=little)
    if kind == Kind.PARTICIPANT:
        reference, qos = reader.optional(reader.string), reader.optional(reader.string)
        return Participant(qos or reference or '')
    if kind == Kind.TOPIC:
        name = reader.string()
        reference, kind_name = reader.optional(reader.string), reader.optional(reader.string)
        return Topic(name, kind_name or reference or '')
    if kind in (Kind.PUBLISHER, Kind.SUBSCRIBER):
        return Group()
    if kind in (Kind.DATAWRITER, Kind.DATAREADER):
        topic = reader.raw(2)
        return Endpoint(topic, reader.optional(lambda: _qos(reader)) or Qos())
    if kind in (Kind.REQUESTER, Kind.REPLIER):
        name, request, reply = reader.string(), reader.string(), reader.string()
        topics = reader.optional(reader.string), reader.optional(reader.string)
        return Service(name, request, reply, *topics)
    raise ValueError(f'objects of kind {kind} cannot be created')


def _qos(reader: CdrReader) -> Qos:
    """Read flags and history depth; what follows (deadline, lifespan ...) has no use in ROS."""
    flags = reader.u16()
    depth = reader.optional(reader.u16)
    return Qos(
        reliable=bool(flags & _RELIABLE),
        keep_last=bool(flags & _KEEP_LAST),
        transient_local=bool(flags & (_TRANSIENT_LOCAL | _TRANSIENT | _PERSISTENT)),
        depth=depth,
    )
