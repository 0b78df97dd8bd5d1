"""A picture of a round: the map, where the car was, what it visited."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from patrol.geometry import Array, inverse, transform
from patrol.messages import Grid

#: Colours are blue, green, red as OpenCV writes them.
FREE, UNKNOWN, WALL = (255, 255, 255), (215, 215, 215), (60, 60, 60)
TRUE, ESTIMATE, VISITED, MISSED = (190, 190, 190), (200, 120, 20), (70, 150, 40), (40, 40, 210)
WIDTH = 1400


def draw_round(
    grid: Grid,
    estimated: Array,
    true: Array,
    checkpoints: Mapping[str, Array],
    visited: Mapping[str, bool],
) -> NDArray[np.uint8]:
    """Return an image (h, w, 3): trajectories (n, 3) and checkpoints {name: pose} on the map."""
    scale = max(1, round(WIDTH / grid.cells.shape[1]))
    picture = _map_picture(grid, scale)
    for track, colour, width in ((true, TRUE, 5), (estimated, ESTIMATE, 2)):
        if len(track) > 1:
            pixels = _pixels(grid, track[:, :2], scale, picture.shape[0])
            cv2.polylines(picture, [pixels], False, colour, width, cv2.LINE_AA)
    for name, pose in checkpoints.items():
        centre = _pixels(grid, pose[None, :2], scale, picture.shape[0])[0]
        colour = VISITED if visited.get(name) else MISSED
        cv2.circle(picture, centre.tolist(), 8, colour, -1, cv2.LINE_AA)
        at = (int(centre[0]) + 11, int(centre[1]) + 5)
        cv2.putText(picture, name, at, cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)
    return picture


def _map_picture(grid: Grid, scale: int) -> NDArray[np.uint8]:
    cells = np.flipud(grid.cells)
    picture = np.full((*cells.shape, 3), FREE, np.uint8)
    picture[cells < 0] = UNKNOWN
    picture[cells >= 50] = WALL
    size = (cells.shape[1] * scale, cells.shape[0] * scale)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_NEAREST), np.uint8)


def _pixels(grid: Grid, points: Array, scale: int, height: int) -> NDArray[np.int32]:
    local = transform(inverse(grid.origin), points) / grid.resolution * scale
    return np.stack([local[:, 0], height - local[:, 1]], -1).round().astype(np.int32)
