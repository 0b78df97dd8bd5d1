"""Processes that stand in for nodes: what they do on signals is in their source."""

import os
import signal
import subprocess
import sys
import time

import pytest

from patrol.bringup import supervisor as module
from patrol.bringup.description import Group, NodeProcess, Policy, Stack
from patrol.bringup.supervisor import Supervisor

_LIVE = 'print("up", flush=True); time.sleep(60)'
OBEDIENT = f'import signal, sys, time; signal.signal(2, lambda *a: sys.exit(0)); {_LIVE}'
_IGNORE = 'signal.signal({}, signal.SIG_IGN)'
DEAF = f'import signal, time; {_IGNORE.format(2)}; {_IGNORE.format(15)}; {_LIVE}'
MISTAKEN = 'import sys; print("gate: unknown parameter", file=sys.stderr); sys.exit(2)'
CRASHING = 'raise RuntimeError("broken")'


class Fake(Supervisor):
    """Runs a script in place of a node."""

    scripts: dict[str, str]

    def command(self, node):
        return [sys.executable, '-c', self.scripts[node.name]]


@pytest.fixture
def start(tmp_path):
    started = []

    def run(scripts, policy=Policy.RESTART_ONCE):
        nodes = tuple(NodeProcess(name, Group.SAFETY, policy, '') for name in scripts)
        fake = Fake(Stack('s', nodes), tmp_path / 'logs', (), dict(os.environ))
        fake.scripts = scripts
        started.append(fake)
        fake.start()
        return fake

    yield run
    for fake in started:
        fake.stop()


def wait(condition, limit=20.0):
    end = time.monotonic() + limit
    while not (value := condition()):
        assert time.monotonic() < end
        time.sleep(0.01)
    return value


def ready(fake, *names):
    wait(lambda: all('up' in fake.last_words(name) for name in names))


def test_who_is_killed_is_restarted_once(start):
    fake = start({'a': OBEDIENT})
    first = fake.process_id('a')
    os.kill(first, signal.SIGKILL)
    (death,) = wait(fake.poll)
    assert (death.name, death.code, death.restarted) == ('a', -9, True)
    second = fake.process_id('a')
    assert second not in (None, first)
    os.kill(second, signal.SIGKILL)
    (death,) = wait(fake.poll)
    assert not death.restarted
    assert 'the round ends' in str(death)
    assert fake.process_id('a') is None


def test_the_policy_to_end_is_kept(start):
    fake = start({'a': CRASHING}, Policy.END)
    (death,) = wait(fake.poll)
    assert (death.code, death.restarted) == (1, False)
    assert death.last_words == 'RuntimeError: broken'


def test_a_mistake_of_the_user_is_not_tried_again(start):
    fake = start({'a': MISTAKEN})
    (death,) = wait(fake.poll)
    assert not death.restarted
    assert 'unknown parameter' in str(death)


def test_stopping_asks_first_and_kills_who_is_deaf(start, monkeypatch):
    monkeypatch.setattr(module, 'ASK', 0.3)
    monkeypatch.setattr(module, 'TELL', 0.2)
    fake = start({'a': OBEDIENT, 'b': DEAF})
    ready(fake, 'a', 'b')
    ids = [fake.process_id(name) for name in 'ab']
    fake.stop()
    for number in ids:
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


def test_the_longest_stop_takes_less_than_three_seconds():
    assert module.ASK + module.TELL < 2.5


PARENT = """
import os, subprocess, sys
env = dict(os.environ, PATROL_PARENT=str(os.getpid()))
child = subprocess.Popen([sys.executable, '-c', '''
from patrol.nodes import die_with_parent
die_with_parent.arrange()
print('up', flush=True)
import time; time.sleep(60)
'''], env=env, stdout=subprocess.PIPE, start_new_session=True)
child.stdout.readline()
print(child.pid, flush=True)
child.wait()
"""


def test_no_orphans_when_the_parent_is_killed():
    parent = subprocess.Popen([sys.executable, '-c', PARENT], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()

    def gone():
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return True
        with open(f'/proc/{child}/stat') as stat:  # nobody may be there to bury it
            return stat.read().rpartition(')')[2].split()[0] == 'Z'

    wait(gone)
