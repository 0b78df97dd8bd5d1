"""Whether wheels that are told to turn are seen to turn."""

from __future__ import annotations

#: A wheel told to turn faster than this (rad/s) ...
FASTER = 1.0
#: ... for this long (s) without a single count has a dead encoder. The board sees it sooner.
PATIENCE = 0.4

NAMES = ('encoder_left', 'encoder_right')


class WheelWatch:
    """Stays set until `reset`: once stopped, a dead encoder cannot be told from a live one."""

    def __init__(self) -> None:
        self._last = (0.0, 0.0)
        self._idle = [0.0, 0.0]
        self.stuck = ''

    def look(self, dt: float, position: tuple[float, float], wanted: tuple[float, float]) -> None:
        """Take a step: dt (s), angles (rad), and speeds (rad/s) told to an armed board."""
        for side in (0, 1):
            idle = abs(wanted[side]) > FASTER and position[side] == self._last[side]
            self._idle[side] = self._idle[side] + dt if idle else 0.0
        self._last = position
        stuck = [NAMES[side] for side in (0, 1) if self._idle[side] > PATIENCE]
        self.stuck = self.stuck or ' '.join(stuck)

    def reset(self) -> None:
        """Believe the encoders again."""
        self._idle = [0.0, 0.0]
        self.stuck = ''
