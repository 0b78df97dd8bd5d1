"""Publishes the map, once and latched, and a lease that says so."""

from __future__ import annotations

import math
from typing import ClassVar

from patrol.component import Component
from patrol.messages import Grid, Level, Status
from patrol.vocabulary import Key, Name

LEASE = 1.0


class MapServer(Component):
    """Serves one occupancy grid on `map`."""

    name: ClassVar[str] = 'map_server'
    period: ClassVar[float] = 0.1

    def __init__(self, grid: Grid) -> None:
        super().__init__()
        self._grid = grid
        self._served = False
        self._next_lease = -math.inf

    def on_tick(self, now: float) -> None:
        """Publish the map with the first tick, the lease once a second."""
        if not self._served:
            self._served = True
            self.emit('map', self._grid)
        if now >= self._next_lease:
            self._next_lease = now + LEASE - 1e-6
            self.emit('diagnostics', self._status())

    def _status(self) -> Status:
        rows, columns = self._grid.cells.shape
        size = f'{columns} x {rows} cells of {self._grid.resolution:g} m'
        return Status(self._grid.stamp, Name.MAP_SERVER, Level.OK, size, {Key.STATE: 'serving'})
