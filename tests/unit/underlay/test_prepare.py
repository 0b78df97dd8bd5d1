"""Preparing without the network: what is built is planted."""

from __future__ import annotations

import subprocess
import sys
import threading

import prepare
import pytest
import stamp
from progress import NotReady

from patrol.doctor.finding import error
from patrol.home import ROOT


@pytest.fixture
def underlay(tmp_path, monkeypatch):
    """Prepare into an empty folder, with pip and CMake replaced by a list of what was asked."""
    folder = tmp_path / 'underlay'
    asked = []
    monkeypatch.delenv('ROS_DISTRO', raising=False)
    monkeypatch.setattr(prepare, 'UNDERLAY', folder)
    monkeypatch.setattr(prepare, 'LOG', folder / 'prepare.log')
    monkeypatch.setattr(prepare, 'use_interpreter', lambda kind: None)
    monkeypatch.setattr(prepare, 'register', lambda venv: asked.append('register'))
    monkeypatch.setattr(prepare, 'install', lambda venv, lock, log: asked.append(lock))
    monkeypatch.setattr(prepare, 'build_tf2_msgs', lambda *_: asked.append('tf2_msgs'))

    def make(venv, log, *, system_packages):
        asked.append('system' if system_packages else 'alone')
        venv.mkdir(exist_ok=True)

    monkeypatch.setattr(prepare, 'make_environment', make)
    return asked


def test_it_is_prepared_once(underlay):
    prepare.prepare('run')
    prepare.prepare('run')
    assert underlay == ['alone', 'wheels', 'tf2_msgs', 'register']
    assert prepare.is_ready('run')
    assert not prepare.is_ready('noble')


def test_a_changed_lock_prepares_anew(underlay, monkeypatch):
    prepare.prepare('run')
    changed = {**prepare.wanted('run'), 'inputs': 'another'}
    monkeypatch.setattr(prepare, 'wanted', lambda kind: changed)
    prepare.prepare('run')
    assert underlay.count('wheels') == 2


def test_a_python_that_is_gone_prepares_anew(underlay):
    prepare.prepare('run')
    folder = prepare.UNDERLAY / 'venv'
    stamp.write(folder, {**stamp.read(folder), 'python': '/no/such/python'})
    assert not prepare.is_ready('run')


def test_an_interrupted_preparation_is_not_taken_for_a_finished_one(underlay, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(prepare, 'build_tf2_msgs', interrupted)
        assert prepare.main(['run']) == 130
    assert not prepare.is_ready('run')
    assert prepare.main(['run']) == 0
    assert prepare.is_ready('run')


def test_on_jazzy_the_rest_lies_on_top_and_nothing_is_compiled(underlay, monkeypatch):
    monkeypatch.setenv('ROS_DISTRO', 'jazzy')
    prepare.prepare('run')
    assert underlay == ['system', 'noble', 'register']
    monkeypatch.delenv('ROS_DISTRO')
    assert not prepare.is_ready('run')


def test_another_ros_is_refused_even_when_all_is_prepared(underlay, monkeypatch, capsys):
    prepare.prepare('run')
    monkeypatch.setenv('ROS_DISTRO', 'humble')
    assert not prepare.is_ready('run')
    assert prepare.main(['run']) == 3
    said = capsys.readouterr().err.splitlines()[-2:]
    assert 'humble' in said[0]
    assert said[1].lstrip().startswith('cure: ')


def test_everything_missing_is_named_before_anything_is_written(underlay, monkeypatch, capsys):
    for check in ('compiler', 'python_headers'):
        missing = error(check, f'{check} is missing.', f'install {check}')
        monkeypatch.setattr(getattr(prepare, check), 'check', lambda missing=missing: [missing])
    assert prepare.main([]) == 3
    said = capsys.readouterr().err
    assert 'compiler is missing.\n    cure: install compiler\n' in said
    assert 'python_headers is missing.' in said
    assert underlay == []
    assert not prepare.UNDERLAY.exists()


def test_noble_needs_no_compiler(underlay, monkeypatch):
    monkeypatch.setattr(prepare.compiler, 'check', lambda: [error('compiler', 'Gone.', 'x')])
    prepare.demand_machine('noble')
    with pytest.raises(NotReady, match='Gone'):
        prepare.demand_machine('run')


def test_two_at_once_prepare_once(underlay):
    threads = [threading.Thread(target=prepare.prepare, args=('run',)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert underlay == ['alone', 'wheels', 'tf2_msgs', 'register']


def test_check_answers_with_the_standard_library_alone(tmp_path):
    done = subprocess.run(
        [sys.executable, '-S', '-E', str(ROOT / 'underlay' / 'prepare.py'), '--check'],
        env={'PATROL_UNDERLAY': str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (1, '', '')
    assert list(tmp_path.iterdir()) == []
