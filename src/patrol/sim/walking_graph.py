"""Where people can walk, and the shortest ways between the places they like."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from patrol.errors import UserError
from patrol.sim.plan_shapes import PlanShape

Array = NDArray[np.float64]

CELL = 0.1  # m, of the raster of solids
GRID = 2  # cells between nodes of the graph
MARGIN = 0.28  # m from a solid to the middle of a person
PLACES = 16
NEIGHBOURS = ((0, 1), (1, 0), (1, 1), (1, -1))


class WalkingGraph:
    """Nodes on the free floor that is connected to `start` (2,); PLACES seeded places.

    `step(place, node)` is the next node on the shortest way from a node to a place.
    """

    def __init__(
        self, shapes: Sequence[PlanShape], start: Array, random: np.random.Generator
    ) -> None:
        room = _room(shapes, start)
        self._index = np.full(room.free.shape, -1)
        rows, columns = np.nonzero(room.free)
        self._index[rows, columns] = np.arange(len(rows))
        self.nodes = room.origin + np.stack([columns, rows], axis=-1) * (CELL * GRID)
        graph = self._connect()
        if len(rows) == 0:
            raise UserError('there is no room for people in this world')
        home = int(np.argmin(np.linalg.norm(self.nodes - start, axis=1)))
        reach = dijkstra(graph, directed=False, indices=home)
        reachable = np.flatnonzero(np.isfinite(reach))
        self.places = random.choice(reachable, size=PLACES)
        _, previous = dijkstra(
            graph, directed=False, indices=self.places, return_predecessors=True
        )
        self._previous = previous

    def step(self, place: int, node: int) -> int:
        """Return the node after `node` on the way to a place, or -1 when it is there."""
        following = int(self._previous[place, node])
        return following if following >= 0 else -1

    def _connect(self) -> csr_array:
        ends, lengths = [], []
        rows, columns = len(self._index), len(self._index[0])
        for down, right in NEIGHBOURS:
            left, gone = max(0, -right), max(0, right)
            a = self._index[: rows - down, left : columns - gone]
            b = self._index[down:, gone : columns - left]
            both = (a >= 0) & (b >= 0)
            ends.append(np.stack([a[both], b[both]]))
            lengths.append(np.full(int(both.sum()), np.hypot(down, right)))
        pairs, length = np.concatenate(ends, axis=1), np.concatenate(lengths)
        count = len(self.nodes)
        graph = coo_array((length, (pairs[0], pairs[1])), shape=(count, count)).tocsr()
        # csgraph of SciPy 1.11 takes no other indices
        graph.indices, graph.indptr = graph.indices.astype(np.int32), graph.indptr.astype(np.int32)
        return graph


class _Room:
    def __init__(self, origin: Array, free: NDArray[np.bool_]) -> None:
        self.origin, self.free = origin, free


def _room(shapes: Sequence[PlanShape], start: Array) -> _Room:
    corners = np.concatenate([start[None], *(shape.corners for shape in shapes)])
    origin = corners.min(axis=0) - 1.0
    size = np.ceil((corners.max(axis=0) + 1.0 - origin) / CELL).astype(int)
    raster = np.ones((size[1], size[0]), dtype=np.uint8)
    for shape in shapes:
        cells = np.round((shape.corners - origin) / CELL).astype(np.int32)
        cv2.fillConvexPoly(raster, cells, 0)
    raster[0, :] = raster[-1, :] = raster[:, 0] = raster[:, -1] = 0
    away = cv2.distanceTransform(raster, cv2.DIST_L2, 5) * CELL
    return _Room(origin, away[::GRID, ::GRID] > MARGIN)
