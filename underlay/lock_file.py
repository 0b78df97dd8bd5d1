"""Read a lock: which distributions it names."""

from __future__ import annotations

import re
from pathlib import Path

_NAME = re.compile(r'^([A-Za-z0-9._-]+)==([^ ;\\]+)')


def locked(lock: Path) -> dict[str, set[str]]:
    """Return the versions by normalized name; a name has several where Pythons differ."""
    found: dict[str, set[str]] = {}
    for line in lock.read_text(encoding='utf-8').splitlines():
        match = _NAME.match(line)
        if match:
            found.setdefault(normalized(match[1]), set()).add(match[2])
    return found


def normalized(name: str) -> str:
    """Return the name of a distribution the way an index compares it."""
    return re.sub(r'[-_.]+', '-', name).lower()
