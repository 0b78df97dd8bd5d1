"""colcon builds the tree as an ordinary package, and what it installs runs."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from patrol.home import ROOT

pytestmark = [pytest.mark.long, pytest.mark.ros]
rclpy = pytest.importorskip('rclpy')
from rclpy.signals import SignalHandlerOptions  # noqa: E402

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
    assert 'Finished <<< patrol' in done.stdout
    return space


def started(space, *command):
    """Start a command as in a terminal where the workspace was sourced."""
    environment = {key: value for key, value in os.environ.items() if key != 'PYTHONPATH'}
    return subprocess.Popen(
        ['sh', '-c', '. install/local_setup.sh && exec "$@"', 'sh', *command],
        cwd=space,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def in_workspace(space, *command):
    """Run such a command to its end; return exit code, output and errors."""
    with started(space, *command) as process:
        output, errors = process.communicate(timeout=90)
    return process.returncode, output, errors


def wait_for_node(name, process, limit=90.0):
    """Wait until a node is on the graph; fail when its process ends before."""
    context = rclpy.Context()
    rclpy.init(context=context, signal_handler_options=SignalHandlerOptions.NO)
    node = rclpy.create_node('waiting', context=context)
    deadline = time.monotonic() + limit
    try:
        while name not in node.get_node_names():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline, f'no {name} within {limit} s'
            time.sleep(0.05)
    finally:
        node.destroy_node()
        rclpy.try_shutdown(context=context)


def executables():
    """Return the names that setup.py lists."""
    listed = (ROOT / 'setup.py').read_text().partition('NODES = (')[2].partition(')')[0]
    return re.findall(r"'(\w+)'", listed)


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
    script = (
        'import patrol.home as h; print(h.__file__); print(h.share_dir());'
        'print((h.share_dir() / "config" / "fastdds.xml").is_file())'
    )
    code, output, errors = in_workspace(workspace, sys.executable, '-c', script)
    assert code == 0, errors
    module, share, found = output.split()
    assert Path(module).is_relative_to(workspace)
    assert Path(share).is_relative_to(workspace)
    assert found == 'True'


def test_the_installed_command_line_answers(workspace):
    code, output, errors = in_workspace(workspace, 'install/patrol/lib/patrol/patrol', '--help')
    assert code == 0, errors
    assert 'trial' in output


def test_an_installed_node_joins_the_graph_and_ends_cleanly(workspace):
    with started(workspace, 'install/patrol/lib/patrol/velocity_gate') as process:
        wait_for_node('velocity_gate', process)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert 'Traceback' not in errors
