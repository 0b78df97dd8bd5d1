"""Monte-Carlo localization: the belief about the pose as weighted particles."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.geometry import Array
from patrol.localization.likelihood_field import LikelihoodField
from patrol.localization.motion_model import move_particles
from patrol.localization.resampling import effective_number, needed_particles, systematic


class ParticleFilter:
    """Particles (n, 3), float32, in the frame of the field's grid.

    The weights are tempered: a scan counts as `independent_beams` beams however many are used,
    since neighbouring beams err together (untempered, the product form is overconfident).
    """

    def __init__(
        self,
        *,
        low: int = 300,
        high: int = 1000,
        independent_beams: float = 12.0,
        rng: np.random.Generator,
    ) -> None:
        self._low, self._high = low, high
        self._independent = independent_beams
        self._rng = rng
        self.poses: NDArray[np.float32] = np.zeros((0, 3), dtype=np.float32)
        self.weights: Array = np.zeros(0)

    def place(self, pose: Array, covariance: Array, count: int) -> None:
        """Start again about a pose (3,) with covariance (3, 3)."""
        self.poses = self._draw(pose, covariance, count)
        self.weights = np.full(count, 1.0 / count)

    def move(self, step: Array, sigmas: Array) -> None:
        """Take a step of odometry (3,) with deviations (3,)."""
        move_particles(self.poses, step, sigmas, self._rng)

    def weigh(self, field: LikelihoodField, points: Array) -> None:
        """Weigh the particles by returns (2, n) seen from the car."""
        if points.shape[1] == 0:
            return
        log = log_weights(field, self.poses, points.astype(np.float32))
        log *= min(1.0, self._independent / points.shape[1])
        weights = self.weights * np.exp(log - log.max())
        self.weights = weights / weights.sum()

    def resample(self, pose: Array, covariance: Array, share: float) -> None:
        """Draw new particles when the weights have become uneven.

        A `share` of them is drawn about a pose (3,) with covariance (3, 3): the refined estimate.
        """
        if effective_number(self.weights) > 0.5 * len(self.weights):
            return
        count = needed_particles(self.poses, self._low, self._high)
        fresh = int(share * count)
        chosen = systematic(self.weights, count - fresh, float(self._rng.random()))
        drawn = self._draw(pose, covariance, fresh)
        self.poses = np.concatenate([self.poses[chosen], drawn])
        self.poses[:, 2] = np.remainder(self.poses[:, 2] + np.pi, 2 * np.pi) - np.pi
        self.weights = np.full(count, 1.0 / count)

    def mean(self) -> tuple[Array, Array]:
        """Return the mean pose (3,) and covariance (3, 3)."""
        poses, w = self.poses.astype(np.float64), self.weights
        yaw = poses[:, 2]
        heading = math.atan2(float(w @ np.sin(yaw)), float(w @ np.cos(yaw)))
        mean = np.array([float(w @ poses[:, 0]), float(w @ poses[:, 1]), heading])
        off = poses - mean
        off[:, 2] = np.remainder(off[:, 2] + np.pi, 2 * np.pi) - np.pi
        return mean, (off * w[:, None]).T @ off

    def _draw(self, pose: Array, covariance: Array, count: int) -> NDArray[np.float32]:
        root = np.linalg.cholesky(covariance + 1e-9 * np.eye(3))
        noise = self._rng.standard_normal((count, 3))
        return (pose + noise @ root.T).astype(np.float32)


def log_weights(
    field: LikelihoodField, poses: NDArray[np.float32], points: NDArray[np.float32]
) -> Array:
    """Return the summed log likelihood (n,) of points (2, m) seen from poses (n, 3), float32."""
    c, s = np.cos(poses[:, 2:3]), np.sin(poses[:, 2:3])
    x = c * points[0]
    x -= s * points[1]
    x += poses[:, 0:1]
    y = s * points[0]
    y += c * points[1]
    y += poses[:, 1:2]
    return np.asarray(field.log_likelihood_at(x, y).sum(axis=1), dtype=np.float64)
