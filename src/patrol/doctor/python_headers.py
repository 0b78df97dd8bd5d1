"""Are the headers of Python there? tf2_msgs is compiled against them."""

from __future__ import annotations

import sysconfig
from pathlib import Path

from patrol.doctor.finding import Finding, error, ok
from patrol.doctor.install_line import install_line


def check(include: str = sysconfig.get_paths()['include']) -> list[Finding]:
    """Look for Python.h in the include folder of this Python."""
    if (Path(include) / 'Python.h').is_file():
        return [ok('headers', 'The headers of Python are installed.')]
    return [
        error(
            'headers',
            f'Python.h is not in {include}: without it tf2_msgs cannot be compiled.',
            install_line('headers'),
        )
    ]
