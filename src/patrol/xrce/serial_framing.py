"""Messages on a serial line: framed, stuffed, checked; nothing needs a timer.

A frame is `7E | source | destination | length (u16) | payload | CRC (u16)`. Every byte after the
flag is stuffed: 7E and 7D become 7D followed by the byte xor 0x20. The CRC is CRC-16/ARC over the
unstuffed payload alone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

FLAG, ESCAPE, FLIP = 0x7E, 0x7D, 0x20
_HEAD = struct.Struct('<BBH')
_CRC = struct.Struct('<H')
#: The agent's address on the line.
AGENT_ADDRESS = 0


def _crc_table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ 0xA001 if byte & 1 else byte >> 1
        table.append(byte)
    return tuple(table)


_TABLE = _crc_table()


def crc16(data: bytes) -> int:
    """Return CRC-16/ARC (polynomial 0x8005 reflected, start 0): 0xBB3D for b'123456789'."""
    crc, table = 0, _TABLE
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
    return crc


def frame(payload: bytes, *, source: int = AGENT_ADDRESS, destination: int) -> bytes:
    """Return the bytes that carry one message over the line."""
    body = _HEAD.pack(source, destination, len(payload)) + payload + _CRC.pack(crc16(payload))
    stuffed = body.replace(b'\x7d', b'\x7d\x5d').replace(b'\x7e', b'\x7d\x5e')
    return b'\x7e' + stuffed


@dataclass(slots=True)
class LineCounters:
    """What went wrong on the line so far."""

    bad_crc: int = 0
    cut_short: int = 0
    too_long: int = 0
    not_for_us: int = 0
    noise_bytes: int = 0


class Deframer:
    """Finds frames in a stream of bytes that may begin, break and go on anywhere.

    An unescaped flag always begins a frame, also in the middle of another one. A frame is
    delivered with the last byte of its CRC; a longer one than `max_payload` bytes is dropped.
    """

    def __init__(self, *, address: int = AGENT_ADDRESS, max_payload: int = 65535) -> None:
        self._address, self._max = address, max_payload
        self._frame: bytearray | None = None
        self._escaped = False
        self.counters = LineCounters()

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield source address and payload of each frame that these bytes complete."""
        pieces = data.split(b'\x7e')
        yield from self._take(pieces[0])
        for piece in pieces[1:]:
            self._begin()
            yield from self._take(piece)

    def _begin(self) -> None:
        if self._frame is not None:
            self.counters.cut_short += 1
        self._frame, self._escaped = bytearray(), False

    def _take(self, piece: bytes) -> Iterator[tuple[int, bytes]]:
        """Take bytes without a flag."""
        if self._frame is None:
            self.counters.noise_bytes += len(piece)
            return
        self._frame += self._unstuffed(piece)
        if len(self._frame) < _HEAD.size:
            return
        source, destination, length = _HEAD.unpack_from(self._frame)
        whole = _HEAD.size + length + _CRC.size
        if length > self._max:
            self.counters.too_long += 1
            self._frame = None
        elif len(self._frame) >= whole:
            self.counters.noise_bytes += len(self._frame) - whole
            complete, self._frame = bytes(self._frame[:whole]), None
            yield from self._checked(source, destination, complete)

    def _unstuffed(self, piece: bytes) -> bytes:
        if self._escaped and piece:
            piece = bytes((piece[0] ^ FLIP,)) + self._plain(piece[1:])
            return piece
        return self._plain(piece)

    def _plain(self, piece: bytes) -> bytes:
        self._escaped = False
        if ESCAPE not in piece:
            return piece
        out = bytearray()
        flip = False
        for byte in piece:
            if flip:
                out.append(byte ^ FLIP)
                flip = False
            elif byte == ESCAPE:
                flip = True
            else:
                out.append(byte)
        self._escaped = flip
        return bytes(out)

    def _checked(self, source: int, target: int, whole: bytes) -> Iterator[tuple[int, bytes]]:
        payload = whole[_HEAD.size : -_CRC.size]
        if _CRC.unpack_from(whole, len(whole) - _CRC.size)[0] != crc16(payload):
            self.counters.bad_crc += 1
        elif target != self._address:
            self.counters.not_for_us += 1
        else:
            yield source, payload
