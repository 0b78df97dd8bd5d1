"""The doctor comes to a machine that has nothing but Python."""

import json
import subprocess
import sys

from patrol.home import ROOT


def test_the_doctor_runs_without_site_packages():
    done = subprocess.run(
        [sys.executable, '-S', '-m', 'patrol.doctor', '--json'],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={'PYTHONPATH': str(ROOT / 'src'), 'PATH': '/usr/bin:/bin'},
    )
    assert done.stderr == ''
    checks = {f['check']: f['level'] for f in json.loads(done.stdout)['findings']}
    assert checks['python'] == 'ok'
    assert checks['gl'] == 'warning'
    assert checks['stack'] == 'ok'


def test_an_unknown_argument_is_one_sentence():
    done = subprocess.run(
        [sys.executable, '-S', '-m', 'patrol.doctor', '--jsno'],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={'PYTHONPATH': str(ROOT / 'src'), 'PATH': '/usr/bin:/bin'},
    )
    assert done.returncode == 2
    assert done.stderr == 'patrol doctor: unknown argument --jsno (there is only --json)\n'
