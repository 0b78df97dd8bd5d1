"""How much of a campaign `make check` runs: an even part; all of it with FULL=1."""

from __future__ import annotations

import os

FULL = bool(os.environ.get('FULL'))


def some(items, count):
    """Return `count` of the items, spread evenly and with the last one, or all with FULL=1."""
    items = list(items)
    if FULL or count >= len(items):
        return items
    return [items[(index + 1) * len(items) // count - 1] for index in range(count)]
