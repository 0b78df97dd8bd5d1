"""Where an echo may have come from, and how long it is remembered."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from patrol.messages import RangeReading

Array = NDArray[np.float64]
Pose = tuple[float, float, float]

#: Points on the arc of an echo.
ARC = 7
#: A remembered point within this (m) of what is measured now is measured again.
SAME = 0.08
#: A LiDAR return this much (m) nearer or farther than the echo explains it.
EXPLAINED_NEARER, EXPLAINED_FARTHER = 0.10, 0.05
#: How far (rad) beside the cone the LiDAR return may be.
BESIDE = math.radians(3)
#: Echoes farther than this (m) say nothing yet: the arc is wider than a door.
FARTHEST = 1.2
#: Remembered points are dropped after this time (s) or beyond this distance (m).
LIFETIME, LEFT_BEHIND = 30.0, 3.0


@dataclass(slots=True)
class _Ranger:
    x: float
    y: float
    yaw: float
    arc_x: Array = field(default_factory=lambda: np.zeros(0))
    arc_y: Array = field(default_factory=lambda: np.zeros(0))


class SonarPoints:
    """Points in odom of all ultrasonic rangers. mounts: x, y, z, yaw in base_footprint by name.

    The last echo of each ranger stands as an arc across its cone. Where no LiDAR return explains
    it (glass, a kerb) the arc is remembered until the ranger looks through it again.
    """

    def __init__(self, mounts: dict[str, tuple[float, float, float, float]]) -> None:
        self.names = list(mounts)
        self._rangers = {n: _Ranger(m[0], m[1], m[3]) for n, m in mounts.items()}
        self._index = {name: index for index, name in enumerate(self.names)}
        self.forget()

    def forget(self) -> None:
        """Drop everything; odometry was re-based."""
        self._x, self._y, self._seen = np.zeros(0), np.zeros(0), np.zeros(0)
        self._who = np.zeros(0, dtype=np.intp)
        for ranger in self._rangers.values():
            ranger.arc_x, ranger.arc_y = np.zeros(0), np.zeros(0)

    @property
    def points(self) -> tuple[Array, Array, NDArray[np.intp]]:
        """All points: x, y in odom (n,) and the index of the ranger in `names`."""
        rangers = self._rangers.values()
        sizes = [len(r.arc_x) for r in rangers]
        return (
            np.concatenate([self._x, *(r.arc_x for r in rangers)]),
            np.concatenate([self._y, *(r.arc_y for r in rangers)]),
            np.concatenate([self._who, np.repeat(np.arange(len(sizes)), sizes)]),
        )

    @property
    def remembered(self) -> tuple[Array, Array]:
        """The points that only ultrasound has seen: x, y in odom (n,)."""
        return self._x, self._y

    def add(self, reading: RangeReading, base: Pose, light: tuple[Array, Array]) -> bool:
        """Take a reading made at a pose of the car in odom; `light`: LiDAR returns in odom.

        +Inf is clear, -Inf touches the sensor, NaN says nothing. False when nothing has changed.
        """
        distance = reading.range
        if math.isnan(distance):
            return False
        ranger = self._rangers[reading.name]
        if distance > FARTHEST and len(self._x) == len(ranger.arc_x) == 0:
            return False
        sensor = _compose(base, (ranger.x, ranger.y, ranger.yaw))
        distance = max(distance, 0.0)
        half = reading.field_of_view / 2
        explained = distance <= FARTHEST and _explained(sensor, half, distance, *light)
        # what explains the echo may stand beside glass: then only what is looked through goes
        seen = distance - SAME if explained else distance + SAME
        self._clear(sensor, half, min(seen, reading.max_range), reading.stamp, base)
        if distance > FARTHEST:
            ranger.arc_x = ranger.arc_y = np.zeros(0)
            return True
        angle = sensor[2] + np.linspace(-half, half, ARC)
        ranger.arc_x = sensor[0] + distance * np.cos(angle)
        ranger.arc_y = sensor[1] + distance * np.sin(angle)
        if not explained:
            self._remember(ranger, self._index[reading.name], reading.stamp)
        return True

    def _clear(self, sensor: Pose, half: float, nearer: float, stamp: float, base: Pose) -> None:
        """Drop what this reading looks through or measures again, what is old or far."""
        if len(self._x) == 0:
            return
        away, off = _polar(sensor, self._x, self._y)
        again = (off <= half + 0.02) & (away < nearer)
        left = np.hypot(self._x - base[0], self._y - base[1]) > LEFT_BEHIND
        keep = ~(again | left | (stamp - self._seen > LIFETIME))
        self._x, self._y = self._x[keep], self._y[keep]
        self._seen, self._who = self._seen[keep], self._who[keep]

    def _remember(self, ranger: _Ranger, index: int, stamp: float) -> None:
        self._x = np.concatenate([self._x, ranger.arc_x])
        self._y = np.concatenate([self._y, ranger.arc_y])
        self._seen = np.concatenate([self._seen, np.full(ARC, stamp)])
        self._who = np.concatenate([self._who, np.full(ARC, index)])


def _compose(base: Pose, mount: Pose) -> Pose:
    c, s = math.cos(base[2]), math.sin(base[2])
    return (
        base[0] + c * mount[0] - s * mount[1],
        base[1] + s * mount[0] + c * mount[1],
        base[2] + mount[2],
    )


def _polar(sensor: Pose, x: Array, y: Array) -> tuple[Array, Array]:
    """Return distance (m) and angle off the axis (rad, positive) of points seen from a sensor."""
    dx, dy = x - sensor[0], y - sensor[1]
    c, s = math.cos(sensor[2]), math.sin(sensor[2])
    return np.hypot(dx, dy), np.abs(np.arctan2(c * dy - s * dx, c * dx + s * dy))


def _explained(sensor: Pose, half: float, distance: float, x: Array, y: Array) -> bool:
    if len(x) == 0:
        return False
    away, off = _polar(sensor, x, y)
    fits = (away > distance - EXPLAINED_NEARER) & (away < distance + EXPLAINED_FARTHER)
    return bool((fits & (off < half + BESIDE)).any())
