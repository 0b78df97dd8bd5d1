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
    """Tells when a wheel is driven but its encoder does not count."""

    VOLTS = 2.5  # well above what friction needs
    PATIENCE = 0.15  # s

    def __init__(self, period: float) -> None:
        self._period = period
        self._idle = [0.0, 0.0]
        self._last = [0.0, 0.0]

    def look(self, positions: Sequence[float], volts: Sequence[float]) -> int | None:
        """Return the side (0 left, 1 right) whose encoder is stuck, or None."""
        for side, position in enumerate(positions):
            driven = abs(volts[side]) > self.VOLTS and position == self._last[side]
            self._idle[side] = self._idle[side] + self._period if driven else 0.0
            self._last[side] = position
        stuck = [side for side in (0, 1) if self._idle[side] > self.PATIENCE]
        return stuck[0] if stuck else None


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
