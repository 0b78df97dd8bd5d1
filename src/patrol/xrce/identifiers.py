"""Names of things on the wire: objects, requests, sessions, streams, status codes."""

from __future__ import annotations

from enum import IntEnum

#: "No session": used by CREATE_CLIENT and by a ping before a session.
NO_SESSION = (0x80, 0x00)
#: A session id from here on carries no client key in its message header.
KEYLESS = 0x80
#: Stream of administration, outside every sequence.
NO_STREAM = 0
#: First reliable stream; 1 .. 0x7F are best effort.
RELIABLE = 0x80

AGENT = b'\xff\xfd'
CLIENT = b'\xff\xfe'


class Kind(IntEnum):
    """Kinds of objects: the low nibble of the second byte of an object id."""

    PARTICIPANT = 0x1
    TOPIC = 0x2
    PUBLISHER = 0x3
    SUBSCRIBER = 0x4
    DATAWRITER = 0x5
    DATAREADER = 0x6
    REQUESTER = 0x7
    REPLIER = 0x8
    TYPE = 0xA
    QOS_PROFILE = 0xB
    APPLICATION = 0xC
    AGENT = 0xD
    CLIENT = 0xE


class StatusCode(IntEnum):
    """What became of a request."""

    OK = 0x00
    OK_MATCHED = 0x01
    DDS_ERROR = 0x80
    MISMATCH = 0x81
    ALREADY_EXISTS = 0x82
    DENIED = 0x83
    UNKNOWN_REFERENCE = 0x84
    INVALID_DATA = 0x85
    INCOMPATIBLE = 0x86
    RESOURCES = 0x87


def object_id(number: int, kind: Kind) -> bytes:
    """Return the two raw bytes of an object id: 12 bits of number, 4 of kind."""
    if not 0 <= number < 1 << 12:
        raise ValueError(f'object number {number} has more than 12 bits')
    return bytes((number >> 4, (number & 0xF) << 4 | kind))


def object_kind(raw: bytes) -> int:
    """Return the kind nibble of an object id; it need not be a member of Kind."""
    return raw[1] & 0x0F


def with_kind(raw: bytes, kind: int) -> bytes:
    """Return the object id with another kind: in CREATE the payload's kind decides."""
    return bytes((raw[0], raw[1] & 0xF0 | kind))


def is_reliable(stream: int) -> bool:
    """Whether a stream acknowledges."""
    return stream >= RELIABLE
