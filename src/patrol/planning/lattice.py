"""The graph of a map: nodes where the car fits, edges to their eight neighbours."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from patrol.geometry import Array
from patrol.planning.clearance_field import SPACING, ClearanceField
from patrol.planning.floor import Floor

Index = NDArray[np.int64]
#: In the order of the numbers of nodes, so that the graph needs no sorting.
NEIGHBOURS = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))


class Lattice:
    """Shortest ways over the nodes of a clearance field, by effort.

    Nodes are numbered over those that are drivable on the bare map; obstacles only raise the
    effort of edges, so that the graph is built once.
    """

    def __init__(self, floor: Floor) -> None:
        self._field = floor.field
        self._effort = floor.effort
        drivable = floor.labels > 0
        rows, columns = np.argwhere(drivable).T
        self._number: Index = np.full(drivable.shape, -1)
        self._number[rows, columns] = np.arange(len(rows))
        self._cells = rows, columns
        self.points = np.stack([columns + 0.5, rows + 0.5], axis=-1) * SPACING
        self._graph, self._tails, self._lengths = self._connect()
        self._region = floor.labels[self._cells]

    def __len__(self) -> int:
        return len(self.points)

    def with_field(self, field: ClearanceField) -> csr_array:
        """Return the graph whose edges cost what they cost in another field of the same map."""
        effort = self._effort.per_metre(field.values[self._cells])
        half = 0.5 * self._lengths
        data = half * (effort[self._tails] + effort[self._graph.indices])
        return csr_array((data, self._graph.indices, self._graph.indptr), self._graph.shape)

    @property
    def graph(self) -> csr_array:
        """The graph of the bare map: effort of each edge, (n, n), symmetric."""
        return self._graph

    def region(self, node: int) -> int:
        """Return the region of the floor a node lies in."""
        return int(self._region[node])

    def nearest(self, point: Array, reach: float, field: ClearanceField) -> int:
        """Return the node nearest to a local point (2,) within `reach` (m), or -1.

        Only nodes count that are drivable in `field` and from which the point is in sight.
        """
        span = math.ceil(reach / SPACING)
        row, column = np.floor(point[::-1] / SPACING).astype(int).tolist()
        top, left = max(row - span, 0), max(column - span, 0)
        window = self._number[top : max(row + span + 1, 0), left : max(column + span + 1, 0)]
        numbers = window[window >= 0]
        distance = np.hypot(*(self.points[numbers] - point).T)
        clear = field.values[self._cells[0][numbers], self._cells[1][numbers]]
        usable = (distance <= reach) & (clear >= self._effort.least)
        order = np.argsort(distance[usable], kind='stable')
        for number in numbers[usable][order].tolist():
            if self._in_sight(point, self.points[number]):
                return int(number)
        return -1

    def efforts(
        self, graph: csr_array, node: int, limit: float = math.inf
    ) -> tuple[Array, NDArray[np.int32]]:
        """Return the effort (n,) from a node to each other, and the node before each.

        Farther than `limit` the effort is infinite and the node before negative.
        """
        effort, before = dijkstra(graph, indices=node, limit=limit, return_predecessors=True)
        return effort, before

    def way(self, before: NDArray[np.int32], node: int) -> Array:
        """Return the local points (k, 2) of the way that ends at a node."""
        nodes = []
        while node >= 0:
            nodes.append(node)
            node = int(before[node])
        return self.points[nodes[::-1]]

    def _in_sight(self, a: Array, b: Array) -> bool:
        """Whether the line between two points touches nothing on the bare map."""
        steps = max(2, math.ceil(float(np.hypot(*(b - a))) / (SPACING / 2)))
        line = a + np.linspace(0.0, 1.0, steps)[:, None] * (b - a)
        return bool((self._field.at(line[1:]) > 0.0).all())

    def _connect(self) -> tuple[csr_array, Index, Array]:
        """Return the graph, the tail of each edge and its length (m)."""
        rows, columns = self._cells
        numbers = np.pad(self._number, 1, constant_values=-1)
        heads = np.stack(
            [numbers[rows + 1 + down, columns + 1 + right] for down, right in NEIGHBOURS], axis=-1
        )
        there = heads >= 0
        # csgraph of SciPy 1.11 takes no longer indices
        ends = np.concatenate([[0], np.cumsum(there.sum(axis=1))]).astype(np.int32)
        size = len(self.points)
        tail = np.repeat(np.arange(size), np.diff(ends))
        steps = np.hypot(*np.array(NEIGHBOURS).T) * SPACING
        length = np.broadcast_to(steps, there.shape)[there]
        effort = self._effort.per_metre(self._field.values[self._cells])
        head = heads[there].astype(np.int32)
        data = 0.5 * length * (effort[tail] + effort[head])
        return csr_array((data, head, ends), shape=(size, size)), tail, length
