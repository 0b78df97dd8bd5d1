"""Which ROS is sourced? Jazzy is used, none means the wheels, any other is refused by name."""

from __future__ import annotations

import os
from collections.abc import Mapping

from patrol.doctor.finding import Finding, error, ok


def check(environment: Mapping[str, str] = os.environ) -> list[Finding]:
    """Check ROS_DISTRO."""
    distribution = environment.get('ROS_DISTRO', '')
    if not distribution:
        return [ok('ros', 'No ROS is sourced: the wheels of ROS 2 Jazzy are used.')]
    if distribution == 'jazzy':
        return [ok('ros', 'ROS 2 Jazzy is sourced and used.')]
    return [
        error(
            'ros',
            f'ROS "{distribution}" is sourced, and patrol runs on ROS 2 Jazzy.',
            'open a terminal without that ROS (patrol brings its own), '
            'or: source /opt/ros/jazzy/setup.sh',
        )
    ]
