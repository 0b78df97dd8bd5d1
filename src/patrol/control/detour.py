"""A way round what is not on the map, from the car back to the path."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from patrol.control.grid_dijkstra import cheapest_ways
from patrol.control.obstacle_field import ObstacleField
from patrol.control.path_smoothing import rounded, straightened
from patrol.control.planar import Pose

Array = NDArray[np.float64]

#: Room (m) about the middle of the car from which on more is not looked for.
WIDE = 0.4
#: What the narrowest way costs, in lengths of a wide one.
NARROW_COST = 6.0
#: What leaving the path costs: per metre of distance to it, in lengths, up to this distance (m).
STRAY_COST, STRAY_LIMIT = 0.6, 1.5
#: The path is free for this far (m) behind where the detour comes back; else at least for the
#: second.
FREE_AFTER = (0.6, 0.15)
#: What a metre of path that is blocked again farther on costs.
LATER_COST = 2.0
#: How much of the path (m) is carried on behind the place where the detour ends.
TAIL = 1.5


@dataclass(frozen=True, slots=True)
class Detour:
    """Points (n, 2) in odom from the car to the path and on along it.

    The path is met again at arc length `rejoin` (m) of the detour.
    """

    points: Array
    rejoin: float


def find_detour(
    car: Pose, ahead: Array, spacing: float, blocked: int, field: ObstacleField, room: float
) -> Detour | None:
    """Search a way from the car to the path `ahead` (n, 2), all in odom, clear by `room` (m).

    `room` is kept about the middle of the car. The way comes back behind the `blocked` point of
    the path, at the place with the cheapest way there and on along the path. None when there is
    no way.
    """
    cost = _cell_costs(field, ahead, room)
    column, row = field.to_cells(np.array([[car[0], car[1]]]))[0].tolist()
    height, width = field.shape
    if not (0 <= row < height and 0 <= column < width):
        return None
    _open_about(cost, row, column, field.resolution)
    ways = cheapest_ways(cost, row, column)
    cells = field.to_cells(ahead)
    index = _place_of_return(ways.cost, cells, ahead, spacing, blocked, field, room)
    if index is None:
        return None
    way = field.to_frame(ways.to(int(cells[index, 1]), int(cells[index, 0])))
    way = np.vstack([[car[:2]], way[1:-1], ahead[index : index + 1]])
    way = rounded(straightened(way, field), field, room + 0.02)
    length = float(np.hypot(*np.diff(way, axis=0).T).sum())
    tail = ahead[index + 1 : index + 1 + round(TAIL / max(spacing, 1e-3))]
    return Detour(np.vstack([way, tail]), length)


def _cell_costs(field: ObstacleField, ahead: Array, room: float) -> Array:
    """Return what each cell costs per length; +Inf where the car does not fit."""
    distance = field.distance
    share = np.clip((WIDE - distance) / (WIDE - room), 0.0, 1.0)
    cost = 1.0 + (NARROW_COST - 1.0) * np.square(share)
    cost += STRAY_COST * np.minimum(_distance_to_path(field, ahead), STRAY_LIMIT)
    return np.asarray(np.where(distance < room, np.inf, cost), dtype=np.float64)


def _distance_to_path(field: ObstacleField, ahead: Array) -> NDArray[np.float32]:
    away = np.ones(field.shape, np.uint8)
    cells = field.to_cells(ahead)
    cells = cells[field.inside(cells)]
    away[cells[:, 1], cells[:, 0]] = 0
    if not len(cells):
        return np.zeros(field.shape, np.float32)
    found = cv2.distanceTransform(away, cv2.DIST_L2, cv2.DIST_MASK_3)
    return np.asarray(found * np.float32(field.resolution))


def _open_about(cost: Array, row: int, column: int, resolution: float) -> None:
    """Let the search leave a start that is too narrow: the car is already there."""
    reach = int(0.15 / resolution) + 1
    about = cost[
        max(row - reach, 0) : row + reach + 1, max(column - reach, 0) : column + reach + 1
    ]
    about[np.isinf(about)] = 3 * NARROW_COST


def _place_of_return(
    cost: Array,
    cells: NDArray[np.int64],
    ahead: Array,
    spacing: float,
    blocked: int,
    field: ObstacleField,
    room: float,
) -> int | None:
    """Return the index of the path point that is cheapest to return to."""
    free = field.room(ahead) >= room
    inside = field.inside(cells)
    total = np.full(len(ahead), np.inf)
    total[inside] = cost[cells[inside, 1], cells[inside, 0]] * field.resolution
    total += spacing * np.arange(len(ahead))[::-1]
    total += LATER_COST * spacing * np.cumsum(~free[::-1])[::-1]
    total[: blocked + 1] = np.inf
    for distance in FREE_AFTER:
        after = max(1, round(distance / max(spacing, 1e-3)))
        padded = np.concatenate([free, np.ones(after, bool)])
        run = np.lib.stride_tricks.sliding_window_view(padded, after + 1).min(1)
        best = int(np.where(run, total, np.inf).argmin())
        if run[best] and np.isfinite(total[best]):
            return best
    return None
