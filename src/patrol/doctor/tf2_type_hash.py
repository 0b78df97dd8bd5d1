"""Is the tf2_msgs/TFMessage of an underlay the one that the rest of ROS speaks?"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from patrol.doctor.finding import Finding, error, ok

#: Of tf2_msgs/msg/TFMessage in ROS 2 Jazzy.
EXPECTED = 'RIHS01_e369d0f05a23ae52508854b66f6aa0437f3449d652e8cbf22d5abe85d020f087'


def type_hash(prefix: Path) -> str:
    """Return the type hash of TFMessage installed in a prefix, or nothing."""
    try:
        text = (prefix / 'share/tf2_msgs/msg/TFMessage.json').read_text(encoding='utf-8')
        hashes = json.loads(text)['type_hashes']
    except (OSError, ValueError, KeyError):
        return ''
    names = {entry['type_name']: entry['hash_string'] for entry in hashes}
    return str(names.get('tf2_msgs/msg/TFMessage', ''))


def check(prefixes: Sequence[Path] | None = None) -> list[Finding]:
    """Check the first prefix (default: AMENT_PREFIX_PATH, this Python's) that has the type."""
    if prefixes is None:
        listed = os.environ.get('AMENT_PREFIX_PATH', '').split(':')
        prefixes = [Path(prefix) for prefix in (*listed, sys.prefix) if prefix]
    found = next((digest for digest in map(type_hash, prefixes) if digest), '')
    if found == EXPECTED:
        return [ok('tf2_msgs', 'tf2_msgs/TFMessage has the type hash of ROS 2 Jazzy.')]
    cure = 'make distclean prepare   (on an installed Jazzy: sudo apt install ros-jazzy-tf2-msgs)'
    if not found:
        return [error('tf2_msgs', 'There is no tf2_msgs: /tf cannot be published.', cure)]
    return [error('tf2_msgs', f'tf2_msgs/TFMessage has a foreign type hash ({found}).', cure)]
