"""Where the car is now: the last pose estimate carried on with odometry."""

from __future__ import annotations

import math

from patrol.control.planar import Pose, composed, inverted, step_to, wrapped
from patrol.localization.odometry_history import OdometryHistory
from patrol.messages import PoseEstimate

#: A correction larger than this (m, rad) is a relocalization: taken at once.
JUMP, JUMP_TURN = 0.15, 0.12


class MapPlacement:
    """Keeps map -> odom from pose estimates, each compared with the odometry of its own stamp.

    A share `gain` of each correction is taken, so that the noise of single estimates does not
    shake the wheels; odometry is exact enough for the moment that takes.
    """

    def __init__(self, gain: float) -> None:
        self._gain = gain
        self._history = OdometryHistory()
        self._generation = 0
        self._odom: Pose = (0.0, 0.0, 0.0)
        self._shift: Pose | None = None
        self.twist = (0.0, 0.0)

    def add_odometry(self, stamp: float, pose: Pose, twist: tuple[float, float]) -> None:
        """Take finite odometry: stamp (s), pose in odom and twist (m/s, rad/s)."""
        self._history.add(stamp, pose, twist)
        self._odom, self.twist = pose, twist
        if self._history.generation != self._generation:
            self._generation = self._history.generation
            self._shift = None  # the next estimate places the car anew

    def add_estimate(self, estimate: PoseEstimate) -> None:
        """Take a finite pose estimate."""
        if not len(self._history):
            return
        x, y, yaw = estimate.pose.tolist()
        wanted = composed((x, y, yaw), inverted(self._history.at(estimate.stamp)))
        if self._shift is None:
            self._shift = wanted
            return
        # compare where the car is, not the far origin of odom
        old, new = composed(self._shift, self._odom), composed(wanted, self._odom)
        dx, dy, turn = new[0] - old[0], new[1] - old[1], wrapped(new[2] - old[2])
        if math.hypot(dx, dy) > JUMP or abs(turn) > JUMP_TURN:
            self._shift = wanted
            return
        gain = self._gain
        place = (old[0] + gain * dx, old[1] + gain * dy, old[2] + gain * turn)
        self._shift = composed(place, inverted(self._odom))

    @property
    def in_odom(self) -> Pose:
        """Pose of the car in odom."""
        return self._odom

    @property
    def in_map(self) -> Pose | None:
        """Pose of the car in map; None before the first estimate."""
        return None if self._shift is None else composed(self._shift, self._odom)

    @property
    def odom_in_map(self) -> Pose | None:
        """Pose of odom in map."""
        return self._shift

    @property
    def map_in_odom(self) -> Pose | None:
        """Pose of map in odom."""
        return None if self._shift is None else step_to(self._shift, (0.0, 0.0, 0.0))
