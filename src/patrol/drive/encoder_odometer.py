"""How far the wheels turned between two wheel states, whatever counters and clocks do."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

#: A pause (s) after which the board may have been restarted.
PAUSE = 0.25
#: Longest time (s) for which a change of position is checked against the fastest wheel.
LONGEST = 1.0
#: Both wheels nearer to zero than this (rad): counters that have just been restarted.
RESTARTED = 0.5
#: Counts may arrive in lumps: this much (rad) is never a jump.
LUMP = 0.1


class Break(StrEnum):
    """What broke the series of wheel states."""

    NONE = 'none'
    FIRST = 'first'
    CLOCK = 'clock'  # the stamp did not advance, or far too much
    JUMP = 'jump'  # farther than a wheel can turn
    RESTART = 'restart'  # the counters began again at zero


@dataclass(frozen=True, slots=True)
class Travel:
    """Angles (rad) both wheels turned in `dt` (s); `broken` says whether to trust them."""

    dt: float
    left: float
    right: float
    broken: Break


class EncoderOdometer:
    """Differences of multi-turn positions. `fastest` is the speed (rad/s) no wheel exceeds.

    Where the series broke, the speeds that came with the state bridge a gap of one period;
    longer gaps count as standing, and the caller widens its covariance.
    """

    def __init__(self, fastest: float) -> None:
        self._fastest = fastest
        self._stamp = math.nan
        self._left = self._right = 0.0

    def take(
        self, stamp: float, position: tuple[float, float], speed: tuple[float, float]
    ) -> Travel:
        """Take finite positions (rad) and speeds (rad/s), left and right."""
        dt = stamp - self._stamp
        turned = (position[0] - self._left, position[1] - self._right)
        broken = self._judge(dt, position, turned)
        if broken is Break.CLOCK and dt == 0.0:
            return Travel(0.0, 0.0, 0.0, broken)
        self._stamp, (self._left, self._right) = stamp, position
        if broken is Break.CLOCK and dt > 0.0:
            return Travel(dt, *turned, broken)
        if broken is not Break.NONE:
            turned = self._bridge(dt, speed)
        return Travel(max(dt, 0.0) if dt == dt else 0.0, *turned, broken)

    def _judge(
        self, dt: float, position: tuple[float, float], turned: tuple[float, float]
    ) -> Break:
        if math.isnan(dt):
            return Break.FIRST
        if dt <= 0.0:
            return Break.CLOCK
        near = max(abs(position[0]), abs(position[1])) < RESTARTED
        if dt > PAUSE and near and max(abs(self._left), abs(self._right)) > 2 * RESTARTED:
            return Break.RESTART
        if max(abs(turned[0]), abs(turned[1])) > self._fastest * min(dt, LONGEST) + LUMP:
            return Break.JUMP
        return Break.CLOCK if dt > LONGEST else Break.NONE

    def _bridge(self, dt: float, speed: tuple[float, float]) -> tuple[float, float]:
        if not 0.0 < dt <= PAUSE or max(abs(speed[0]), abs(speed[1])) > self._fastest:
            return 0.0, 0.0
        return speed[0] * dt, speed[1] * dt
