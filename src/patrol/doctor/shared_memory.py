"""Has the middleware room in /dev/shm, and has it left garbage there?"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from patrol.doctor.finding import Finding, error, ok, warning

#: Bytes: a stack of ten processes takes about 6 MB; Docker gives 64 MB unless told.
COMFORTABLE = 128_000_000
NEEDED = 16_000_000
#: Fewer left-over files than this are not worth a word.
TOLERATED = 20


def mapped_segments(processes: Path = Path('/proc')) -> set[str]:
    """Return the names of the shared segments of Fast DDS that living processes have mapped."""
    names = set()
    for maps in processes.glob('[0-9]*/maps'):
        try:
            text = maps.read_text(encoding='utf-8', errors='replace')
        except OSError:  # gone meanwhile, or another user's
            continue
        names |= {line.rpartition('/')[2] for line in text.splitlines() if '/fastrtps_' in line}
    return names


def left_over(folder: Path, mapped: set[str]) -> list[Path]:
    """Return our segments that no living process has mapped."""
    return [
        path
        for path in sorted(folder.glob('fastrtps_*'))
        if path.stat().st_uid == os.getuid()
        and path.name not in mapped
        and not path.name.endswith('_el')
    ]


def check(
    folder: Path = Path('/dev/shm'),
    total: int | None = None,
    free: int | None = None,
    mapped: set[str] | None = None,
) -> list[Finding]:
    """Check size and free bytes of shared memory, and look for segments of killed processes."""
    if not folder.is_dir():
        cure = 'mount a tmpfs there, or: export FASTDDS_BUILTIN_TRANSPORTS=UDPv4'
        return [error('shared memory', f'{folder} does not exist.', cure)]
    usage = shutil.disk_usage(folder)
    findings = [
        _room(usage.total if total is None else total, usage.free if free is None else free)
    ]
    garbage = left_over(folder, mapped_segments() if mapped is None else mapped)
    if len(garbage) > TOLERATED:
        findings.append(
            warning(
                'shared memory',
                f'{len(garbage)} segments of killed ROS processes lie in {folder}.',
                'fastdds shm clean   (in the underlay: .underlay/venv/bin/fastdds shm clean)',
            )
        )
    return findings


def _room(total: int, free: int) -> Finding:
    cure = 'docker run --shm-size=256m …, or: export FASTDDS_BUILTIN_TRANSPORTS=UDPv4'
    if free < NEEDED:
        sentence = f'Only {free / 1e6:.0f} MB of shared memory are free: messages get lost.'
        return error('shared memory', sentence, cure)
    if total < COMFORTABLE:
        sentence = f'Shared memory is small ({total / 1e6:.0f} MB).'
        return warning('shared memory', sentence, cure)
    return ok('shared memory', f'{free / 1e6:.0f} MB of shared memory are free.')
