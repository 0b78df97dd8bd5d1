"""The local costmap: what is near the car, seen now or before, with cost about it."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from patrol.dimensions import Dimensions
from patrol.messages import Grid, RangeReading
from patrol.sensing.local_costmap_parameters import ObstacleSensingParameters
from patrol.sensing.rolling_grid import RollingGrid
from patrol.sensing.scan_reader import ScanView
from patrol.sensing.sonar_points import SonarPoints

Array = NDArray[np.float64]
Pose = tuple[float, float, float]

LETHAL, INSCRIBED, FREE = 100, 99, 0
#: Fixed point of cv2.fillPoly: bits after the point.
SHIFT = 4
#: A beam clears up to this many cells before its end.
SHORTER = 1.0
#: Distances are looked up in tenths of a cell.
TENTHS = 10.0
#: Layers of the grid.
LIGHT, EDGES = 0, 1
#: A LiDAR return outlives this many turns that passed its cell, less one: at a distance a thin leg
#: is between two beams every now and then.
EVIDENCE = 2
#: A missing floor is marked with a disc of this radius (m) about the sensor's place.
EDGE_RADIUS = 0.04


class LocalCostmap:
    """Cells of odom: 100 something is there, 99 the car's inscribed circle would touch it, then
    falling to 0. Unseen cells are 0: what the car does not know the gate still sees.

    LiDAR returns stay until a beam passes through their cell; an invalid beam changes nothing.
    Echoes that no LiDAR return explains and missing floor stay until measured again.
    """

    def __init__(self, parameters: ObstacleSensingParameters, dimensions: Dimensions) -> None:
        self._parameters = parameters
        self._grid = RollingGrid(parameters.size, parameters.resolution, layers=2)
        self._passed = np.zeros((self._grid.cells, self._grid.cells), dtype=np.uint8)
        self._sonar = SonarPoints(dimensions.sonar_mounts)
        self._cliffs = dimensions.cliff_mounts
        self._deepest = dimensions.cliff_floor_limit
        self._light = (np.zeros(0), np.zeros(0))
        self._edges_known = False
        self._cost = _cost_table(parameters, dimensions.inscribed_radius)

    def forget(self) -> None:
        """Drop everything; odometry was re-based."""
        self._grid.clear()
        self._edges_known = False
        self._sonar.forget()
        self._light = (np.zeros(0), np.zeros(0))

    def add_scan(self, view: ScanView) -> None:
        """Clear along the beams, then mark where they ended."""
        grid = self._grid
        grid.centre(view.origin[0], view.origin[1])
        layer = grid.layers[LIGHT]
        self._clear(view, layer)
        rows, columns = grid.indices(view.x[view.hit], view.y[view.hit])
        layer[rows, columns] = EVIDENCE
        self._light = (view.x[view.hit], view.y[view.hit])

    def add_range(self, reading: RangeReading, base: Pose) -> None:
        """Take an ultrasonic reading made at a pose of the car in odom."""
        self._sonar.add(reading, base, self._light)

    def add_cliff(self, reading: RangeReading, base: Pose) -> None:
        """Mark or clear the floor below a cliff sensor."""
        mount = self._cliffs[reading.name]
        floor = reading.range <= mount[2] + self._deepest
        if floor and not self._edges_known:
            return
        c, s = math.cos(base[2]), math.sin(base[2])
        x = base[0] + c * mount[0] - s * mount[1]
        y = base[1] + s * mount[0] + c * mount[1]
        rows, columns = self._grid.indices(np.array([x]), np.array([y]))
        if len(rows) == 0:
            return
        layer = self._grid.layers[EDGES]
        if floor:
            layer[rows, columns] = 0
        else:
            self._edges_known = True
            radius = max(0, round(EDGE_RADIUS / self._grid.resolution))
            cv2.circle(layer, (int(columns[0]), int(rows[0])), radius, 1, -1)

    def render(self, stamp: float) -> Grid:
        """Return the costmap."""
        grid = self._grid
        free = ((grid.layers[LIGHT] | grid.layers[EDGES]) == 0).view(np.uint8)
        rows, columns = grid.indices(*self._sonar.remembered)
        free[rows, columns] = 0
        distance = cv2.distanceTransform(free, cv2.DIST_L2, cv2.DIST_MASK_5)
        # without any obstacle the distance is as good as endless
        np.minimum(distance, (len(self._cost) - 1) / TENTHS, out=distance)
        distance *= TENTHS
        cells = self._cost[distance.astype(np.int32)]
        return Grid(stamp, 'odom', grid.resolution, grid.origin, cells)

    def _clear(self, view: ScanView, layer: NDArray[np.uint8]) -> None:
        """Empty the polygon of the beams' ends, each a little shorter than it was."""
        grid = self._grid
        ox, oy, yaw = view.origin
        far = 0.75 * grid.cells * grid.resolution
        reach = np.minimum(view.ranges, far) - SHORTER * grid.resolution
        reach = np.where(view.unknown, 0.0, np.maximum(reach, 0.0))
        # ends of beams with a return, else along the bearing
        angle = yaw + view.angle_min + view.angle_increment * np.arange(len(reach))
        x = np.where(view.hit, view.x - ox, np.cos(angle))
        y = np.where(view.hit, view.y - oy, np.sin(angle))
        scale = reach / np.maximum(np.hypot(x, y), 1e-6)
        corner_x = ox + scale * x - grid.corner[0] * grid.resolution
        corner_y = oy + scale * y - grid.corner[1] * grid.resolution
        ring = np.stack([corner_x, corner_y], axis=-1) / grid.resolution - 0.5
        corners = np.round(ring * (1 << SHIFT)).astype(np.int32)
        self._passed[:] = 0
        cv2.fillPoly(self._passed, [corners], 1, cv2.LINE_8, SHIFT)
        cv2.subtract(layer, self._passed, dst=layer)  # stops at zero


def _cost_table(parameters: ObstacleSensingParameters, inscribed: float) -> NDArray[np.int8]:
    """Return the cost for distances in tenths of a cell."""
    distance = np.arange(0.0, parameters.inflation / parameters.resolution, 1 / TENTHS)
    metres = distance * parameters.resolution
    falling = (INSCRIBED - 1) * np.exp(-parameters.falling * (metres - inscribed))
    cost = np.where(metres <= inscribed, INSCRIBED, np.maximum(falling, 1))
    cost[metres < parameters.resolution / 2] = LETHAL
    return np.append(cost, FREE).astype(np.int8)
