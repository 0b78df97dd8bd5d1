"""A fault that may last for one message only, held long enough to be seen and to matter."""

from __future__ import annotations

import math

from patrol.drive.board_link import FINE, Trouble
from patrol.vocabulary import Reason


class PassingFault:
    """Remembers the newest fault for `hold` seconds after it was last noted."""

    def __init__(self, hold: float) -> None:
        self._hold = hold
        self._until = -math.inf
        self._trouble: Trouble = FINE

    def note(self, reason: Reason, sensor: str, now: float) -> None:
        """Note a fault; one that is held already keeps its place."""
        if now > self._until or (reason, sensor) == self._trouble:
            self._trouble, self._until = (reason, sensor), now + self._hold

    def trouble(self, now: float) -> Trouble:
        """Return what is held."""
        return self._trouble if now <= self._until else FINE
