"""obstacle_sensing: LiDAR, ultrasound and cliff sensors make the local costmap."""

from __future__ import annotations

import math

from patrol.component import Component
from patrol.dimensions import Dimensions, load_dimensions
from patrol.localization.odometry_history import OdometryHistory
from patrol.messages import Level, Odometry, RangeReading, Scan, Status
from patrol.sensing.local_costmap import LocalCostmap
from patrol.sensing.local_costmap_parameters import ObstacleSensingParameters
from patrol.sensing.scan_reader import ScanReader
from patrol.vocabulary import CURES, Key, Name, Reason

#: The lease is renewed this often (s); inputs silent for longer than SILENT (s) are named.
LEASE, SILENT = 0.5, 1.0
#: A scan stamped this much (s) before the newest odometry is not of now.
OLD_SCAN = 0.5

__all__ = ['ObstacleSensing', 'ObstacleSensingParameters']


class ObstacleSensing(Component):
    """Publishes `local_costmap` in odom with every other turn of the LiDAR."""

    name = 'obstacle_sensing'
    period = 0.1

    def __init__(
        self,
        parameters: ObstacleSensingParameters | None = None,
        dimensions: Dimensions | None = None,
    ) -> None:
        super().__init__()
        parameters = parameters or ObstacleSensingParameters()
        dimensions = dimensions or load_dimensions()
        pose = dimensions.lidar_pose
        self._reader = ScanReader((pose[0], pose[1], 0.0))
        self._costmap = LocalCostmap(parameters, dimensions)
        self._history = OdometryHistory()
        self._every = parameters.scans_per_update
        self._count = 0
        self._stamp = 0.0
        self._scan_at = self._odometry_at = -math.inf
        self._next_lease = -math.inf

    def on_odom(self, odometry: Odometry, now: float) -> None:
        """Remember where the car was; drop all cells when odometry is re-based."""
        x, y, yaw = odometry.pose.tolist()
        v, w = odometry.twist.tolist()
        if not math.isfinite(odometry.stamp + x + y + yaw + v + w):
            return
        self._odometry_at, self._stamp = now, odometry.stamp
        if not self._history.add(odometry.stamp, (x, y, yaw), (v, w)):
            self._costmap.forget()

    def on_scan(self, scan: Scan, now: float) -> None:
        """Update and publish with every so many turns."""
        if not self._history or not scan.stamp >= self._history.newest - OLD_SCAN:
            return
        self._scan_at = now
        self._count += 1
        if self._count % self._every:
            return
        view = self._reader.read(scan, self._history)
        self._costmap.add_scan(view)
        self.emit('local_costmap', self._costmap.render(view.stamp))

    def on_range(self, reading: RangeReading, now: float) -> None:
        """Take an ultrasonic reading."""
        if self._history:
            self._costmap.add_range(reading, self._history.at(reading.stamp))

    def on_cliff(self, reading: RangeReading, now: float) -> None:
        """Take a reading of the floor."""
        if self._history:
            self._costmap.add_cliff(reading, self._history.at(reading.stamp))

    def on_tick(self, now: float) -> None:
        """Renew the lease."""
        if now < self._next_lease:
            return
        self._next_lease = now + LEASE - 1e-6
        reason, sensor = self._fault(now)
        good = reason is Reason.NONE
        self.emit(
            'diagnostics',
            Status(
                self._stamp,
                Name.OBSTACLE_SENSING,
                Level.OK if good else Level.ERROR,
                CURES[reason] or 'sensing',
                {
                    Key.STATE: 'sensing' if good else 'blind',
                    Key.REASON: reason,
                    Key.SENSOR: sensor,
                },
            ),
        )

    def _fault(self, now: float) -> tuple[Reason, str]:
        if now - self._odometry_at > SILENT:
            return Reason.ODOMETRY_SILENT, 'odom'
        if now - self._scan_at > SILENT:
            return Reason.SCAN_SILENT, 'scan'
        return Reason.NONE, ''
