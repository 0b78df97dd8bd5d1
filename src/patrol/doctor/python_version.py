"""Is this Python one of those patrol runs on?"""

from __future__ import annotations

import sys

from patrol.doctor.finding import Finding, error, ok
from patrol.doctor.install_line import install_line

#: Smallest and largest minor version of Python 3.
OLDEST, NEWEST = 11, 13
SUPPORTED = f'3.{OLDEST} to 3.{NEWEST}'


def supported(version: tuple[int, ...]) -> bool:
    """Tell whether patrol runs on a version (major, minor, …)."""
    return version[0] == 3 and OLDEST <= version[1] <= NEWEST


def check(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> list[Finding]:
    """Check the version (major, minor, micro) of Python."""
    name = '.'.join(str(part) for part in version)
    if supported(version):
        return [ok('python', f'Python {name}.')]
    return [
        error(
            'python',
            f'This is Python {name}, and patrol runs on Python {SUPPORTED}.',
            f'{install_line("python")}   (or set PATROL_PYTHON to a Python {SUPPORTED})',
        )
    ]
