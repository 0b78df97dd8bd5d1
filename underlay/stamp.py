"""The stamp of a finished environment: present and equal, nothing needs to be done."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

#: In the folder of the environment; written last.
NAME = 'patrol-underlay.json'


def digest(files: Iterable[Path], *words: str) -> str:
    """Return the hash of the words and of the contents of files."""
    total = hashlib.sha256()
    for word in words:
        total.update(word.encode() + b'\0')
    for file in files:
        total.update(file.name.encode() + b'\0' + file.read_bytes())
    return total.hexdigest()


def read(folder: Path) -> dict[str, Any]:
    """Return the stamp of an environment; empty where it is missing or torn."""
    try:
        stamp = json.loads((folder / NAME).read_text(encoding='utf-8'))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write(folder: Path, stamp: dict[str, Any]) -> None:
    """Write the stamp at once or not at all."""
    draft = folder / (NAME + '.draft')
    draft.write_text(json.dumps(stamp, indent=1, sort_keys=True) + '\n', encoding='utf-8')
    os.replace(draft, folder / NAME)
