"""The wrapper lets no trace of another ROS through, and never mixes two."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from patrol.home import ROOT

#: What an unlucky terminal holds.
LEFT_BEHIND = {
    'PYTHONPATH': '/opt/ros/other/lib/python3/site-packages',
    'LD_LIBRARY_PATH': '/opt/ros/other/lib',
    'CMAKE_PREFIX_PATH': '/opt/ros/other',
    'AMENT_PREFIX_PATH': '/opt/ros/other',
    'RMW_IMPLEMENTATION': 'rmw_other_cpp',
    '_ROS_WHEELS_BOOTSTRAP_COMPLETE': '1',
}


@pytest.fixture
def enter(tmp_path):
    """Enter a planted underlay whose Python prints its environment; its stamp is accepted."""
    python = tmp_path / 'venv' / 'bin' / 'python'
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\n[ "$1" = -E ] && exit 0\nenv\n')
    python.chmod(0o755)

    def run(**environment):
        clean = {'PATH': os.environ['PATH'], 'PATROL_UNDERLAY': str(tmp_path)}
        done = subprocess.run(
            [str(ROOT / 'underlay' / 'enter'), '-c', 'pass'],
            env={**clean, **environment}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return dict(line.split('=', 1) for line in done.stdout.splitlines() if '=' in line)

    return run


def test_without_a_sourced_ros_nothing_of_another_is_left(enter, tmp_path):
    found = enter(**LEFT_BEHIND)
    assert found['AMENT_PREFIX_PATH'] == str(tmp_path / 'venv')
    assert not [key for key in LEFT_BEHIND if key in found and key != 'AMENT_PREFIX_PATH']
    assert '/opt/ros' not in ' '.join(value for key, value in found.items() if key != 'PATH')


def test_a_sourced_jazzy_is_kept_with_ours_in_front(enter, tmp_path):
    found = enter(ROS_DISTRO='jazzy', **LEFT_BEHIND)
    assert found['PYTHONPATH'] == LEFT_BEHIND['PYTHONPATH']
    assert found['AMENT_PREFIX_PATH'] == f'{tmp_path / "venv"}:/opt/ros/other'


def test_it_is_alone_on_this_machine_unless_told(enter):
    assert enter()['ROS_AUTOMATIC_DISCOVERY_RANGE'] == 'LOCALHOST'
    told = enter(ROS_AUTOMATIC_DISCOVERY_RANGE='SUBNET')
    assert told['ROS_AUTOMATIC_DISCOVERY_RANGE'] == 'SUBNET'


def test_the_short_announcements_are_chosen_under_both_names(enter):
    found = enter()
    for name in ('FASTDDS_DEFAULT_PROFILES_FILE', 'FASTRTPS_DEFAULT_PROFILES_FILE'):
        assert found[name] == str(ROOT / 'config' / 'fastdds.xml')


def test_without_any_python_one_sentence_names_the_cure(tmp_path):
    tools = tmp_path / 'bin'
    tools.mkdir()
    for tool in ('sh', 'dirname'):
        found = next(p for f in ('/bin', '/usr/bin') if os.path.exists(p := f'{f}/{tool}'))
        (tools / tool).symlink_to(found)
    done = subprocess.run(
        [str(ROOT / 'underlay' / 'enter'), '-c', 'pass'],
        env={'PATH': str(tools), 'PATROL_UNDERLAY': str(tmp_path / 'none')},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert 'there is no python3 on PATH' in done.stderr
    assert 'cure: ' in done.stderr
    assert sys.executable not in done.stderr
