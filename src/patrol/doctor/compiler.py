"""Is there a compiler? tf2_msgs, which no wheel brings, is compiled into the underlay."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from patrol.doctor.finding import Finding, error, ok
from patrol.doctor.install_line import install_line


def check(which: Callable[[str], str | None] = shutil.which) -> list[Finding]:
    """Look for a C and a C++ compiler on PATH."""
    missing = [
        label
        for label, names in (('gcc', ('gcc', 'cc')), ('g++', ('g++', 'c++')))
        if not any(which(name) for name in names)
    ]
    if not missing:
        return [ok('compiler', 'A C and a C++ compiler are installed.')]
    return [
        error(
            'compiler',
            f'{" and ".join(missing)} not found: without a compiler there is no tf2_msgs, '
            'that is no /tf.',
            install_line('g++'),
        )
    ]
