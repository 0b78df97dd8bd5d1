"""Run one selection of the tests: `quick` (a newcomer's), `long`, or `unit` (without ROS).

Tests that must have the machine to themselves are marked `serial`: they run after the others, one
by one. Exit code 0 only when both parts passed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SELECTIONS = {
    'quick': ('not long', 'tests'),
    'long': ('long', 'tests'),
    'unit': ('not long and not ros', 'tests/unit'),
}
NO_TESTS = 5


def run(mark: str, *options: str) -> int:
    """Run pytest; that a part holds no test is no failure."""
    command = [sys.executable, '-m', 'pytest', '-q', '--durations=10', '-m', mark, *options]
    print('$', *command[1:], flush=True)
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    return 0 if code == NO_TESTS else code


def serial_files(folder: str) -> list[str]:
    """Return the test files that have serial tests: collecting all the others takes a while."""
    files = sorted((ROOT / folder).rglob('test_*.py'))
    return [str(f.relative_to(ROOT)) for f in files if 'mark.serial' in f.read_text('utf-8')]


def main(arguments: list[str]) -> int:
    """Run a selection in two parts: side by side, then one by one."""
    mark, folder = SELECTIONS[arguments[0]]
    workers = os.environ.get('PATROL_TEST_WORKERS', '2')
    side_by_side = run(f'({mark}) and not serial', folder, '-n', workers, *arguments[1:])
    files = serial_files(folder)
    one_by_one = run(f'({mark}) and serial', *files, *arguments[1:]) if files else 0
    return side_by_side or one_by_one


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
