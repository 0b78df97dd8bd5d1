"""Cheapest ways from one cell of a grid to all others."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

Array = NDArray[np.float64]
Indices = NDArray[np.int32]
#: Row and column steps to the eight neighbours.
NEIGHBOURS = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))


class Ways:
    """The cheapest ways from a start cell; cells are numbered row by row."""

    def __init__(self, cost: Array, before: Indices, shape: tuple[int, int]) -> None:
        self.cost = cost.reshape(shape)
        self._before = before
        self._width = shape[1]

    def to(self, row: int, column: int) -> NDArray[np.int64]:
        """Return the cells (n, 2), column and row, from the start to a reached cell."""
        cell = row * self._width + column
        cells = [cell]
        while self._before[cell] >= 0:
            cell = int(self._before[cell])
            cells.append(cell)
        numbers = np.array(cells[::-1])
        return np.stack([numbers % self._width, numbers // self._width], axis=-1)


def cheapest_ways(cost: Array, row: int, column: int) -> Ways:
    """Return the cheapest ways from a cell over cells of the given cost (h, w) per cell length.

    +Inf is impassable. A step costs its length times the mean cost of its two cells.
    """
    shape: tuple[int, int] = (cost.shape[0], cost.shape[1])
    sources, targets, lengths, pointers = _eight_connected(shape)
    flat = cost.ravel()
    weights = (flat[sources] + flat[targets]) * lengths
    size = flat.size
    graph = csr_matrix((weights, targets, pointers), shape=(size, size))
    found, before = dijkstra(graph, indices=row * shape[1] + column, return_predecessors=True)
    return Ways(found, before, shape)


@functools.lru_cache(maxsize=4)
def _eight_connected(shape: tuple[int, int]) -> tuple[Indices, Indices, Array, Indices]:
    """Return sources, targets, half lengths and row pointers of all steps between neighbours."""
    height, width = shape
    numbers = np.arange(height * width, dtype=np.int32).reshape(shape)
    steps = []
    for down, right in NEIGHBOURS:
        rows = slice(max(0, -down), height - max(0, down))
        columns = slice(max(0, -right), width - max(0, right))
        there = numbers[
            rows.start + down : rows.stop + down, columns.start + right : columns.stop + right
        ]
        length = np.full(there.size, np.hypot(down, right) / 2)
        steps.append((numbers[rows, columns].ravel(), there.ravel(), length))
    sources, targets, lengths = (np.concatenate(part) for part in zip(*steps, strict=True))
    order = np.lexsort((targets, sources))
    pointers = np.searchsorted(sources[order], np.arange(height * width + 1)).astype(np.int32)
    return sources[order], targets[order], lengths[order], pointers
