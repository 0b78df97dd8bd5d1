"""What preparing says while it works, and how it ends when it cannot go on."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from patrol.doctor.finding import Finding, error

#: How a tool's own words tell what went wrong: (any of these, sentence, cure).
_SYMPTOMS = (
    (
        ('No space left on device', 'Errno 28'),
        'The disk is full.',
        'make room, or set PATROL_UNDERLAY to a folder on another disk, and run this again',
    ),
    (
        ('DO NOT MATCH THE HASHES',),
        'A downloaded file is not the one that was locked: its hash differs.',
        'run this again; if it stays so, something on the way to you changes files',
    ),
    (
        ('NewConnectionError', 'ConnectionError', 'Temporary failure in name', 'timed out',
         'ConnectTimeout', 'ReadTimeout', 'ProxyError', 'No matching distribution found',
         'SSLError', 'Connection aborted', 'Network is unreachable'),
        'pip could not fetch a wheel: there is no network, or a proxy or mirror is in the way.',
        'check the network (pip reads its usual settings), then run this again',
    ),
)  # fmt: skip


class NotReady(Exception):
    """The underlay cannot be prepared; the findings say why and what cures it."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__('\n'.join(finding.sentence for finding in findings))
        self.findings = tuple(findings)


def say(text: str) -> None:
    """Print a line of progress; standard output belongs to the command that is run later."""
    print(text, file=sys.stderr, flush=True)


class Steps:
    """Numbered steps with their time."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._began = time.monotonic()

    def begin(self, what: str) -> None:
        """Say what is done next."""
        self._done += 1
        seconds = time.monotonic() - self._began
        say(f'[{self._done}/{self._total}] {what}   ({seconds:.0f} s so far)')


def run_tool(
    command: Sequence[str],
    log: Path,
    *,
    what: str,
    environment: Mapping[str, str] | None = None,
    on_line: Callable[[str], None] | None = None,
) -> None:
    """Run a tool with its output kept in `log`; raise NotReady with a sentence when it fails."""
    lines = []
    with log.open('a', encoding='utf-8') as keep:
        keep.write(f'$ {" ".join(command)}\n')
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            text=True, errors='replace', env=environment,
        )  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            keep.write(line)
            lines.append(line)
            if on_line:
                on_line(line)
        code = process.wait()
    if code:
        raise NotReady([diagnose(what, ''.join(lines), log)])


def diagnose(what: str, output: str, log: Path) -> Finding:
    """Turn the output of a failed tool into one sentence and its cure."""
    for signs, sentence, cure in _SYMPTOMS:
        if any(sign in output for sign in signs):
            return error('prepare', f'{what} failed: {sentence}', f'{cure} (details: {log})')
    last = next((line.strip() for line in reversed(output.splitlines()) if line.strip()), '')
    return error('prepare', f'{what} failed: {last[:200]}', f'see {log}, then run this again')
