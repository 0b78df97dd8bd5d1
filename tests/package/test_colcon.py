"""colcon builds the tree as an ordinary package, and what it installs runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from patrol.home import ROOT

pytestmark = [pytest.mark.long, pytest.mark.ros]
COLCON = Path(os.environ.get('PATROL_UNDERLAY') or ROOT / '.underlay') / 'colcon'
FOLDERS = ('launch', 'config', 'urdf', 'worlds')
NOT_SOURCE = shutil.ignore_patterns(
    '.git', '.underlay', 'var', 'build', 'install', 'log', '__pycache__', '*.egg-info', 'results'
)


@pytest.fixture(scope='module', params=[(), ('--symlink-install',)], ids=['copied', 'symlinked'])
def workspace(request, tmp_path_factory):
    """Return a workspace in which a copy of this tree was built."""
    if not COLCON.is_dir():
        pytest.skip('colcon is not prepared (make check does it)')
    space = tmp_path_factory.mktemp('workspace')
    shutil.copytree(ROOT, space / 'src' / 'patrol', ignore=NOT_SOURCE)
    command = [sys.executable, str(COLCON / 'bin' / 'colcon'), 'build', *request.param]
    environment = {**os.environ, 'PYTHONPATH': str(COLCON)}
    done = subprocess.run(
        command,
        cwd=space,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert '1 package finished' in done.stdout
    return space


def in_workspace(space, *command, timeout=60):
    """Run a command as in a terminal where the workspace was sourced."""
    script = '. install/local_setup.sh && exec "$@"'
    environment = {key: value for key, value in os.environ.items() if key != 'PYTHONPATH'}
    return subprocess.run(
        ['sh', '-c', script, 'sh', *command],
        cwd=space, env=environment, capture_output=True, text=True, timeout=timeout, check=False,
    )  # fmt: skip


def executables():
    text = (ROOT / 'setup.py').read_text()
    return [
        *text.partition('NODES = (')[2].partition(')')[0].replace("'", '').replace(',', '').split()
    ]


def test_every_file_and_executable_is_installed(workspace):
    prefix = workspace / 'install' / 'patrol'
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob('*'):
            if path.is_file() and '__pycache__' not in path.parts:
                assert (prefix / 'share' / 'patrol' / path.relative_to(ROOT)).is_file()
    assert (prefix / 'share/ament_index/resource_index/packages/patrol').exists()
    installed = {path.name for path in (prefix / 'lib' / 'patrol').iterdir()}
    assert installed == {'patrol', *executables()}


def test_the_sourced_workspace_finds_its_own_package_and_files(workspace):
    code = (
        'import patrol.home as h; print(h.__file__); print(h.share_dir());'
        'print((h.share_dir() / "config" / "fastdds.xml").is_file())'
    )
    done = in_workspace(workspace, sys.executable, '-c', code)
    module, share, found = done.stdout.split()
    assert Path(module).is_relative_to(workspace)
    assert Path(share).is_relative_to(workspace)
    assert found == 'True'


def test_the_installed_command_line_answers(workspace):
    done = in_workspace(workspace, 'install/patrol/lib/patrol/patrol', '--help')
    assert done.returncode == 0, done.stderr
    assert 'trial' in done.stdout


def test_an_installed_node_runs_and_ends_cleanly(workspace):
    began = time.monotonic()
    interrupted = ('timeout', '--preserve-status', '-s', 'INT', '-k', '10', '6')
    done = in_workspace(workspace, *interrupted, 'install/patrol/lib/patrol/velocity_gate')
    assert time.monotonic() - began > 5.5, done.stderr
    assert done.returncode == 0, done.stderr
    assert 'Traceback' not in done.stderr
