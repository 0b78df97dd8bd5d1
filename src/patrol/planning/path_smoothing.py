"""From a way over lattice nodes to a path a car can follow: straight, then gently bent."""

from __future__ import annotations

import math

import numpy as np

from patrol.geometry import Array
from patrol.planning.clearance_field import ClearanceField
from patrol.planning.effort import Effort

#: Distance (m) between the points of a path, and at which effort along a line is sampled.
STEP = 0.1
#: A short cut may cost this much more than the lattice way, which is never quite straight.
TOLERANCE = 1.005
#: Rounds of relaxing, pull to the neighbours' middle, push away from walls (m per m of lack).
ROUNDS, PULL, PUSH = 60, 0.4, 0.05
#: A relaxed path may come this much (m) nearer to a wall than the way it came from.
ALLOWANCE = 0.02


def smooth(way: Array, field: ClearanceField, effort: Effort) -> Array:
    """Return a path (m, 2) along a way (k, 2), both local, first and last point kept.

    Short cuts are taken where they cost no more effort; the corners that are left are rounded by
    relaxing the points between tension and the push of near walls (elastic bands, Quinlan and
    Khatib 1993), unless that brought the path nearer to a wall than the car can be.
    """
    straight = resampled(_short_cuts(way, field, effort), STEP)
    if len(straight) < 3:
        return straight
    relaxed = _relaxed(straight, field, effort)
    nearest = min(float(field.at(straight).min()), effort.turning)
    if float(field.at(relaxed).min()) < nearest - ALLOWANCE:
        return straight
    return resampled(relaxed, STEP)


def resampled(points: Array, step: float) -> Array:
    """Return points (m, 2) about `step` (m) apart along a polyline (k, 2)."""
    lengths = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    count = max(1, math.ceil(along[-1] / step - 1e-9))
    places = np.linspace(0.0, along[-1], count + 1)
    return np.stack([np.interp(places, along, points[:, k]) for k in (0, 1)], axis=-1)


def headings(points: Array, last: float | None) -> Array:
    """Return poses (n, 3) that look along a path (n, 2); the last one `last` (rad) if given."""
    if len(points) < 2:
        yaw = np.full(len(points), 0.0 if last is None else last)
        return np.column_stack([points, yaw])
    ahead = np.concatenate([np.diff(points, axis=0), points[-1:] - points[-2:-1]])
    yaw = np.arctan2(ahead[:, 1], ahead[:, 0])
    if last is not None:
        yaw[-1] = last
    return np.column_stack([points, yaw])


def _short_cuts(way: Array, field: ClearanceField, effort: Effort) -> Array:
    """Return the corners (c, 2) that are left when straight lines replace what they can."""
    steps = np.hypot(*np.diff(way, axis=0).T)
    per_metre = effort.per_metre(np.maximum(field.at(way), effort.least))
    spent = np.concatenate([[0.0], np.cumsum(steps * (per_metre[1:] + per_metre[:-1]) / 2)])
    corners, place, last = [0], 0, len(way) - 1
    while place < last:
        place = _farthest(way, spent, place, field, effort)
        corners.append(place)
    return way[corners]


def _farthest(way: Array, spent: Array, place: int, field: ClearanceField, effort: Effort) -> int:
    """Return the farthest point to which a straight line costs no more than the way."""
    good, stride, last = place + 1, 2, len(way) - 1
    while stride >= 1:
        tried = min(good + stride, last)
        allowed = (spent[tried] - spent[place]) * TOLERANCE
        if tried > good and _line_effort(way[place], way[tried], field, effort) <= allowed:
            good, stride = tried, stride * 2
        else:
            stride //= 2
    return good


def _line_effort(a: Array, b: Array, field: ClearanceField, effort: Effort) -> float:
    length = float(np.hypot(*(b - a)))
    count = max(2, math.ceil(length / (STEP / 2)))
    places = (np.arange(count) + 0.5) / count
    line = a + places[:, None] * (b - a)
    return length * float(effort.per_metre(field.at(line)).mean())


def _relaxed(points: Array, field: ClearanceField, effort: Effort) -> Array:
    path = points.copy()
    ample = effort.parameters.ample
    for number in range(ROUNDS):
        inner = path[1:-1]
        if number % 5 == 0:  # the field changes little while points move by millimetres
            lack = np.clip(ample - field.at(inner), 0.0, ample)
            push = PUSH * lack[:, None] * field.slope(inner)
        pull = PULL * (0.5 * (path[:-2] + path[2:]) - inner)
        path[1:-1] = inner + pull + push
    return path
