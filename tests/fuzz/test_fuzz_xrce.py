"""A minute of coverage-guided fuzzing; with FULL=1 a campaign of ten million messages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip('atheris', reason='atheris is not installed')

FUZZER = Path(__file__).with_name('fuzz_xrce.py')
CAMPAIGN = 10_000_000


def fuzz(corpus, seconds, seed):
    command = [sys.executable, str(FUZZER), str(corpus), f'-max_total_time={seconds}']
    command += ['-max_len=600', '-len_control=0', f'-seed={seed}', '-rss_limit_mb=1024']
    environment = {**os.environ, 'PYTHONPATH': os.pathsep.join(sys.path)}
    result = subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=corpus, check=False
    )
    assert result.returncode == 0, result.stderr[-4000:]
    return int(re.findall(r'messages taken: (\d+)', result.stdout)[-1])


@pytest.mark.long
def test_nothing_is_raised_and_nothing_grows(tmp_path):
    taken = fuzz(tmp_path, 60, seed=1)
    print(f'{taken} messages')
    assert taken > 10_000


@pytest.mark.long
@pytest.mark.timeout(4 * 3600)
@pytest.mark.skipif(not os.environ.get('FULL'), reason='a campaign of hours: set FULL=1')
def test_a_campaign(tmp_path):
    taken, seed = 0, 2
    while taken < CAMPAIGN:
        taken += fuzz(tmp_path, 600, seed)
        seed += 1
        print(f'{taken} messages', flush=True)
