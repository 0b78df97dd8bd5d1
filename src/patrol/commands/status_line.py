"""One line that says how a round is going."""

from __future__ import annotations

import math
import sys
from typing import TextIO

from patrol.components.round_driver import Stage
from patrol.messages import Status
from patrol.vocabulary import Gate, Key, Reason, read_number

#: Seconds between lines where the output is no terminal.
QUIET = 10.0


def describe(
    seconds: float, stage: Stage, complaint: str, patrol: Status, gate: Status, factor: float
) -> str:
    """Return the state of a round in less than 100 characters or so."""
    parts = [f'{seconds:6.1f} s']
    if stage is Stage.RUNNING:
        parts.append(_patrol(patrol))
        parts.append(_gate(gate))
    else:
        parts.append(stage.value + (f' ({complaint})' if complaint else ''))
    if not math.isnan(factor):
        parts.append(f'{factor:.2f}x real time')
    return '  |  '.join(part for part in parts if part)


def _patrol(status: Status) -> str:
    values = status.values
    text = values.get(Key.STATE, '')
    if values.get(Key.LAPS):
        text += f', lap {values.get(Key.LAP, "?")} of {values[Key.LAPS]}'
    if values.get(Key.VISITED):
        text += f', {values[Key.VISITED]} visited'
    goal = values.get(Key.NEXT) or values.get(Key.CHECKPOINT)
    if goal:
        far = read_number(values.get(Key.REMAINING, ''))
        text += f', to {goal}' + ('' if math.isnan(far) else f' {far:.1f} m')
    return text


def _gate(status: Status) -> str:
    values = status.values
    state, reason = values.get(Key.STATE, ''), values.get(Key.REASON, Reason.NONE)
    if state not in (Gate.SLOWED, Gate.STOPPED) or reason == Reason.NONE:
        return ''
    sensor = values.get(Key.SENSOR, '')
    return f'{state}: {reason}' + (f' ({sensor})' if sensor else '')


class StatusLine:
    """Shows a line in place on a terminal, and now and then elsewhere."""

    def __init__(self, stream: TextIO = sys.stdout) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._width = 0
        self._shown = -math.inf

    def show(self, text: str, now: float) -> None:
        """Show the text at `now` (s)."""
        if self._terminal:
            self._stream.write('\r' + text.ljust(self._width))
            self._width = len(text)
        elif now - self._shown >= QUIET:
            self._shown = now
            self._stream.write(text + '\n')
        self._stream.flush()

    def end(self) -> None:
        """Leave the line as it is and go to the next one."""
        if self._terminal and self._width:
            self._stream.write('\n')
            self._width = 0
