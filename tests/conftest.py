"""What every test gets: a ROS domain and a PATROL_HOME of its own, and honest skips."""

from __future__ import annotations

import fcntl
import fnmatch
import os
import sys
import tempfile
from pathlib import Path
from typing import IO

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
#: Seconds a test marked long may take where it does not say so itself.
LONG_TIMEOUT = 1200


def _worker() -> int:
    return int(os.environ.get('PYTEST_XDIST_WORKER', 'gw0')[2:])


def _claim_domain() -> int:
    """Return a ROS domain that no other run of tests on this machine uses while this one lives."""
    if chosen := os.environ.get('PATROL_TEST_DOMAIN'):
        return int(chosen) + _worker()
    for number in range(10, 100):
        try:
            claim = (Path(tempfile.gettempdir()) / f'patrol-test-domain-{number}').open('w')
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # another run has it, or another user its file
            continue
        _claims.append(claim)
        return number
    raise RuntimeError('every ROS domain from 10 to 99 is in use by tests')


_claims: list[IO[str]] = []


def _isolate() -> None:
    """Before anything imports rclpy: a domain of its own, on this machine only.

    Everything written goes below the folder of temporary files.
    """
    os.environ['ROS_DOMAIN_ID'] = str(_claim_domain())
    os.environ['ROS_AUTOMATIC_DISCOVERY_RANGE'] = 'LOCALHOST'
    os.environ.pop('ROS_LOCALHOST_ONLY', None)
    profile = str(ROOT / 'config' / 'fastdds.xml')
    os.environ['FASTDDS_DEFAULT_PROFILES_FILE'] = profile
    os.environ['FASTRTPS_DEFAULT_PROFILES_FILE'] = profile
    os.environ['PATROL_HOME'] = tempfile.mkdtemp(prefix='patrol-test-')
    for threads in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS'):
        os.environ.setdefault(threads, '1')


def _find_helpers() -> None:
    """Let tests import the scripts of the underlay, and the modules beside them (unique names)."""
    modules = sorted((ROOT / 'tests').rglob('*.py'))
    helpers = [path for path in modules if not path.name.startswith(('test_', 'conftest'))]
    folders = [str(path.parent) for path in helpers]
    sys.path[:0] = dict.fromkeys([*folders, str(ROOT / 'underlay')])


_isolate()
_find_helpers()
# The same examples everywhere, and no deadline: a busy machine is no failure.
hypothesis.settings.register_profile('patrol', deadline=None, derandomize=True)
hypothesis.settings.load_profile('patrol')


@pytest.fixture(autouse=True)
def patrol_home(tmp_path, monkeypatch):
    """Return this test's own PATROL_HOME; nothing is written into the clone."""
    home = tmp_path / 'patrol_home'
    monkeypatch.setenv('PATROL_HOME', str(home))
    return home


@pytest.fixture(scope='session')
def domain_id():
    """Return the ROS domain of this worker; processes that a test starts inherit it."""
    return int(os.environ['ROS_DOMAIN_ID'])


@pytest.fixture(scope='session')
def shared_data():
    """Return the folder of recorded and public data beside the clone; skip without it."""
    folder = Path(os.environ.get('PATROL_TEST_DATA') or ROOT.parent / 'shared' / 'data')
    if not folder.is_dir():
        pytest.skip(f'no data folder {folder} (set PATROL_TEST_DATA)')
    return folder


def pytest_collection_modifyitems(items):
    """Give long tests the time they need."""
    for item in items:
        if item.get_closest_marker('long') and not item.get_closest_marker('timeout'):
            item.add_marker(pytest.mark.timeout(LONG_TIMEOUT))


def _allowed(test):
    lines = (ROOT / 'tests' / 'allowed_skips.txt').read_text(encoding='utf-8').splitlines()
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith('#')]
    return any(fnmatch.fnmatchcase(test, pattern) for pattern in patterns)


_skipped: dict[str, str] = {}


def pytest_runtest_logreport(report):
    """Keep what is skipped; expected failures are not skips."""
    if report.skipped and not hasattr(report, 'wasxfail'):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        _skipped[report.nodeid] = str(reason)


def pytest_collectreport(report):
    """Keep files that are skipped whole, as by importorskip."""
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        _skipped[report.nodeid] = str(reason)


def _is_worker(config):
    return hasattr(config, 'workerinput')


def pytest_terminal_summary(terminalreporter):
    """Print every skipped test by name."""
    for test, reason in sorted(_skipped.items()):
        known = '' if _allowed(test) else '  (not in tests/allowed_skips.txt)'
        terminalreporter.write_line(f'skipped: {test}: {reason}{known}')
    _add_to_tally(terminalreporter.stats)


def _add_to_tally(stats):
    """Append the counts of this run to the file PATROL_TEST_TALLY, for one sum over all runs."""
    if tally := os.environ.get('PATROL_TEST_TALLY'):
        passed = len(stats.get('passed', ()))
        failed = len(stats.get('failed', ())) + len(stats.get('error', ()))
        with open(tally, 'a', encoding='utf-8') as file:
            file.write(f'{passed} {failed} {len(_skipped)}\n')


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """Fail where CI is set and a test was skipped that may not be."""
    grown = [test for test in _skipped if not _allowed(test)]
    if os.environ.get('CI') and grown and exitstatus == 0 and not _is_worker(session.config):
        session.exitstatus = 1
