"""Everything near the car that must not be touched, as points in odom with their sensors."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.dimensions import Dimensions
from patrol.localization.odometry_history import OdometryHistory
from patrol.messages import RangeReading, Scan
from patrol.sensing.moving_points import MovingPoints
from patrol.sensing.scan_reader import ScanReader, ScanView
from patrol.sensing.sonar_points import SonarPoints
from patrol.sensing.velocity_gate_parameters import VelocityGateParameters

Array = NDArray[np.float64]
Pose = tuple[float, float, float]

#: An invalid beam leaves the point that was seen there before for this long (s).
REMEMBER_UNKNOWN = 0.6
#: Returns within this (m) may explain an echo.
LIGHT_RADIUS = 1.6
#: Moving things are looked for within this (m).
MOVING_RADIUS = 2.5


class Surroundings:
    """Keeps the points of LiDAR and ultrasound up to date. `reach` (m): what is farther from
    base_footprint does not matter to the next verdicts.
    """

    def __init__(
        self, parameters: VelocityGateParameters, dimensions: Dimensions, reach: float
    ) -> None:
        pose = dimensions.lidar_pose
        self._reader = ScanReader((pose[0], pose[1], 0.0))
        half = (dimensions.length / 2, dimensions.width / 2)
        self._moving = MovingPoints(parameters.person_speed, parameters.foresight, half)
        self._sonar = SonarPoints(dimensions.sonar_mounts)
        # the car goes on until the next turn arrives
        self._reach = reach + 0.2 * dimensions.limits.speed
        self._sensors = ('scan', *(f'range/{name}' for name in self._sonar.names))
        self.forget()

    def forget(self) -> None:
        """Drop everything; odometry was re-based."""
        empty = np.zeros(0)
        self._scan_x, self._scan_y = empty, empty
        self._held = (empty, empty, empty)
        self._light = (empty, empty)
        self._all: tuple[Array, NDArray[np.intp]] | None = None
        self._moving.forget()
        self._sonar.forget()

    def sensor(self, which: int) -> str:
        """Return the topic that a point's number of sensor stands for."""
        return self._sensors[which]

    def add_scan(self, scan: Scan, history: OdometryHistory) -> None:
        """Take a turn of the LiDAR."""
        view = self._reader.read(scan, history)
        away = np.hypot(view.x - view.origin[0], view.y - view.origin[1])
        away[~view.hit] = math.inf
        near = np.flatnonzero(away < self._reach)
        held = self._hold(view, near)
        watched = np.flatnonzero(away < MOVING_RADIUS)
        future = self._moving.look(view, watched, history.at(view.stamp))
        self._scan_x = np.concatenate([view.x[near], held[0], future[0]])
        self._scan_y = np.concatenate([view.y[near], held[1], future[1]])
        light = away < LIGHT_RADIUS
        self._light = (view.x[light], view.y[light])
        self._all = None

    def add_range(self, reading: RangeReading, history: OdometryHistory) -> None:
        """Take a reading of an ultrasonic ranger."""
        if self._sonar.add(reading, history.at(reading.stamp), self._light):
            self._all = None

    def points(self) -> tuple[Array, NDArray[np.intp]]:
        """Return the points (2, n) in odom and the number of the sensor of each (n,).

        The same array is returned until a sensor has news.
        """
        if self._all is None:
            x, y, who = self._sonar.points
            count = len(self._scan_x)
            points = np.empty((2, count + len(x)))
            points[0, :count], points[0, count:] = self._scan_x, x
            points[1, :count], points[1, count:] = self._scan_y, y
            sensor = np.zeros(count + len(x), dtype=np.intp)
            sensor[count:] = who + 1
            self._all = (points, sensor)
        return self._all

    def _hold(self, view: ScanView, near: NDArray[np.intp]) -> tuple[Array, Array]:
        """Return earlier points at bearings that are invalid now; note which are near now."""
        x, y, seen = self._held
        if len(x) and view.unknown.any():
            index, _ = view.beam_at(x, y)
            keep = view.unknown[index] & (view.stamp - seen < REMEMBER_UNKNOWN)
            x, y, seen = x[keep], y[keep], seen[keep]
        else:
            x = y = seen = np.zeros(0)
        self._held = (
            np.concatenate([view.x[near], x]),
            np.concatenate([view.y[near], y]),
            np.concatenate([np.full(len(near), view.stamp), seen]),
        )
        return x, y
