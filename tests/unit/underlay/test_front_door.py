"""`./patrol doctor` comes to a machine without underlay; `make` says what it can do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from patrol.home import ROOT


@pytest.fixture
def patrol(tmp_path):
    """Call ./patrol where nothing is prepared, with pretended and real Pythons on PATH."""
    folder = tmp_path / 'bin'
    folder.mkdir()

    def call(*words, script=ROOT / 'patrol', **pythons):
        for name, target in pythons.items():
            path = folder / name.replace('_', '.')
            path.write_text(f'#!/bin/sh\nexec {target} "$@"\n')
            path.chmod(0o755)
        environment = {
            'PATH': f'{folder}:/usr/bin:/bin',
            'PATROL_UNDERLAY': str(tmp_path / 'none'),
            'PATROL_HOME': str(tmp_path / 'home'),
        }
        return subprocess.run(
            [str(script), *words], env=environment, cwd=tmp_path, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip

    return call


def test_the_doctor_says_that_nothing_is_prepared(patrol, tmp_path):
    done = patrol('doctor', python3=f'{sys.executable} -S')
    assert done.returncode == 1
    assert 'ERROR  underlay: The underlay is not prepared' in done.stdout
    assert 'cure: make prepare' in done.stdout
    assert not (tmp_path / 'none').exists()


def test_the_doctor_is_run_by_a_python_that_suits(patrol):
    done = patrol('doctor', python3='false', python3_12=f'{sys.executable} -S')
    assert f'Python {sys.version.split()[0]}' in done.stdout


def test_patrol_is_found_through_a_link(patrol, tmp_path):
    link = tmp_path / 'link'
    link.symlink_to(ROOT / 'patrol')
    done = patrol('doctor', script=link, python3=f'{sys.executable} -S')
    assert 'The underlay is not prepared' in done.stdout


@pytest.mark.skipif(not shutil.which('make'), reason='make is not installed')
def test_make_alone_lists_what_it_can_do():
    done = subprocess.run(
        ['make', '-C', str(ROOT)], capture_output=True, text=True, check=True,
        env={'PATH': os.environ['PATH']},
    )  # fmt: skip
    for target in ('sim', 'test', 'check', 'lint', 'bench', 'clean'):
        assert f'make {target}' in done.stdout
