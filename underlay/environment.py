"""Make a virtual environment and fill it from a lock with hashes."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from lock_file import locked
from progress import run_tool, say

LOCKS = Path(__file__).resolve().parent / 'locks'
#: What another ROS or another environment of wheels leaves behind (see `enter`).
TRACES = ('PYTHONPATH', 'LD_LIBRARY_PATH', 'CMAKE_PREFIX_PATH', '_ROS_WHEELS_BOOTSTRAP_COMPLETE',
          'PYTHONHOME', 'AMENT_PREFIX_PATH', 'VIRTUAL_ENV', '__PYVENV_LAUNCHER__')  # fmt: skip


def clean_environment() -> dict[str, str]:
    """Return the environment without traces of another ROS."""
    return {key: value for key, value in os.environ.items() if key not in TRACES}


def make_environment(folder: Path, log: Path, *, system_packages: bool) -> None:
    """Make an empty virtual environment of this Python; an unfinished one is thrown away."""
    if folder.exists():
        shutil.rmtree(folder)
    options = ['--system-site-packages'] if system_packages else []
    command = [sys.executable, '-m', 'venv', *options, str(folder)]
    run_tool(command, log, what='Making a virtual environment', environment=clean_environment())


def install(folder: Path, lock: str, log: Path, *, target: Path | None = None) -> None:
    """Install a lock (its name) with pip into an environment, or from it into `target`.

    Nothing but what the lock names is installed, and every file must have its hash; the one
    source package of the lock is built with the locked setuptools. Compiled files come with the
    first import, of what is imported only.
    """
    where = ['--target', str(target)] if target else []
    environment = clean_environment()
    total = len(locked(LOCKS / f'{lock}.txt'))
    for name in ('seed', lock):
        pip = [str(folder / 'bin' / 'python'), '-m', 'pip', 'install', '--no-deps',
               '--require-hashes', '--no-build-isolation', '--disable-pip-version-check',
               '--no-input', '--no-compile', *(where if name == lock else [])]  # fmt: skip
        command = [*pip, '-r', str(LOCKS / f'{name}.txt')]
        counter = _Counter(total) if name == lock else None
        what = f'Installing the wheels of {name}.txt'
        run_tool(command, log, what=what, environment=environment, on_line=counter)


class _Counter:
    """Counts the distributions that pip has collected and says so now and then."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._seen = 0

    def __call__(self, line: str) -> None:
        if line.startswith('Installing collected packages'):
            say(f'      {self._seen} wheels are here; unpacking')
        elif line.startswith('Collecting '):
            self._seen += 1
            if self._seen % 30 == 0:
                say(f'      {self._seen} of about {self._total} wheels')
