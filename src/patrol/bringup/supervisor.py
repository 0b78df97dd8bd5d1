"""Runs the processes of a stack: starts, watches, restarts by their policy, stops, no orphans."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from patrol.bringup.description import Group, NodeProcess, Policy, Stack
from patrol.nodes.die_with_parent import VARIABLE

#: Seconds between the asking (SIGINT), the telling (SIGTERM) and the end (SIGKILL).
ASK, TELL = 1.2, 0.5
_POLL = 0.02


@dataclass(frozen=True)
class Death:
    """A process that ended by itself: with which exit code (negative: signal), and what then."""

    name: str
    code: int
    restarted: bool
    last_words: str

    def __str__(self) -> str:
        how = f'was killed by signal {-self.code}' if self.code < 0 else f'ended ({self.code})'
        then = 'restarted' if self.restarted else 'the round ends'
        words = f' It said: {self.last_words}' if self.last_words else ''
        return f'{self.name} {how}: {then}.{words}'


class Supervisor:
    """Keeps the processes of one stack. Their output goes to `<folder>/<name>.log`."""

    def __init__(
        self,
        stack: Stack,
        folder: Path,
        parameter_files: tuple[Path, ...],
        environment: Mapping[str, str],
    ) -> None:
        self._stack = stack
        self._folder = folder
        self._files = parameter_files
        self._environment = {**environment, VARIABLE: str(os.getpid())}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._restarted: set[str] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all nodes of the stack."""
        return self._stack.names()

    def start(self) -> None:
        """Start every node, group after group; nothing waits, the nodes find each other."""
        for group in Group:
            for node in self._stack.nodes:
                if node.group is group:
                    self.start_node(node.name)

    def start_node(self, name: str) -> None:
        """Start one node."""
        node = self._stack[name]
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / f'{name}.log').open('ab') as log:
            self._processes[name] = subprocess.Popen(
                self.command(node),
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches us alone, and we stop them in order
            )

    def command(self, node: NodeProcess) -> list[str]:
        """Return the command line of a node."""
        files = [word for file in self._files for word in ('--params-file', str(file))]
        return [sys.executable, '-m', f'patrol.nodes.{node.name}', '--ros-args', *files]

    def poll(self) -> list[Death]:
        """Return who died since the last time; restart whom the policy allows it."""
        deaths = []
        for name, process in list(self._processes.items()):
            code = process.poll()
            if code is not None:
                del self._processes[name]
                deaths.append(self._judge(name, code))
        return deaths

    def process_id(self, name: str) -> int | None:
        """Return the process id of a node that runs."""
        process = self._processes.get(name)
        return process.pid if process else None

    def stop(self) -> None:
        """End every process: ask, tell, kill. Takes at most ASK + TELL seconds and a little."""
        for send, patience in ((signal.SIGINT, ASK), (signal.SIGTERM, TELL), (signal.SIGKILL, 1)):
            for process in self._processes.values():
                _signal(process, send)
            if self._wait(patience):
                break
        self._processes.clear()

    def last_words(self, name: str) -> str:
        """Return the last line a node wrote."""
        file = self._folder / f'{name}.log'
        lines = file.read_text(errors='replace').split('\n') if file.is_file() else []
        return next((line.strip() for line in reversed(lines) if line.strip()), '')

    def _judge(self, name: str, code: int) -> Death:
        again = (
            self._stack[name].policy is Policy.RESTART_ONCE
            and name not in self._restarted
            and code != 2  # a mistake of the user stays one
        )
        words = self.last_words(name) if code >= 0 else ''
        if again:
            self._restarted.add(name)
            self.start_node(name)
        return Death(name, code, again, words)

    def _wait(self, patience: float) -> bool:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if all(process.poll() is not None for process in self._processes.values()):
                return True
            time.sleep(_POLL)
        return False


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    if process.poll() is None:
        os.killpg(process.pid, number)
