"""Is the underlay finished, and are its wheels still the locked ones?"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from importlib import metadata
from pathlib import Path

from patrol.doctor.finding import Finding, error, ok

#: Written last by `underlay/prepare.py`, with the version of every distribution it installed.
STAMP = 'patrol-underlay.json'
_CURE = 'make prepare'


def installed(names: set[str], path: list[str] | None = None) -> dict[str, str]:
    """Return the versions of those distributions that are installed (normalized names)."""
    found: dict[str, str] = {}
    for distribution in metadata.distributions(path=path if path is not None else sys.path):
        name = re.sub(r'[-_.]+', '-', distribution.metadata['Name'] or '').lower()
        if name in names:
            found.setdefault(name, distribution.version)
    return found


def check(prefix: str = sys.prefix, path: list[str] | None = None) -> list[Finding]:
    """Compare what is installed in `prefix` with what its stamp says was installed."""
    try:
        stamp = json.loads((Path(prefix) / STAMP).read_text(encoding='utf-8'))
        locked: dict[str, str] = stamp['distributions']
    except (OSError, ValueError, KeyError):
        return [_without_stamp()]
    found = installed(set(locked), path)
    changed = [
        f'{name} is {found.get(name, "missing")}, not {version}'
        for name, version in sorted(locked.items())
        if found.get(name) != version
    ]
    if not changed:
        return [ok('underlay', f'The underlay holds its {len(locked)} locked distributions.')]
    more = f' and {len(changed) - 3} more' if len(changed) > 3 else ''
    return [
        error(
            'underlay',
            f'The underlay was changed by hand: {"; ".join(changed[:3])}{more}.',
            'make distclean prepare',
        )
    ]


def _without_stamp() -> Finding:
    if importlib.util.find_spec('rclpy'):
        return ok('underlay', 'No underlay of its own: this Python finds an installed ROS.')
    return error('underlay', 'The underlay is not prepared: ROS is not there.', _CURE)
