"""When the car's rectangle, driven along an arc, first touches each of some points.

Seen from the car each point runs along a circle about the instantaneous centre of rotation, and
touches the rectangle where that circle first crosses an edge: exact, without stepping.
Points are given by x and y (n,) in base_footprint, outside of the rectangle, in m.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: An arc that turns less than this (rad) per metre is taken as straight.
STRAIGHT = 1e-3
TURN = 2 * math.pi


def contact_times(
    x: Array, y: Array, linear: float, angular: float, half_length: Array, half_width: float
) -> Array:
    """Return after how long (s) each point (n,) touches the rectangle, Inf for never.

    The car drives a constant twist (m/s, rad/s); half_length (n,) may differ from point to point.
    """
    if linear < 0:  # the mirror image drives forward and turns the other way
        x, linear, angular = -x, -linear, -angular
    if angular < 0:
        y, angular = -y, -angular
    if angular <= STRAIGHT * linear:
        return _straight(x, y, linear, half_length, half_width)
    centre = linear / angular
    if centre > half_width:
        turn = _driven(x, y, centre, half_length, half_width)
    else:
        turn = _pivoted(x, y, centre, half_length, half_width)
    turn /= angular
    return turn


def _straight(x: Array, y: Array, linear: float, half_length: Array, half_width: float) -> Array:
    if linear == 0.0:
        return np.full(len(x), np.inf)
    way = x - half_length
    way[(np.abs(y) >= half_width) | (way < 0)] = np.inf
    way /= linear
    return way


def _driven(x: Array, y: Array, centre: float, half_length: Array, half_width: float) -> Array:
    """Forward and left about a centre (0, `centre`) outside of the rectangle.

    A point comes in through the front edge or, on a smaller circle, through the side towards the
    centre; on a circle beyond the outer side the tail may swing into it instead.
    """
    below = y - centre
    square = x * x + below * below
    inner, outer = centre - half_width, centre + half_width
    front = half_length * half_length
    with np.errstate(invalid='ignore'):
        edge_y = -np.sqrt(np.maximum(square - front, inner * inner))
        edge_x = np.sqrt(square - edge_y * edge_y)
        swing = -np.sqrt(square - outer * outer)
    phase = np.arctan2(below, x)
    turn = (phase - np.arctan2(edge_y, edge_x)) % TURN
    turn[~((edge_y >= -outer) & (edge_x >= 0))] = np.inf
    tail = np.flatnonzero(swing >= -half_length)
    if len(tail):
        late = (phase[tail] - np.arctan2(-outer, swing[tail])) % TURN
        turn[tail] = np.minimum(turn[tail], late)
    return np.asarray(turn)


def _pivoted(x: Array, y: Array, centre: float, half_length: Array, half_width: float) -> Array:
    """Left about a centre (0, `centre`) inside the rectangle: any edge may be the first."""
    turn = np.full(len(x), np.inf)
    below = y - centre
    square = x * x + below * below
    left, right = half_width - centre, -half_width - centre
    corner = half_length * half_length + max(left * left, right * right)
    reached = np.flatnonzero(square <= corner)
    if len(reached) == 0:
        return turn
    square, half = square[reached], half_length[reached]
    edge_x, edge_y = np.empty((8, len(reached))), np.empty((8, len(reached)))
    with np.errstate(invalid='ignore'):
        root = np.sqrt(square - half * half)
        edge_x[0:2], edge_x[2:4] = half, -half
        edge_y[0], edge_y[1], edge_y[2], edge_y[3] = root, -root, root, -root
        for row, side in ((4, left), (6, right)):
            root = np.sqrt(square - side * side)
            edge_x[row], edge_x[row + 1] = root, -root
            edge_y[row : row + 2] = side
        on_edge = (np.abs(edge_x) <= half) & (edge_y <= left) & (edge_y >= right)
    found = (np.arctan2(below[reached], x[reached]) - np.arctan2(edge_y, edge_x)) % TURN
    found[~on_edge] = np.inf
    turn[reached] = found.min(axis=0)
    return turn
