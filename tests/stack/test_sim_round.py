"""The command a newcomer types: whole rounds over DDS, every node a process, in real time."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from campaign import FULL, some
from short_route import write_short_route

pytestmark = [pytest.mark.ros, pytest.mark.serial]

KEYS = {
    'laps',
    'checkpoints',
    'visited',
    'missed',
    'contacts',
    'encounters',
    'distance_m',
    'duration_s',
    'worst_idleness_s',
    'mean_idleness_s',
    'localization_error_m',
    'arrival_error_m',
    'min_clearance_m',
    'stops',
    'battery_used_wh',
    'real_time_factor',
    'hash',
}


def patrol(*arguments):
    return [sys.executable, '-m', 'patrol.cli', 'sim', '--headless', *arguments]


def drive(*arguments, limit):
    return subprocess.run(
        patrol(*arguments), capture_output=True, text=True, timeout=limit, check=False
    )


def report_of(result):
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
    assert 'Traceback' not in result.stdout + result.stderr
    report = json.loads(result.stdout.splitlines()[-1])
    assert set(report) >= KEYS
    return report


@pytest.mark.timeout(300)
def test_a_short_round(tmp_path, patrol_home):
    short_route = write_short_route(tmp_path / 'short.yaml')
    result = drive('--route', str(short_route), '--laps', '1', limit=280)
    report = report_of(result)
    assert report['visited'] == report['checkpoints'] == 2
    assert report['missed'] == []
    assert report['contacts'] == 0
    assert report['hash'] is None
    (run,) = (patrol_home / 'runs').iterdir()
    assert {'report.json', 'round.png', 'map.yaml', 'parameters.yaml', 'logs'} <= {
        path.name for path in run.iterdir()
    }


@pytest.mark.long
@pytest.mark.timeout(1500)
@pytest.mark.parametrize('seed', some([1, 2, 3], 1))
def test_the_office_in_real_time(seed):
    result = drive('--layout', '1', '--seed', str(seed), '--laps', '1', '--json', limit=1400)
    report = report_of(result)
    print(report)
    assert report['visited'] == report['checkpoints'] >= 10
    assert report['missed'] == []
    assert report['contacts'] == 0
    if FULL:  # how fast it is depends on who else works here; `make bench` shows it
        assert report['real_time_factor'] >= 0.99


def processes_of(parent):
    """Return the ids of the processes whose PATROL_PARENT is `parent`."""
    mark = f'PATROL_PARENT={parent}\0'.encode()
    found = []
    for name in os.listdir('/proc'):
        if not name.isdigit():
            continue
        try:
            with open(f'/proc/{name}/environ', 'rb') as environment:
                if mark in environment.read() + b'\0':
                    found.append(int(name))
        except OSError:
            continue
    return found


def running(started):
    """Wait until all nodes of a command run; return their process ids."""
    end = time.monotonic() + 60
    while len(found := processes_of(started.pid)) < 9:
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


@pytest.mark.timeout(200)
@pytest.mark.parametrize('after', [0.0, 12.0])
def test_ctrl_c_ends_everything_within_three_seconds(after):
    started = subprocess.Popen(
        patrol('--laps', '1'), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    nodes = running(started)
    time.sleep(after)
    began = time.monotonic()
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=30)
    assert time.monotonic() - began < 3.0
    assert started.returncode == 130
    assert 'Traceback' not in out + err
    assert json.loads(out.splitlines()[-1])['outcome'] == 'interrupted'
    assert not [number for number in nodes if alive(number)]


@pytest.mark.timeout(200)
def test_no_node_outlives_a_killed_command():
    started = subprocess.Popen(patrol('--laps', '1'), stdout=subprocess.DEVNULL)
    nodes = running(started)
    started.kill()
    started.wait()
    end = time.monotonic() + 20
    while [number for number in nodes if alive(number)]:
        assert time.monotonic() < end
        time.sleep(0.05)


def alive(number):
    try:
        with open(f'/proc/{number}/stat') as stat:
            return stat.read().rpartition(')')[2].split()[0] != 'Z'
    except OSError:
        return False


@pytest.mark.parametrize(
    ('arguments', 'words'),
    [
        (['--world', 'nowhere'], "there is no world 'nowhere'"),
        (['--route', 'nowhere'], "there is no route 'nowhere'"),
        (['--map', 'nowhere.yaml'], "there is no map 'nowhere.yaml'"),
    ],
)
def test_a_mistake_ends_in_one_sentence_and_leaves_nothing(arguments, words, patrol_home):
    result = drive(*arguments, limit=60)
    assert result.returncode == 2
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (patrol_home / 'runs').exists()
