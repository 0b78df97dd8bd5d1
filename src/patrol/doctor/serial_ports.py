"""May this user open the serial ports of board and LiDAR?"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from patrol.doctor.finding import Finding, error, ok

_PATTERNS = ('ttyACM*', 'ttyUSB*')


def may_open(port: Path) -> bool:
    """Tell whether this user may read and write a port."""
    return os.access(port, os.R_OK | os.W_OK)


def check(
    folder: Path = Path('/dev'), allowed: Callable[[Path], bool] = may_open
) -> list[Finding]:
    """Check every USB serial port that is plugged in."""
    ports = sorted(path for pattern in _PATTERNS for path in folder.glob(pattern))
    if not ports:
        return [
            ok('serial ports', 'No USB serial port is plugged in (the simulation needs none).')
        ]
    closed = [path.name for path in ports if not allowed(path)]
    if not closed:
        return [ok('serial ports', f'{len(ports)} USB serial port(s), all may be opened.')]
    return [
        error(
            'serial ports',
            f'You may not open {", ".join(closed)}.',
            'sudo usermod -aG dialout "$USER", then log out and in again',
        )
    ]
