"""16-bit serial numbers (RFC 1982 arithmetic): they wrap, and half the circle is "later"."""

from __future__ import annotations

#: What "the last one" is before the first message of a stream.
BEFORE_FIRST = 0xFFFF


def after(a: int, b: int) -> int:
    """Return how many numbers `a` lies after `b`: -32768 .. 32767."""
    return ((a - b + 0x8000) & 0xFFFF) - 0x8000


def advance(number: int, steps: int = 1) -> int:
    """Return the number that many steps later."""
    return (number + steps) & 0xFFFF
