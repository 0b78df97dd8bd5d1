"""Submessages that are longer than one message."""

from __future__ import annotations

from patrol.xrce.cdr import MalformedError
from patrol.xrce.message import Submessage
from patrol.xrce.submessages import Fragment

#: Header of a message plus header of a fragment (bytes).
OVERHEAD = 8


def split(whole: bytes, mtu: int) -> list[bytes]:
    """Return encoded FRAGMENT submessages, each of which fits a message of `mtu` bytes."""
    size = mtu - OVERHEAD
    if size <= 0:
        raise ValueError(f'nothing fits {mtu} bytes')
    starts = range(0, len(whole), size)
    return [
        Fragment(whole[start : start + size], last=start + size >= len(whole)).encode().encode()
        for start in starts
    ]


class Assembler:
    """Joins the fragments of one stream, never beyond `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts = bytearray()

    def take(self, submessage: Submessage) -> bytes | None:
        """Take a FRAGMENT; return the whole when it was the last. MalformedError beyond limit."""
        fragment = Fragment.decode(submessage)
        self._parts += fragment.part
        if len(self._parts) > self._limit:
            size = len(self._parts)
            self._parts = bytearray()
            raise MalformedError(f'fragments of {size} bytes and more are too long')
        if not fragment.last:
            return None
        whole, self._parts = bytes(self._parts), bytearray()
        return whole
