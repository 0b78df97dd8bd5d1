"""Prepare what patrol runs in: `python3 underlay/prepare.py [run | noble | colcon]`.

`run` (default) is the environment of every command: the wheels of ROS 2 Jazzy with tf2_msgs
compiled into them, or, where Jazzy is sourced, what ROS does not bring, on top of it. `noble`
holds the versions of Ubuntu 24.04 for a second run of the unit tests, `colcon` the tool that
builds ROS packages. Prepared once; a change of lock or Python prepares anew; two at once wait for
each other. What is missing is named with the line that installs it, exit code 3. Needs the
standard library only.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / 'src'))

import stamp  # noqa: E402
from environment import LOCKS, install, make_environment  # noqa: E402
from interpreter import find_interpreter  # noqa: E402
from lock_file import locked  # noqa: E402
from progress import NotReady, Steps, say  # noqa: E402
from register import register, site_packages  # noqa: E402
from tf2_build import build_tf2_msgs  # noqa: E402

from patrol.doctor import (  # noqa: E402
    compiler,
    disk_space,
    platform_support,
    python_headers,
    python_version,
    ros_distribution,
    underlay_complete,
    venv_module,
)
from patrol.doctor.finding import ERROR  # noqa: E402

UNDERLAY = Path(os.environ.get('PATROL_UNDERLAY') or ROOT / '.underlay').absolute()
LOG = UNDERLAY / 'prepare.log'
FOLDERS = {'run': 'venv', 'noble': 'noble', 'colcon': 'colcon'}


def on_jazzy() -> bool:
    """Tell whether a ROS 2 Jazzy is sourced."""
    return os.environ.get('ROS_DISTRO') == 'jazzy'


def lock_of(kind: str) -> str:
    """Return the name of the lock of an environment."""
    if kind == 'run':
        return 'noble' if on_jazzy() else 'wheels'
    return kind


def wanted(kind: str) -> dict[str, object]:
    """Return the stamp that a finished environment has."""
    own = sorted((ROOT / 'underlay').glob('*.py')) + sorted((ROOT / 'underlay').glob('*.cmake'))
    tf2 = sorted(path for path in (ROOT / 'underlay' / 'tf2_msgs').rglob('*') if path.is_file())
    locks = [LOCKS / 'seed.txt', LOCKS / f'{lock_of(kind)}.txt']
    inputs = stamp.digest([*locks, *own, *tf2], str(ROOT), str(UNDERLAY))
    return {'kind': kind, 'lock': lock_of(kind), 'jazzy': on_jazzy(), 'inputs': inputs}


def is_ready(kind: str) -> bool:
    """Tell whether an environment is finished, its Python still there, and no other ROS near."""
    if ros_distribution.check()[0].level == ERROR:
        return False
    found = stamp.read(UNDERLAY / FOLDERS[kind])
    python = found.pop('python', '')
    found.pop('distributions', None)
    return found == wanted(kind) and os.access(python, os.X_OK)


def demand_machine(kind: str) -> None:
    """Raise NotReady with everything this machine lacks."""
    findings = [*ros_distribution.check(), *python_version.check(), *venv_module.check()]
    findings += disk_space.check(UNDERLAY)
    if kind == 'run' and not on_jazzy():
        findings += [*platform_support.check(), *compiler.check(), *python_headers.check()]
    missing = [finding for finding in findings if finding.level == ERROR]
    if missing:
        raise NotReady(missing)


def use_interpreter(kind: str) -> None:
    """Go on in a Python that suits, this one if it does."""
    if kind == 'noble':
        python = find_interpreter(lambda v: v in ((3, 11), (3, 12)), '3.11 or 3.12')
    elif kind == 'run' and on_jazzy():
        python = find_interpreter(candidates=('python3',))
    else:
        python = find_interpreter()
    if os.path.realpath(python) != os.path.realpath(sys.executable):
        os.execv(python, [python, __file__, kind])


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock of the underlay: two that prepare at once wait for each other."""
    UNDERLAY.mkdir(parents=True, exist_ok=True)
    with (UNDERLAY / 'lock').open('w') as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say('Another preparation is under way; waiting for it.')
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build(kind: str) -> None:
    """Prepare one environment from nothing; its stamp is written last."""
    folder = UNDERLAY / FOLDERS[kind]
    compiled = kind == 'run' and not on_jazzy()
    LOG.write_text('', encoding='utf-8')
    say(f'Preparing {folder} once, with Python {sys.version.split()[0]}:')
    steps = Steps(3 if compiled else 2)
    if kind == 'colcon':
        _build_colcon(folder, steps)
    else:
        steps.begin('virtual environment')
        make_environment(folder, LOG, system_packages=kind == 'run' and on_jazzy())
        steps.begin(f'wheels of {lock_of(kind)}.txt (each with its hash)')
        install(folder, lock_of(kind), LOG)
        if compiled:
            steps.begin('compiling tf2_msgs')
            build_tf2_msgs(folder, UNDERLAY / 'build', LOG)
        register(folder)
    made = {'python': os.path.realpath(sys.executable), 'distributions': _made(folder, kind)}
    stamp.write(folder, {**wanted(kind), **made})
    say('Prepared.')


def _made(folder: Path, kind: str) -> dict[str, str]:
    """Return the version of every locked distribution that is now in an environment."""
    names = set(locked(LOCKS / f'{lock_of(kind)}.txt'))
    site = str(folder) if kind == 'colcon' else site_packages(folder)
    return underlay_complete.installed(names, [site])


def _build_colcon(folder: Path, steps: Steps) -> None:
    """Install colcon beside the running environment, not into it: it brings its own pytest."""
    steps.begin('environment of the tool')
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    steps.begin('wheels of colcon.txt')
    install(UNDERLAY / FOLDERS['run'], 'colcon', LOG, target=folder)


def prepare(kind: str) -> None:
    """Make sure that an environment is there."""
    if is_ready(kind):
        return
    use_interpreter(kind)
    demand_machine(kind)
    if kind == 'colcon':
        prepare('run')
    with alone():
        if not is_ready(kind):
            build(kind)


def main(arguments: list[str]) -> int:
    """Prepare, or only tell by the exit code (`--check`) whether that is needed."""
    kind = next((word for word in arguments if word in FOLDERS), 'run')
    if '--check' in arguments:
        return 0 if is_ready(kind) else 1
    try:
        prepare(kind)
    except NotReady as reason:
        for finding in reason.findings:
            say(f'patrol cannot start: {finding.sentence}\n    cure: {finding.cure}')
        return 3
    except OSError as reason:
        say(f'patrol cannot start: {reason}.\n    cure: see that {UNDERLAY} can be written')
        return 3
    except KeyboardInterrupt:
        say('Interrupted; the next start begins anew, with the files that pip has kept.')
        return 130
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
