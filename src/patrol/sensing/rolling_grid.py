"""A square grid that rolls along with the car, aligned to whole cells of odom."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class RollingGrid:
    """Layers (n, n) uint8 about the car. `corner` (2,): column and row in odom of cell [0, 0].

    Cells that roll in are empty.
    """

    def __init__(self, size: float, resolution: float, layers: int) -> None:
        self.resolution = resolution
        self.cells = round(size / resolution)
        self.layers = [np.zeros((self.cells, self.cells), dtype=np.uint8) for _ in range(layers)]
        self.corner = (0, 0)

    def clear(self) -> None:
        """Forget everything."""
        for layer in self.layers:
            layer[:] = 0

    def centre(self, x: float, y: float) -> None:
        """Roll so that a place in odom (m) is in the middle."""
        half = self.cells // 2
        column = math.floor(x / self.resolution) - half
        row = math.floor(y / self.resolution) - half
        right, up = column - self.corner[0], row - self.corner[1]
        if right == 0 and up == 0:
            return
        self.corner = (column, row)
        self.layers = [_shifted(layer, right, up) for layer in self.layers]

    @property
    def origin(self) -> Array:
        """Pose (3,) of the corner of cell [0, 0] in odom."""
        return np.array([self.corner[0] * self.resolution, self.corner[1] * self.resolution, 0.0])

    def indices(self, x: Array, y: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return rows and columns of the points in odom that are inside the window."""
        column = np.floor(x / self.resolution).astype(np.intp) - self.corner[0]
        row = np.floor(y / self.resolution).astype(np.intp) - self.corner[1]
        inside = (column >= 0) & (column < self.cells) & (row >= 0) & (row < self.cells)
        return row[inside], column[inside]


def _shifted(layer: NDArray[np.uint8], right: int, up: int) -> NDArray[np.uint8]:
    out = np.zeros_like(layer)
    n = len(layer)
    if abs(right) < n and abs(up) < n:
        to_rows, from_rows = _overlap(up, n)
        to_columns, from_columns = _overlap(right, n)
        out[to_rows, to_columns] = layer[from_rows, from_columns]
    return out


def _overlap(shift: int, n: int) -> tuple[slice, slice]:
    if shift >= 0:
        return slice(0, n - shift), slice(shift, n)
    return slice(-shift, n), slice(0, n + shift)
