"""Can this Python make a virtual environment with pip in it?"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Any

from patrol.doctor.finding import Finding, error, ok
from patrol.doctor.install_line import install_line


def check(find: Callable[[str], Any] = importlib.util.find_spec) -> list[Finding]:
    """Look for the modules venv and ensurepip, which Debian packs apart."""
    if find('venv') and find('ensurepip'):
        return [ok('venv', 'Python can make virtual environments.')]
    return [
        error(
            'venv',
            'This Python has no venv or ensurepip module: no virtual environment can be made.',
            install_line('venv'),
        )
    ]
