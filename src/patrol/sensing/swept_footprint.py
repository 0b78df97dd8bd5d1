"""When the car's rectangle, driven along an arc, first touches each of some points."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: An arc that turns less than this (rad) per metre is taken as straight.
STRAIGHT = 1e-3
#: How far (m) a point found inside the rectangle is pushed out of it.
OUTSIDE = 1e-4
TURN = 2 * math.pi


def gaps(x: Array, y: Array, half_length: float, half_width: float) -> Array:
    """Return the distances (n,) (m) of points in base_footprint from the rectangle, inside 0."""
    ahead = np.abs(x)
    ahead -= half_length
    beside = np.abs(y)
    beside -= half_width
    np.maximum(ahead, 0.0, out=ahead)
    np.maximum(beside, 0.0, out=beside)
    return np.hypot(ahead, beside)


def push_out(x: Array, y: Array, half_length: float, half_width: float) -> tuple[Array, Array]:
    """Return the points with those inside the rectangle moved to the nearest edge.

    Something reported inside the car touches it: it stands at the edge, and the car may drive away
    from it but not towards it.
    """
    deep_x, deep_y = half_length - np.abs(x), half_width - np.abs(y)
    inside = (deep_x > 0) & (deep_y > 0)
    if not inside.any():
        return x, y
    long_way = inside & (deep_x <= deep_y)
    side_way = inside & (deep_x > deep_y)
    edge_x = np.copysign(half_length + OUTSIDE, x)
    edge_y = np.copysign(half_width + OUTSIDE, y)
    return np.where(long_way, edge_x, x), np.where(side_way, edge_y, y)


def contact_times(
    x: Array, y: Array, linear: float, angular: float, half_length: Array, half_width: float
) -> Array:
    """Return after how long (s) each point (n,) touches the rectangle, Inf for never.

    The car drives a constant twist (m/s, rad/s); half_length (n,) may differ from point to point,
    points are in base_footprint and outside of the rectangle. Exact: seen from the car each point
    runs along a circle about the instantaneous centre of rotation, and enters where that circle
    first crosses an edge.
    """
    if abs(angular) <= STRAIGHT * abs(linear):
        return _straight(x, y, linear, half_length, half_width)
    centre = linear / angular  # on the y axis
    y = y - centre
    square = x * x + y * y
    count = len(x)
    edge_x, edge_y = np.empty((8, count)), np.empty((8, count))
    root = np.sqrt(square - half_length * half_length)
    edge_x[0:2], edge_x[2:4] = half_length, -half_length
    edge_y[0], edge_y[1] = root, -root
    edge_y[2:4] = edge_y[0:2]
    for row, side in ((4, half_width - centre), (6, -half_width - centre)):
        root = np.sqrt(square - side * side)
        edge_x[row], edge_x[row + 1] = root, -root
        edge_y[row : row + 2] = side
    turn = np.arctan2(y, x) - np.arctan2(edge_y, edge_x)
    if angular < 0:
        np.negative(turn, out=turn)
    turn %= TURN
    valid = np.empty((8, count), dtype=bool)
    valid[:4] = np.abs(edge_y[:4] + centre) <= half_width
    valid[4:] = np.abs(edge_x[4:]) <= half_length
    turn[~valid] = np.inf
    return np.asarray(turn.min(axis=0) / abs(angular))


def _straight(x: Array, y: Array, linear: float, half_length: Array, half_width: float) -> Array:
    if linear == 0.0:
        return np.full(len(x), np.inf)
    way = (x if linear > 0 else -x) - half_length
    return np.where((np.abs(y) < half_width) & (way >= 0), way / abs(linear), np.inf)
