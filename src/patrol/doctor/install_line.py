"""The line that installs something, in the words of this distribution of Linux."""

from __future__ import annotations

import sys
from pathlib import Path

_THIS = f'python3.{sys.version_info[1]}'
#: What patrol may ask for, and the packages that bring it, by package manager.
PACKAGES = {
    'g++': {'apt': 'g++', 'dnf': 'gcc-c++', 'zypper': 'gcc-c++', 'pacman': 'gcc'},
    'make': {'apt': 'make', 'dnf': 'make', 'zypper': 'make', 'pacman': 'make'},
    'headers': {
        'apt': f'{_THIS}-dev',
        'dnf': 'python3-devel',
        'zypper': 'python3-devel',
        'pacman': 'python',
    },
    'venv': {'apt': f'{_THIS}-venv', 'dnf': 'python3', 'zypper': 'python3', 'pacman': 'python'},
    'python': {
        'apt': 'python3.11 python3.11-venv python3.11-dev',
        'dnf': 'python3.12 python3.12-devel',
        'zypper': 'python312 python312-devel',
        'pacman': 'python',
    },
    'gl': {
        'apt': 'libegl1 libegl-mesa0 libgl1-mesa-dri libopengl0',
        'dnf': 'mesa-libEGL mesa-dri-drivers libglvnd-opengl',
        'zypper': 'Mesa-libEGL1 Mesa-dri libglvnd',
        'pacman': 'mesa libglvnd',
    },
}
COMMANDS = {
    'apt': 'sudo apt install',
    'dnf': 'sudo dnf install',
    'zypper': 'sudo zypper install',
    'pacman': 'sudo pacman -S',
}
_FAMILIES = {
    'debian': 'apt',
    'ubuntu': 'apt',
    'fedora': 'dnf',
    'rhel': 'dnf',
    'suse': 'zypper',
    'arch': 'pacman',
}


def package_manager(os_release: Path = Path('/etc/os-release')) -> str:
    """Return the package manager of this machine; 'apt' where the distribution is unknown."""
    try:
        text = os_release.read_text(encoding='utf-8')
    except OSError:
        return 'apt'
    fields = dict(line.split('=', 1) for line in text.splitlines() if '=' in line)
    names = (fields.get('ID', '') + ' ' + fields.get('ID_LIKE', '')).replace('"', '').split()
    return next((_FAMILIES[name] for name in names if name in _FAMILIES), 'apt')


def install_line(*things: str, manager: str = '') -> str:
    """Return the line that installs `things` (keys of PACKAGES)."""
    manager = manager or package_manager()
    packages = dict.fromkeys(PACKAGES[thing][manager] for thing in things)
    return f'{COMMANDS[manager]} {" ".join(packages)}'
