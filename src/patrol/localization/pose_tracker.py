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

    def reanchor(self, odometry: Pose) -> None:
        """Keep the pose although odometry starts anew: the car may have moved meanwhile."""
        self.odometry = odometry
        self.covariance = self.covariance + np.diag(np.square([0.1, 0.1, 0.1]))

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
        innovation = pose - self.pose
        innovation[2] = math.remainder(innovation[2], 2 * math.pi)
        gained = self.covariance - covariance + 1e-8 * np.eye(3)
        surprise = np.square(innovation) / np.maximum(np.diag(gained), 1e-6)
        worst = float(surprise.max())
        target = self.doubt * math.sqrt(min(worst, 25.0)) if worst > 1.0 else 1.0
        self.doubt = float(np.clip(self.doubt + 0.1 * (target - self.doubt), 1.0, 10.0))
        self.pose, self.covariance = pose, covariance
        low = np.square(FLOOR)
        for i in range(3):
            self.covariance[i, i] = max(self.covariance[i, i], low[i])


def moved_covariance(pose: Array, covariance: Array, step: Array, sigmas: Array) -> Array:
    """Return the covariance (3, 3) after a step (3,) with deviations (3,) from a pose (3,)."""
    c, s = math.cos(pose[2]), math.sin(pose[2])
    turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    lever = np.eye(3)
    lever[0, 2] = -(s * step[0] + c * step[1])
    lever[1, 2] = c * step[0] - s * step[1]
    noise = turn * np.square(sigmas)
    return np.asarray(lever @ covariance @ lever.T + noise @ turn.T)
