"""Find a Python that patrol runs on, among those on PATH."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable

from progress import NotReady

from patrol.doctor.finding import error
from patrol.doctor.install_line import install_line
from patrol.doctor.python_version import SUPPORTED, supported

#: Tried in this order.
CANDIDATES = ('python3', 'python3.12', 'python3.13', 'python3.11')
_ASK = 'import sys; print(sys.version_info[0], sys.version_info[1], sys.executable)'


def version_of(python: str) -> tuple[int, int, str] | None:
    """Return (major, minor, executable) of a Python, or None where it does not start."""
    path = shutil.which(python)
    if path is None:
        return None
    try:
        done = subprocess.run([path, '-c', _ASK], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    parts = done.stdout.split(maxsplit=2)
    if done.returncode or len(parts) != 3:  # such as a pyenv shim of a version not chosen
        return None
    return int(parts[0]), int(parts[1]), parts[2].strip()


def find_interpreter(
    accepts: Callable[[tuple[int, int]], bool] = supported,
    wanted: str = SUPPORTED,
    candidates: tuple[str, ...] = CANDIDATES,
) -> str:
    """Return the executable of the first candidate whose version is accepted.

    PATROL_PYTHON, where set, is the only candidate. Raises NotReady, naming what was found.
    """
    chosen = os.environ.get('PATROL_PYTHON')
    seen = []
    for python in (chosen,) if chosen else candidates:
        found = version_of(python)
        if found and accepts(found[:2]):
            return found[2]
        seen.append(f'{python} is {found[0]}.{found[1]}' if found else f'no {python}')
    raise NotReady(
        [
            error(
                'python',
                f'patrol needs Python {wanted}, and here: {", ".join(seen)}.',
                f'{install_line("python")}   (or set PATROL_PYTHON to such a Python)',
            )
        ]
    )
