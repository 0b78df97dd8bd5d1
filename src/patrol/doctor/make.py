"""Is make there? `./patrol` does without it, the commands of the Makefile do not."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from patrol.doctor.finding import Finding, ok, warning
from patrol.doctor.install_line import install_line


def check(which: Callable[[str], str | None] = shutil.which) -> list[Finding]:
    """Look for make on PATH."""
    if which('make'):
        return [ok('make', 'make is installed.')]
    return [
        warning(
            'make',
            'make not found: ./patrol works, `make sim` and `make test` do not.',
            install_line('make'),
        )
    ]
