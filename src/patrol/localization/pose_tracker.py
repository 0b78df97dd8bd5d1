"""The fused pose: odometry moves it, matched scans correct it."""

from __future__ import annotations

import math

import numpy as np

from patrol.geometry import Array
from patrol.localization.motion_model import MotionModel
from patrol.localization.odometry_history import Pose, move, step_between

#: What the estimate is never surer of than (m, m, rad): the raster of the map.
FLOOR = (0.006, 0.006, 0.0015)


class PoseTracker:
    """Pose (3,) of the car in the grid's frame with covariance (3, 3), tied to an odometry pose.

    Odometry may be far worse than the motion model says (slip, wrong calibration): `doubt`, at
    least 1, scales the noise of the model and follows the normalized innovations.
    """

    def __init__(self, motion: MotionModel) -> None:
        self._motion = motion
        self.pose = np.zeros(3)
        self.covariance = np.eye(3)
        self.odometry: Pose = (0.0, 0.0, 0.0)
        self.doubt = 1.0

    def place(self, pose: Array, covariance: Array, odometry: Pose) -> None:
        """Start at a pose, where the car had an odometry pose."""
        self.pose, self.covariance, self.odometry = pose.copy(), covariance.copy(), odometry

    def step_to(self, odometry: Pose) -> Array:
        """Return the step (3,) from the tracked pose to an odometry pose."""
        return step_between(self.odometry, odometry)

    def predicted(self, odometry: Pose) -> Array:
        """Return the pose (3,) at an odometry pose, nothing changed."""
        return move(self.pose, self.step_to(odometry))

    def sigmas(self, step: Array) -> Array:
        """Return the deviations (3,) of a step of odometry (3,)."""
        return self._motion.sigmas(step, self.doubt)

    def advance(self, odometry: Pose) -> None:
        """Move to an odometry pose."""
        step = self.step_to(odometry)
        self.covariance = moved_covariance(self.pose, self.covariance, step, self.sigmas(step))
        self.pose = move(self.pose, step)
        self.odometry = odometry

    def correct(self, pose: Array, covariance: Array) -> None:
        """Take the matched pose, prior included, and learn how far odometry can be trusted."""
        off = pose - self.pose
        off[2] = math.remainder(off[2], 2 * math.pi)
        before, after = np.diagonal(self.covariance).tolist(), np.diagonal(covariance).tolist()
        worst = max(
            e * e / max(b - a + 1e-8, 1e-6)
            for e, b, a in zip(off.tolist(), before, after, strict=True)
        )
        target = self.doubt * math.sqrt(min(worst, 25.0)) if worst > 1.0 else 1.0
        self.doubt = min(max(self.doubt + 0.1 * (target - self.doubt), 1.0), 10.0)
        self.pose, self.covariance = pose, covariance
        for i, low in enumerate(FLOOR):
            self.covariance[i, i] = max(after[i], low * low)


def moved_covariance(pose: Array, covariance: Array, step: Array, sigmas: Array) -> Array:
    """Return the covariance (3, 3) after a step (3,) with deviations (3,) from a pose (3,)."""
    c, s = math.cos(pose[2]), math.sin(pose[2])
    along, across, turn = (sigmas * sigmas).tolist()
    dx, dy, _ = step.tolist()
    lever = np.array(
        [[1.0, 0.0, -(s * dx + c * dy)], [0.0, 1.0, c * dx - s * dy], [0.0, 0.0, 1.0]]
    )
    moved = lever @ covariance @ lever.T
    moved[0, 0] += c * c * along + s * s * across
    moved[1, 1] += s * s * along + c * c * across
    moved[0, 1] += c * s * (along - across)
    moved[1, 0] = moved[0, 1]
    moved[2, 2] += turn
    return np.asarray(moved)
