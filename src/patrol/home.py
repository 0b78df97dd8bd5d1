"""Where files are: the package's own share folder and the user's PATROL_HOME."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def share_dir() -> Path:
    """Return the folder that holds config/, launch/, urdf/ and worlds/.

    A clone (or an editable install) uses its own files; an installed package asks the ament
    index.
    """
    if (ROOT / 'package.xml').is_file() and (ROOT / 'urdf').is_dir():
        return ROOT
    from ament_index_python.packages import get_package_share_directory

    return Path(get_package_share_directory('patrol'))


def patrol_home() -> Path:
    """Return $PATROL_HOME: `var/` in a clone, the user's data folder when installed."""
    chosen = os.environ.get('PATROL_HOME')
    if chosen:
        return Path(chosen).expanduser()
    if (ROOT / 'package.xml').is_file():
        return ROOT / 'var'
    data = os.environ.get('XDG_DATA_HOME', '~/.local/share')
    return Path(data).expanduser() / 'patrol'
