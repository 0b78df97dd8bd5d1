"""A bridge that was killed leaves shared memory behind; the next one takes its own away."""

from __future__ import annotations

import os
from pathlib import Path

from patrol.doctor.shared_memory import mapped_segments

SHARED = Path('/dev/shm')
_PREFIX = 'bridge_segments_'
#: Fast DDS keeps a lock file of this ending beside each segment.
_LOCK = '_el'


def remember(folder: Path) -> None:
    """Write down in `folder` which segments this process uses; call it again when they change."""
    own = Path(f'/proc/{os.getpid()}/maps').read_text(encoding='utf-8', errors='replace')
    names = {line.rpartition('/')[2] for line in own.splitlines() if '/fastrtps_' in line}
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f'{_PREFIX}{os.getpid()}'
    partial = file.with_suffix('.partial')
    partial.write_text('\n'.join(sorted(names)) + '\n', encoding='utf-8')
    partial.replace(file)


def forget(folder: Path) -> None:
    """This process ends in order: it leaves nothing behind."""
    (folder / f'{_PREFIX}{os.getpid()}').unlink(missing_ok=True)


def remove_dead(folder: Path, shared: Path = SHARED) -> list[str]:
    """Remove what dead bridges used and nobody uses now; return the names."""
    notes = [note for note in sorted(folder.glob(f'{_PREFIX}*')) if not _alive(note)]
    if not notes:
        return []
    mapped, removed = mapped_segments(), []
    for note in notes:
        for name in note.read_text(encoding='utf-8').split():
            segment = shared / name
            if name.startswith('fastrtps_') and '/' not in name and name not in mapped:
                removed += [
                    path.name for path in (segment, shared / (name + _LOCK)) if _gone(path)
                ]
        note.unlink(missing_ok=True)
    return removed


def _alive(note: Path) -> bool:
    return Path('/proc', note.name.removeprefix(_PREFIX)).is_dir()


def _gone(path: Path) -> bool:
    """Remove a file; whether it was there and ours."""
    try:
        path.unlink()
    except OSError:
        return False
    return True
