"""Paths over the map: shortest by effort, smooth, round obstacles that are known."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from patrol.dimensions import Dimensions
from patrol.geometry import Array
from patrol.messages import Grid
from patrol.planning.clearance_field import ClearanceField
from patrol.planning.effort import EffortParameters
from patrol.planning.floor import Floor
from patrol.planning.lattice import Lattice
from patrol.planning.path_smoothing import headings, smooth

#: The car may stand this far (m) from where it could drive, e.g. after it was pushed to a wall.
START_REACH = 0.6
#: A goal is on the lattice or next to it (m).
GOAL_REACH = 0.2
#: First search only this much farther (times, plus m) than the crow flies.
DETOUR, DETOUR_MORE = 2.0, 10.0


@dataclass(frozen=True)
class PlannedPath:
    """Poses (n, 3) in map, their length (m), and the effort (m) of the way."""

    poses: Array
    length: float
    effort: float


class PathPlanner:
    """Plans over one map for one car; `set_obstacles` adds what is not on the map."""

    def __init__(
        self,
        grid: Grid,
        parameters: EffortParameters | None = None,
        dimensions: Dimensions | None = None,
    ) -> None:
        self.floor = Floor(grid, parameters, dimensions)
        self.bare, self.effort = self.floor.field, self.floor.effort
        self._lattice = Lattice(self.floor)
        self.set_obstacles(np.empty((0, 2)))

    def set_obstacles(self, points: Array) -> None:
        """Plan round obstacles at points (n, 2) in map from now on, instead of earlier ones."""
        self._field, self._graph = self.bare, self._lattice.graph
        if len(points):
            self._field = self.bare.with_obstacles(self.bare.to_local(points))
        if self._field is not self.bare:
            self._graph = self._lattice.with_field(self._field)

    def plan(self, start: Array, goal: Array, *, any_heading: bool = False) -> PlannedPath | None:
        """Return the path between two poses (3,) in map, or None where there is none.

        It begins at the start and ends at the goal, with the goal's yaw unless any will do.
        """
        a, b = self.bare.to_local(np.stack([start[:2], goal[:2]]))
        first = self._lattice.nearest(a, START_REACH, self._field)
        last = self._lattice.nearest(b, GOAL_REACH, self._field)
        if first < 0 or last < 0 or self._field.at(b[None])[0] < self.effort.least:
            return None
        if self._lattice.region(first) != self._lattice.region(last):
            return None
        crow = float(np.hypot(*(b - a)))
        for limit in (DETOUR * crow + DETOUR_MORE, math.inf):
            effort, before = self._lattice.efforts(self._graph, first, limit)
            if math.isfinite(effort[last]):
                way = np.concatenate([a[None], self._lattice.way(before, last), b[None]])
                yaw = None if any_heading else float(goal[2])
                return self._finished(way, yaw, float(effort[last]))
        return None

    def efforts(self, points: Array) -> EffortRows:
        """Return the rows of a table of efforts between points (n, 2) in map, on the bare map."""
        return EffortRows(self._lattice, self.bare, points)

    def _finished(self, way: Array, yaw: float | None, effort: float) -> PlannedPath:
        path = smooth(way, self._field, self.effort)
        length = float(np.hypot(*np.diff(path, axis=0).T).sum())
        return PlannedPath(headings(self.bare.to_map(path), yaw), length, effort)


class EffortRows:
    """A table of efforts (m) that is filled row by row, because one row is a moment's work.

    `table` (n, n) is symmetric; infinite where there is no way.
    """

    def __init__(self, lattice: Lattice, field: ClearanceField, points: Array) -> None:
        local = field.to_local(points[:, :2])
        self._lattice = lattice
        self._nodes = np.array([lattice.nearest(p, GOAL_REACH, field) for p in local], dtype=int)
        self.table = np.full((len(points), len(points)), np.inf)
        np.fill_diagonal(self.table, 0.0)
        self._next = 0

    @property
    def complete(self) -> bool:
        """Whether every row is there."""
        return self._next >= len(self._nodes)

    def add_row(self) -> None:
        """Compute the next row."""
        row, node = self._next, self._nodes[self._next]
        self._next += 1
        if node < 0:
            return
        effort, _ = self._lattice.efforts(self._lattice.graph, int(node))
        found = np.where(self._nodes >= 0, effort[self._nodes], np.inf)
        found[row] = 0.0
        self.table[row] = self.table[:, row] = found
