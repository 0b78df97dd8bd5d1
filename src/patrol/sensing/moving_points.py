"""Which points of a scan move, and where they will be."""

from __future__ import annotations

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray

from patrol.sensing.scan_reader import ScanView

Array = NDArray[np.float64]
Pose = tuple[float, float, float]

#: How many turns back the one is that each is compared with.
KEPT = 3
#: A point counts as moved into free space when an earlier beam went this much farther (m).
CLEARLY_FARTHER = 0.12
#: Beams on either side that must agree that the place was free.
AGREEING = 2
#: Steps of time (s) at which the future place of a moving point is marked.
STEP = 0.1


class MovingPoints:
    """Compares each turn with one 0.3 s before.

    A point that stands where an earlier beam passed freely has moved there: at least as far as
    the nearest thing seen then. Its velocity is taken from that displacement, at most `fastest`
    (m/s); it is expected to go on for `foresight` (s), but not through the car, a rectangle of
    half length and half width `half` (m): whoever comes from behind does not block the way on.
    """

    def __init__(self, fastest: float, foresight: float, half: tuple[float, float]) -> None:
        self._fastest, self._foresight, self._half = fastest, foresight, half
        self._earlier: deque[tuple[ScanView, Array]] = deque(maxlen=KEPT)

    def forget(self) -> None:
        """Drop the past; odometry was re-based."""
        self._earlier.clear()

    def look(self, view: ScanView, near: NDArray[np.intp], car: Pose) -> tuple[Array, Array]:
        """Return the places in odom, (m,) each, where the moving ones of the points `near`
        (indices of beams) may soon be, seen by a car at a pose in odom.
        """
        full = len(self._earlier) == KEPT
        earlier, free = self._earlier[0] if full else (view, view.ranges)
        self._earlier.append((view, _least_of_neighbours(view.ranges)))
        if len(near) == 0 or view.stamp <= earlier.stamp:
            return np.zeros(0), np.zeros(0)
        x, y = view.x[near], view.y[near]
        moved = _was_free(earlier, free, x, y)
        if not moved.any():
            return np.zeros(0), np.zeros(0)
        duration = view.stamp - earlier.stamp
        future_x, future_y = self._future(earlier, x[moved], y[moved], duration)
        arrived = np.logical_or.accumulate(self._in_car(future_x, future_y, car), axis=0)
        return future_x[~arrived], future_y[~arrived]

    def _future(
        self, earlier: ScanView, x: Array, y: Array, duration: float
    ) -> tuple[Array, Array]:
        """Return the places (k, n) of moving points (n,) at k times to come."""
        old_x, old_y = earlier.x[earlier.hit], earlier.y[earlier.hit]
        if len(old_x) == 0:
            return x[None, :], y[None, :]
        dx, dy = x[:, None] - old_x, y[:, None] - old_y
        square = dx * dx + dy * dy
        nearest = square.argmin(axis=1)
        row = np.arange(len(x))
        speed_x, speed_y = dx[row, nearest] / duration, dy[row, nearest] / duration
        share = self._fastest / np.maximum(np.hypot(speed_x, speed_y), self._fastest)
        ahead = np.arange(STEP, self._foresight + STEP / 2, STEP)[:, None]
        return x + share * speed_x * ahead, y + share * speed_y * ahead

    def _in_car(self, x: Array, y: Array, car: Pose) -> NDArray[np.bool_]:
        c, s = math.cos(car[2]), math.sin(car[2])
        dx, dy = x - car[0], y - car[1]
        ahead, beside = np.abs(c * dx + s * dy), np.abs(c * dy - s * dx)
        return np.asarray((ahead < self._half[0]) & (beside < self._half[1]))


def _was_free(earlier: ScanView, free: Array, x: Array, y: Array) -> NDArray[np.bool_]:
    index, distance = earlier.beam_at(x, y)
    distance += CLEARLY_FARTHER
    return np.asarray(free[index] > distance)  # NaN, unknown, is not free


def _least_of_neighbours(ranges: Array) -> Array:
    """Return for each beam of a turn (n,) the least range of it and AGREEING on either side."""
    padded = np.concatenate([ranges[-AGREEING:], ranges, ranges[:AGREEING]])
    least = padded[: len(ranges)].copy()
    for offset in range(1, 2 * AGREEING + 1):
        np.minimum(least, padded[offset : offset + len(ranges)], out=least)
    return least
