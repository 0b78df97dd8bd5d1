"""What stops the board by itself: missing floor, a wheel that does not count, an empty battery."""

from __future__ import annotations

from collections.abc import Sequence

from patrol.dimensions import Dimensions


class CliffGuard:
    """Watches the cliff sensors; two samples without floor in a row count.

    `front` and `rear` name the sensor that misses the floor in that direction, or ''.
    """

    SAMPLES = 2

    def __init__(self, dimensions: Dimensions) -> None:
        mounts = dimensions.cliff_mounts
        self._names = list(mounts)
        self._ahead = [mount[0] > 0 for mount in mounts.values()]
        limit = dimensions.cliff_floor_limit
        self._deepest = [mount[2] + limit for mount in mounts.values()]
        self._missing = [0] * len(mounts)
        self.front = ''
        self.rear = ''

    def look(self, distances: Sequence[float]) -> None:
        """Take one sample of each sensor (m); NaN and +Inf are no floor."""
        self.front = self.rear = ''
        for index, distance in enumerate(distances):
            if distance <= self._deepest[index]:
                self._missing[index] = 0
                continue
            self._missing[index] += 1
            if self._missing[index] < self.SAMPLES:
                continue
            if self._ahead[index]:
                self.front = self.front or f'cliff/{self._names[index]}'
            else:
                self.rear = self.rear or f'cliff/{self._names[index]}'


class EncoderGuard:
    """Tells when a wheel is driven but its encoder does not count, or counts the wrong way.

    `fault` is the first one found and `faulty` all sides that have one, until `reset`.
    """

    VOLTS = 2.5  # well above what friction needs
    STUCK = 0.15  # s
    TURNING = 1.0  # rad/s, of the reference and of the wheel
    REVERSED = 0.1  # s: references follow what the wheels can do, so signs agree sooner

    def __init__(self, period: float) -> None:
        self._period = period
        self._last = [0.0, 0.0]
        self._idle = [0.0, 0.0]
        self._contrary = [0.0, 0.0]
        self.fault = ''
        self.faulty: set[int] = set()

    def look(
        self,
        positions: Sequence[float],
        speeds: Sequence[float],
        references: Sequence[float],
        volts: Sequence[float],
    ) -> None:
        """Take one sample: angles (rad), speeds and wanted speeds (rad/s), motor voltages."""
        for side in (0, 1):
            driven = abs(volts[side]) > self.VOLTS
            idle = driven and positions[side] == self._last[side]
            self._idle[side] = self._idle[side] + self._period if idle else 0.0
            contrary = (
                driven
                and min(abs(speeds[side]), abs(references[side])) > self.TURNING
                and speeds[side] * references[side] < 0.0
            )
            self._contrary[side] = self._contrary[side] + self._period if contrary else 0.0
            self._last[side] = positions[side]
            self._judge(side)

    def reset(self) -> None:
        """Believe the encoders again."""
        self.fault = ''
        self.faulty.clear()
        self._idle, self._contrary = [0.0, 0.0], [0.0, 0.0]

    def _judge(self, side: int) -> None:
        name = ('encoder_left', 'encoder_right')[side]
        if self._idle[side] > self.STUCK:
            self.fault = self.fault or name
            self.faulty.add(side)
        elif self._contrary[side] > self.REVERSED:
            self.fault = self.fault or f'{name}_reversed'
            self.faulty.add(side)


class BatteryGuard:
    """Under-voltage with patience, because a start pulls the voltage down for a moment."""

    PATIENCE = 1.0  # s
    RECOVERY = 0.5  # V above empty

    def __init__(self, empty_voltage: float, period: float) -> None:
        self._empty, self._period = empty_voltage, period
        self._low = 0.0
        self.empty = False

    def look(self, voltage: float) -> None:
        """Take one sample of the voltage (V)."""
        self._low = self._low + self._period if voltage < self._empty else 0.0
        if self._low > self.PATIENCE:
            self.empty = True
        elif voltage > self._empty + self.RECOVERY:
            self.empty = False
