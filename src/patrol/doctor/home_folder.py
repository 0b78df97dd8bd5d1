"""Can patrol write where it keeps its runs, maps and logs?"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from patrol.doctor.finding import Finding, error, ok, warning
from patrol.home import patrol_home

#: Bytes: a run with its picture takes about 1 MB.
COMFORTABLE = 200_000_000


def check(home: Path | None = None, free: int | None = None) -> list[Finding]:
    """Check $PATROL_HOME, or the folder in which it will be made."""
    home = patrol_home() if home is None else home
    place = home
    while not place.exists():
        place = place.parent
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        cure = 'export PATROL_HOME=a folder of yours'
        return [error('home', f'Nothing can be written to {home}: {place} refuses.', cure)]
    room = shutil.disk_usage(place).free if free is None else free
    if room < COMFORTABLE:
        sentence = f'Only {room / 1e6:.0f} MB are free for {home}.'
        return [warning('home', sentence, 'make room, or export PATROL_HOME=another folder')]
    return [ok('home', f'{home} can be written.')]
