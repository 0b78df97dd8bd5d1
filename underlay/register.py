"""Make the clone importable in an environment, and its files findable through the ament index."""

from __future__ import annotations

import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: What ROS finds in share/patrol.
SHARED = ('package.xml', 'config', 'launch', 'urdf', 'worlds')


def site_packages(venv: Path) -> str:
    """Return the folder of packages of an environment of this Python."""
    return sysconfig.get_path(
        'purelib',
        'venv' if 'venv' in sysconfig.get_scheme_names() else 'posix_prefix',
        {'base': str(venv), 'platbase': str(venv)},
    )


def register(venv: Path) -> None:
    """Put src on the path of the environment and share/patrol into its prefix, as links."""
    (Path(site_packages(venv)) / 'patrol.pth').write_text(f'{ROOT / "src"}\n', encoding='utf-8')
    marker = venv / 'share' / 'ament_index' / 'resource_index' / 'packages' / 'patrol'
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.write_text('', encoding='utf-8')
    share = venv / 'share' / 'patrol'
    share.mkdir(parents=True, exist_ok=True)
    for name in SHARED:
        (share / name).symlink_to(ROOT / name)
