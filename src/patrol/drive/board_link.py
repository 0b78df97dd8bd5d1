"""What the board last said of itself."""

from __future__ import annotations

import math

from patrol.messages import Status
from patrol.vocabulary import LINKS, Board, Key, Link, Reason, read_flag

Trouble = tuple[Reason, str]
"""A reason to stop and the sensor, topic or part it comes from."""

FINE: Trouble = (Reason.NONE, '')
#: Faults of the board that have a reason of their own.
FAULTS: dict[str, Reason] = {
    'encoder_left': Reason.ENCODER_STUCK,
    'encoder_right': Reason.ENCODER_STUCK,
}
STATUS = '_mcu/status'


class BoardLink:
    """Reads `_mcu/status`; without a fresh one that it understands, the car counts as stopped."""

    def __init__(self, silence: float) -> None:
        self._silence = silence
        self._heard = -math.inf
        self._own: Trouble = FINE
        self._echo: Trouble = FINE
        self.state: Board | None = None
        self.latched = True
        self.fault = ''
        self.refused = ''

    def take(self, status: Status, now: float) -> None:
        """Take a status."""
        values = status.values
        self._heard = now
        self.latched = not read_flag(values.get(Key.ARMED, ''))
        self.latched |= read_flag(values.get(Key.E_STOP, 'true'))
        self.fault = values.get(Key.FAULT, '')
        self.refused = values.get(Key.REFUSED, '')
        state, reason = values.get(Key.STATE, ''), values.get(Key.REASON, '')
        self._own = self._echo = FINE
        if state not in _STATES or reason not in _REASONS:
            self.state, self.latched = None, True
            self._own = (Reason.BOARD_FAULT, STATUS)
            return
        self.state = Board(state)
        self._sort(Reason(reason), values.get(Key.SENSOR, ''))

    def heard(self, now: float) -> bool:
        """Whether a status is fresh."""
        return now - self._heard <= self._silence

    def own_trouble(self, now: float) -> Trouble:
        """Return why the board itself stands."""
        return self._own if self.heard(now) else (Reason.BOARD_SILENT, STATUS)

    @property
    def echo(self) -> Trouble:
        """What the board complains of in those who command it."""
        return self._echo

    def _sort(self, reason: Reason, sensor: str) -> None:
        if self.fault:
            known = FAULTS.get(self.fault)
            self._own = (known, self.fault) if known else (Reason.BOARD_FAULT, self.fault)
        elif reason is Reason.NONE and self.latched:
            self._own = (Reason.E_STOP, sensor)
        elif reason is not Reason.NONE and LINKS[reason] is Link.BOARD:
            self._own = (reason, sensor)
        else:
            self._echo = (reason, sensor)


_STATES = frozenset(state.value for state in Board)
_REASONS = frozenset(reason.value for reason in Reason)
