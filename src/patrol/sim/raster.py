"""Solids seen from above on a raster: which cell centres lie inside of an outline."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Raster:
    """A raster of square cells (m); `corner` (2,) is the corner of cell [0, 0]."""

    corner: tuple[float, float]
    cell: float
    rows: int
    columns: int

    @classmethod
    def around(cls, corners: Iterable[Array], margin: float, cell: float) -> Raster:
        """Return the raster that holds all points (n, 2), whose corner is a multiple of `cell`."""
        points = np.concatenate([np.asarray(c, dtype=np.float64) for c in corners])
        low = np.floor((points.min(axis=0) - margin) / cell)
        high = np.ceil((points.max(axis=0) + margin) / cell)
        columns, rows = (high - low).astype(int).tolist()
        return cls((float(low[0] * cell), float(low[1] * cell)), cell, rows, columns)

    def empty(self) -> Mask:
        """Return a mask (rows, columns) without any cell."""
        return np.zeros((self.rows, self.columns), dtype=bool)

    def fill(self, mask: Mask, corners: Array, grow: float = 0.0) -> None:
        """Mark the cells whose centre lies in a convex outline (n, 2), counter-clockwise.

        `grow` (m) moves its edges outwards. An outline too thin to hold any centre marks the
        cells that it passes.
        """
        window = self._window(corners, grow)
        if window is None:
            return
        rows, columns = window
        inside = self._inside(rows, columns, corners, grow)
        if not inside.any() and grow == 0.0:
            self._trace(mask, corners)
            return
        mask[rows, columns] |= inside

    def index(self, x: float, y: float) -> tuple[int, int]:
        """Return row and column of a point; it may lie off the raster."""
        return (
            math.floor((y - self.corner[1]) / self.cell),
            math.floor((x - self.corner[0]) / self.cell),
        )

    def holds(self, row: int, column: int) -> bool:
        """Whether the raster has the cell."""
        return 0 <= row < self.rows and 0 <= column < self.columns

    def centre(self, row: int, column: int) -> tuple[float, float]:
        """Return the middle (x, y) of a cell."""
        return (
            self.corner[0] + (column + 0.5) * self.cell,
            self.corner[1] + (row + 0.5) * self.cell,
        )

    def _window(self, corners: Array, grow: float) -> tuple[slice, slice] | None:
        low, high = corners.min(axis=0) - grow, corners.max(axis=0) + grow
        first = self.index(float(low[0]), float(low[1]))
        last = self.index(float(high[0]), float(high[1]))
        rows = slice(max(first[0], 0), min(last[0] + 1, self.rows))
        columns = slice(max(first[1], 0), min(last[1] + 1, self.columns))
        return (
            None if rows.start >= rows.stop or columns.start >= columns.stop else (rows, columns)
        )

    def _inside(self, rows: slice, columns: slice, corners: Array, grow: float) -> Mask:
        x = self.corner[0] + (np.arange(columns.start, columns.stop) + 0.5) * self.cell
        y = self.corner[1] + (np.arange(rows.start, rows.stop) + 0.5) * self.cell
        inside = np.ones((len(y), len(x)), dtype=bool)
        edges = np.roll(corners, -1, axis=0) - corners
        for (px, py), (ex, ey) in zip(corners.tolist(), edges.tolist(), strict=True):
            left = ex * (y[:, None] - py) - ey * (x[None, :] - px)
            inside &= left >= -grow * math.hypot(ex, ey)
        return inside

    def _trace(self, mask: Mask, corners: Array) -> None:
        for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            count = max(2, math.ceil(float(np.hypot(*(end - start))) / self.cell * 2))
            for x, y in np.linspace(start, end, count).tolist():
                row, column = self.index(x, y)
                if self.holds(row, column):
                    mask[row, column] = True
