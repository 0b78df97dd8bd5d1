"""A building raised from a map of map_server: whatever is not free becomes a wall."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from patrol.errors import UserError
from patrol.geometry import transform
from patrol.messages import Grid
from patrol.planning.occupancy_map import load_map
from patrol.sim.raster import Mask
from patrol.sim.world import Model, Solid, World

WALL_HEIGHT = 2.0
#: Free pockets smaller than this (m2) are filled: specks of the survey, cracks between walls.
POCKET = 1.0
#: Cells from this occupancy on are walls (map_server's default threshold).
OCCUPIED = 65
WALL_COLOUR = (0.78, 0.77, 0.72, 1.0)
FLOOR_COLOUR = (0.55, 0.55, 0.52, 1.0)

Block = tuple[int, int, int, int]


def world_from_map(file: Path | str) -> World:
    """Return a world of a floor and walls for a map's YAML file.

    Occupied cells and the rim of the unknown become boxes; the place and yaw of the map's origin
    are kept. Raises UserError when the map cannot be read or has no free floor.
    """
    grid = load_map(Path(file))
    if not ((grid.cells >= 0) & (grid.cells < OCCUPIED)).any():
        raise UserError('the map has no free floor', file=file)
    return raise_walls(grid, Path(file).stem)


def raise_walls(grid: Grid, name: str) -> World:
    """Return the world of a grid: a wall wherever it is unknown or occupied."""
    free = _without_pockets((grid.cells >= 0) & (grid.cells < OCCUPIED), grid.resolution)
    solids = tuple(
        _box(f'wall_{number}', block, grid) for number, block in enumerate(blocks(free), start=1)
    )
    floor = Solid('floor', 'plane', (100.0, 100.0), np.zeros(6), FLOOR_COLOUR)
    return World(name, (Model('floor', (floor,)), Model('walls', solids)))


def blocks(free: Mask) -> Iterator[Block]:
    """Yield few rectangles that cover every cell beside a free one, and no free cell.

    A rectangle is (first row, end row, first column, end column); it grows from the first cell
    that is not covered yet to the side where it covers more. Cells that touch no free one are
    covered or not, as it comes. The cells around the mask are not free.
    """
    solid = np.pad(~free, 1, constant_values=True)
    beside = cv2.dilate((~solid).astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    todo = solid & beside
    for row, column in np.argwhere(todo).tolist():
        if not todo[row, column]:
            continue
        bottom, top, left, right = _grow(solid, todo, row, column)
        todo[bottom:top, left:right] = False
        yield bottom - 1, top - 1, left - 1, right - 1


def _grow(solid: Mask, todo: Mask, row: int, column: int) -> Block:
    """Return the better of two rectangles about a cell: its run along one axis, then widened."""
    left, right = _run(np.asarray(solid[row]), column)
    flat = (*_run(np.asarray(solid[:, left:right].all(axis=1)), row), left, right)
    bottom, top = _run(np.asarray(solid[:, column]), row)
    tall = (bottom, top, *_run(np.asarray(solid[bottom:top].all(axis=0)), column))
    return max(flat, tall, key=lambda b: int(todo[b[0] : b[1], b[2] : b[3]].sum()))


def _run(line: Mask, place: int) -> tuple[int, int]:
    """Return the run of true cells about a place as (first, end)."""
    before = np.flatnonzero(~line[:place])
    after = np.flatnonzero(~line[place:])
    first = int(before[-1]) + 1 if len(before) else 0
    return first, place + int(after[0]) if len(after) else len(line)


def _without_pockets(free: Mask, resolution: float) -> Mask:
    """Fill free pockets in which a car could do nothing."""
    _, label, stats, _ = cv2.connectedComponentsWithStats(free.astype(np.uint8), connectivity=8)
    big = stats[:, cv2.CC_STAT_AREA] * resolution**2 >= POCKET
    big[0] = False
    return np.asarray(big[label])


def _box(name: str, block: Block, grid: Grid) -> Solid:
    bottom, top, left, right = block
    size = grid.resolution
    middle = transform(grid.origin, np.array([[left + right, bottom + top]]) * size / 2)[0]
    pose = np.array([middle[0], middle[1], WALL_HEIGHT / 2, 0.0, 0.0, grid.origin[2]])
    extent = ((right - left) * size, (top - bottom) * size, WALL_HEIGHT)
    return Solid(name, 'box', extent, pose, WALL_COLOUR)
