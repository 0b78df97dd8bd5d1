"""Turns the staircase of a grid search into a way a car likes to drive."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from patrol.control.obstacle_field import ObstacleField
from patrol.control.reference_path import resample

Array = NDArray[np.float64]

SPACING = 0.05
#: Points (of SPACING) that are averaged, and how often.
WINDOW, ROUNDS = 7, 2
#: Room (m) beyond which more of it is worth nothing.
ENOUGH = 0.35


def straightened(points: Array, field: ObstacleField) -> Array:
    """Cut corners of a way (n, 2) where the straight line has as much room as the way itself."""
    room = np.minimum(field.room(points), ENOUGH)
    kept, here, last = [0], 0, len(points) - 1
    while here < last:
        here = _farthest(points, room, field, here, last)
        kept.append(here)
    return points[kept]


def _farthest(points: Array, room: Array, field: ObstacleField, here: int, last: int) -> int:
    """Return the farthest point that can be reached straight, by halving."""
    low, high = here + 1, last
    best = low
    while low <= high:
        middle = (low + high + 1) // 2
        if _straight(points, room, field, here, middle):
            best, low = middle, middle + 1
        else:
            high = middle - 1
    return best


def _straight(points: Array, room: Array, field: ObstacleField, a: int, b: int) -> bool:
    line, _ = resample(points[[a, b]], SPACING)
    return bool(field.room(line).min() >= room[a : b + 1].min() - 0.02)


def rounded(points: Array, field: ObstacleField, room: float) -> Array:
    """Round the corners of a way (n, 2) by a moving average that keeps `room` (m)."""
    even, _ = resample(points, SPACING)
    half = WINDOW // 2
    if len(even) < WINDOW:
        return even
    kernel = np.full(WINDOW, 1 / WINDOW)
    for _ in range(ROUNDS):
        smooth = even.copy()
        for k in (0, 1):
            smooth[half:-half, k] = np.convolve(even[:, k], kernel, 'valid')
        worse = field.room(smooth) < np.minimum(field.room(even), room)
        smooth[worse] = even[worse]
        even = smooth
    return even
