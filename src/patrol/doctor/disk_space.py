"""Is there room for the underlay?"""

from __future__ import annotations

import shutil
from pathlib import Path

from patrol.doctor.finding import Finding, error, ok

#: Bytes: the virtual environment with what is downloaded and built on the way.
NEEDED = 2_000_000_000


def check(folder: Path, free: int | None = None) -> list[Finding]:
    """Check the free space (bytes) where `folder` is or will be."""
    place = folder
    while not place.exists():
        place = place.parent
    room = shutil.disk_usage(place).free if free is None else free
    if room >= NEEDED:
        return [ok('disk', f'{room / 1e9:.1f} GB free.')]
    return [
        error(
            'disk',
            f'Only {room / 1e9:.1f} GB are free in {place}, and preparing needs '
            f'{NEEDED / 1e9:.0f} GB.',
            'make room, or set PATROL_UNDERLAY to a folder on another disk',
        )
    ]
