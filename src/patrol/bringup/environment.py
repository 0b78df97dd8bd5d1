"""The environment that every process of a stack shares."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path

import patrol
from patrol.home import patrol_home, share_dir

#: Whoever sets one of these two decides who can be seen; else only this machine.
RANGE = 'ROS_AUTOMATIC_DISCOVERY_RANGE'
PROFILES = ('FASTDDS_DEFAULT_PROFILES_FILE', 'FASTRTPS_DEFAULT_PROFILES_FILE')
#: numpy must not start threads in each of nine processes on two cores.
ONE_THREAD = ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS')


def stack_environment(base: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of the processes of a stack that sees this machine only."""
    environment = dict(os.environ if base is None else base)
    environment.setdefault('ROS_DOMAIN_ID', '0')
    environment.setdefault(RANGE, 'LOCALHOST')
    profile = share_dir() / 'config' / 'fastdds.xml'
    for name in PROFILES:
        environment.setdefault(name, str(profile))
    for name in ONE_THREAD:
        environment.setdefault(name, '1')
    home = patrol_home()
    environment.setdefault('PATROL_HOME', str(home))
    environment.setdefault('ROS_LOG_DIR', str(home / 'logs'))
    _add_path(environment, Path(patrol.__file__).parents[1])
    return environment


def enter() -> None:
    """Put this process into the environment of a stack; call it before rclpy is imported."""
    os.environ.update(stack_environment())


def _add_path(environment: MutableMapping[str, str], source: Path) -> None:
    """Let `python -m patrol…` find the very package that runs now."""
    known = environment.get('PYTHONPATH', '')
    if str(source) not in known.split(os.pathsep):
        environment['PYTHONPATH'] = os.pathsep.join(filter(None, (str(source), known)))
