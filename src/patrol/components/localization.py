"""localization: scans and odometry against the map, an estimate of the pose out."""

from __future__ import annotations

import math

import numpy as np

from patrol.component import Component
from patrol.dimensions import Dimensions, load_dimensions
from patrol.localization.deskew import lidar_mount
from patrol.localization.localization_parameters import LocalizationParameters
from patrol.localization.localizer import Localizer
from patrol.messages import (
    FramePose,
    Grid,
    Level,
    Odometry,
    PoseCloud,
    PoseEstimate,
    Scan,
    Status,
)
from patrol.vocabulary import CURES, Key, Localized, Name, Reason, number

#: The lease is renewed, and the cloud published, this often (s).
LEASE, CLOUD = 0.1, 1.0
#: Inputs silent for longer (s) make the estimate worthless.
SILENT = 1.0

__all__ = ['Localization', 'LocalizationParameters']


class Localization(Component):
    """Publishes `pose` and tf map -> odom with each scan while the car is tracked, else nothing.

    The estimate is for the time of the scan's last beam.
    """

    name = 'localization'

    def __init__(
        self,
        parameters: LocalizationParameters | None = None,
        dimensions: Dimensions | None = None,
    ) -> None:
        super().__init__()
        mount = lidar_mount((dimensions or load_dimensions()).lidar_pose)
        self._localizer = Localizer(parameters or LocalizationParameters(), mount)
        self._waiting: Scan | None = None
        self._stamp = 0.0
        self._scan_at = self._odometry_at = -math.inf
        self._invalid: Reason | None = None
        self._next_lease = self._next_cloud = -math.inf
        self._refusal = ''

    @property
    def localizer(self) -> Localizer:
        """The state machine inside, to look at."""
        return self._localizer

    def on_map(self, grid: Grid, now: float) -> None:
        """Take the map; a broken one is ignored."""
        if np.isfinite(grid.origin).all() and 0 < grid.resolution < np.inf and grid.cells.size:
            self._localizer.set_map(grid)

    def on_odom(self, odometry: Odometry, now: float) -> None:
        """Take odometry, and the scan that waited for it."""
        x, y, yaw = odometry.pose.tolist()
        v, w = odometry.twist.tolist()
        if not math.isfinite(odometry.stamp + x + y + yaw + v + w):
            self._invalid = Reason.ODOMETRY_INVALID
            return
        self._odometry_at = now
        self._localizer.add_odometry(odometry.stamp, (x, y, yaw), (v, w))
        if self._waiting is not None and self._localizer.ready_for(self._waiting):
            self._take(self._waiting)

    def on_scan(self, scan: Scan, now: float) -> None:
        """Take a scan as soon as odometry reaches its end."""
        if not math.isfinite(scan.stamp) or np.isnan(scan.ranges).all():
            self._invalid = Reason.SCAN_INVALID
            return
        self._scan_at = now
        if self._waiting is not None:
            self._take(self._waiting)
        self._waiting = scan
        if self._localizer.ready_for(scan):
            self._take(scan)

    def on_initialpose(self, initial: PoseEstimate, now: float) -> None:
        """Start anew about a given pose, or say why not."""
        self._refusal = self._localizer.set_initial(initial)

    def on_tick(self, now: float) -> None:
        """Renew the lease and show the particles."""
        if now >= self._next_lease:
            self._next_lease = now + LEASE - 1e-6
            self.emit('diagnostics', self._status(now))
        if now >= self._next_cloud:
            self._next_cloud = now + CLOUD - 1e-6
            self.emit('particle_cloud', PoseCloud(self._stamp, self._localizer.cloud()))

    def _take(self, scan: Scan) -> None:
        self._waiting = None
        if not self._localizer.add_scan(scan):
            return
        self._invalid = None
        estimate = self._localizer.estimate()
        if estimate is None:
            return
        if not math.isfinite(float(estimate.pose.sum() + estimate.covariance.sum())):
            self._invalid = Reason.POSE_INVALID
            return
        self._stamp = estimate.stamp
        self.emit('pose', estimate)
        shift = self._localizer.odom_in_map(estimate.pose)
        self.emit('tf', FramePose(estimate.stamp, 'map', 'odom', shift))

    def _reason(self, now: float) -> Reason:
        if self._invalid is not None:
            return self._invalid
        if now - self._odometry_at > SILENT:
            return Reason.ODOMETRY_SILENT
        if now - self._scan_at > SILENT:
            return Reason.SCAN_SILENT
        return {
            Localized.TRACKING: Reason.NONE,
            Localized.LOST: Reason.LOST,
        }.get(self._localizer.state, Reason.NOT_LOCALIZED)

    def _status(self, now: float) -> Status:
        localizer, reason = self._localizer, self._reason(now)
        return Status(
            stamp=self._stamp,
            name=Name.LOCALIZATION,
            level=Level.OK if reason is Reason.NONE else Level.ERROR,
            message=self._refusal or CURES[reason] or f'within {localizer.error_bound:.2f} m',
            values={
                Key.STATE: localizer.state,
                Key.REASON: reason,
                Key.REFUSED: self._refusal,
                Key.CONFIDENCE: number(localizer.confidence),
                Key.ERROR_BOUND: number(localizer.error_bound),
            },
        )
