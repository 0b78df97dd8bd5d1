"""Plain CDR as DDS-XRCE uses it inside submessages: aligned to the start of the buffer."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TypeVar

T = TypeVar('T')


class MalformedError(ValueError):
    """Bytes from the wire that do not say what they claim to say."""


def _formats(code: str) -> tuple[struct.Struct, struct.Struct]:
    return struct.Struct('>' + code), struct.Struct('<' + code)


_U16, _I16, _U32, _I32 = map(_formats, 'HhIi')


class CdrReader:
    """Reads values one after the other; alignment counts from the start of `data`.

    Every read that would leave the buffer raises MalformedError, so that no length on the wire
    can make the reader allocate more than what arrived.
    """

    __slots__ = ('_data', '_little', 'position')

    def __init__(self, data: bytes, *, little: bool = True, position: int = 0) -> None:
        self._data = data
        self._little = little
        self.position = position

    @property
    def rest(self) -> bytes:
        """What has not been read yet."""
        return self._data[self.position :]

    def raw(self, count: int) -> bytes:
        """Return the next bytes as they are."""
        end = self.position + count
        if end > len(self._data):
            raise MalformedError(f'{count} bytes wanted, {len(self._data) - self.position} left')
        chunk = self._data[self.position : end]
        self.position = end
        return chunk

    def u8(self) -> int:
        """Return an octet."""
        return self.raw(1)[0]

    def boolean(self) -> bool:
        """Return a boolean; anything but 0 and 1 is malformed."""
        value = self.u8()
        if value > 1:
            raise MalformedError(f'a boolean is {value}')
        return value == 1

    def u16(self) -> int:
        """Return an unsigned 16-bit number."""
        return self._number(_U16, 2)

    def i16(self) -> int:
        """Return a signed 16-bit number."""
        return self._number(_I16, 2)

    def u32(self) -> int:
        """Return an unsigned 32-bit number."""
        return self._number(_U32, 4)

    def i32(self) -> int:
        """Return a signed 32-bit number."""
        return self._number(_I32, 4)

    def octets(self) -> bytes:
        """Return a sequence of octets."""
        return self.raw(self.u32())

    def string(self) -> str:
        """Return a string: its length counts the closing NUL, and it is UTF-8."""
        data = self.octets()
        if not data or data[-1] != 0 or 0 in data[:-1]:
            raise MalformedError('a string does not end with its only NUL')
        try:
            return data[:-1].decode()
        except UnicodeDecodeError as error:
            raise MalformedError('a string is not UTF-8') from error

    def optional(self, read: Callable[[], T]) -> T | None:
        """Return what `read` reads if the boolean in front of it says that it is there."""
        return read() if self.boolean() else None

    def align(self, size: int) -> None:
        """Skip padding up to a multiple of `size`."""
        self.position += -self.position % size

    def _number(self, formats: tuple[struct.Struct, struct.Struct], size: int) -> int:
        self.align(size)
        return int(formats[self._little].unpack(self.raw(size))[0])


class CdrWriter:
    """Writes little-endian values one after the other, padded with zeros."""

    __slots__ = ('_data',)

    def __init__(self) -> None:
        self._data = bytearray()

    def getvalue(self) -> bytes:
        """Return what was written."""
        return bytes(self._data)

    def raw(self, data: bytes) -> CdrWriter:
        """Append bytes as they are."""
        self._data += data
        return self

    def u8(self, *values: int) -> CdrWriter:
        """Append octets."""
        self._data += bytes(values)
        return self

    def u16(self, *values: int) -> CdrWriter:
        """Append unsigned 16-bit numbers."""
        return self._numbers(_U16[1], values)

    def i16(self, *values: int) -> CdrWriter:
        """Append signed 16-bit numbers."""
        return self._numbers(_I16[1], values)

    def u32(self, *values: int) -> CdrWriter:
        """Append unsigned 32-bit numbers."""
        return self._numbers(_U32[1], values)

    def i32(self, *values: int) -> CdrWriter:
        """Append signed 32-bit numbers."""
        return self._numbers(_I32[1], values)

    def octets(self, data: bytes) -> CdrWriter:
        """Append a sequence of octets."""
        return self.u32(len(data)).raw(data)

    def string(self, text: str) -> CdrWriter:
        """Append a string with its NUL."""
        return self.octets(text.encode() + b'\0')

    def _numbers(self, form: struct.Struct, values: tuple[int, ...]) -> CdrWriter:
        for value in values:
            self._data += bytes(-len(self._data) % form.size) + form.pack(value)
        return self
