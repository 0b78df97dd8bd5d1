"""The XRCE message: a header and submessages, each beginning at a multiple of four bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from patrol.xrce.cdr import MalformedError
from patrol.xrce.identifiers import KEYLESS

_HEADER = struct.Struct('<BBH')
_SUBHEADER = struct.Struct('<BBH')
KEY_SIZE = 4
LITTLE_ENDIAN = 0x01


class SubmessageId(IntEnum):
    """What a submessage is."""

    CREATE_CLIENT = 0
    CREATE = 1
    GET_INFO = 2
    DELETE = 3
    STATUS_AGENT = 4
    STATUS = 5
    INFO = 6
    WRITE_DATA = 7
    READ_DATA = 8
    DATA = 9
    ACKNACK = 10
    HEARTBEAT = 11
    RESET = 12
    FRAGMENT = 13
    TIMESTAMP = 14
    TIMESTAMP_REPLY = 15


#: A length of zero means "to the end of the message" for these (bodies over 64 kB).
_TO_THE_END = (SubmessageId.WRITE_DATA, SubmessageId.DATA)


@dataclass(frozen=True, slots=True)
class Header:
    """`key` (4 bytes) is there only for a session id below 0x80."""

    session: int
    stream: int
    sequence: int
    key: bytes = b''

    def encode(self) -> bytes:
        """Return the 4 or 8 bytes of the header."""
        if (len(self.key) == KEY_SIZE) != (self.session < KEYLESS):
            raise ValueError('exactly the session ids below 0x80 carry a client key')
        return _HEADER.pack(self.session, self.stream, self.sequence) + self.key


@dataclass(frozen=True, slots=True)
class Submessage:
    """`id` may be one this version of the protocol does not know."""

    id: int
    flags: int
    payload: bytes

    @property
    def little(self) -> bool:
        """Whether numbers in the payload are little-endian."""
        return bool(self.flags & LITTLE_ENDIAN)

    def encode(self) -> bytes:
        """Return header and payload; a payload over 64 kB says length 0: "to the end"."""
        size = len(self.payload)
        if size > 0xFFFF and self.id not in _TO_THE_END:
            raise ValueError(f'a submessage {self.id} of {size} bytes has no length on the wire')
        return _SUBHEADER.pack(self.id, self.flags, size if size <= 0xFFFF else 0) + self.payload


def decode_header(data: bytes) -> tuple[Header, int]:
    """Return the header and where the first submessage begins; MalformedError when cut short."""
    if len(data) < _HEADER.size:
        raise MalformedError('a message is shorter than its header')
    session, stream, sequence = _HEADER.unpack_from(data)
    if session >= KEYLESS:
        return Header(session, stream, sequence), _HEADER.size
    end = _HEADER.size + KEY_SIZE
    if len(data) < end:
        raise MalformedError('a message is shorter than its client key')
    return Header(session, stream, sequence, data[_HEADER.size : end]), end


def submessages(data: bytes, start: int) -> Iterator[Submessage]:
    """Yield the submessages of a message from `start` on.

    Zero bytes at the end that are too few for a submessage are padding. A length that leaves the
    message raises MalformedError, after everything in front of it was yielded.
    """
    position = start
    while position + _SUBHEADER.size <= len(data):
        kind, flags, length = _SUBHEADER.unpack_from(data, position)
        position += _SUBHEADER.size
        if length == 0 and kind in _TO_THE_END:
            length = len(data) - position
        if position + length > len(data):
            raise MalformedError(f'a submessage {kind} of {length} bytes leaves its message')
        yield Submessage(kind, flags, data[position : position + length])
        position += length + (-(position + length - start) % 4)


def encode_message(header: Header, *parts: Submessage) -> bytes:
    """Return a message; all submessages but the last are padded to a multiple of four bytes."""
    data = header.encode()
    for part in parts:
        data += bytes(-len(data) % 4) + part.encode()
    return data
