from __future__ import annotations

import numpy as np
import pytest

from patrol.geometry import compose
from patrol.localization.motion_model import MotionModel
from patrol.localization.pose_tracker import FLOOR, PoseTracker, moved_covariance


def tracker(yaw=0.0):
    made = PoseTracker(MotionModel())
    made.place(np.array([1.0, 2.0, yaw]), np.diag([1e-4, 1e-4, 1e-4]), (0.0, 0.0, 0.0))
    return made


def test_covariance_moves_as_samples_do():
    rng = np.random.default_rng(0)
    pose, step = np.array([1.0, 2.0, 0.7]), np.array([0.4, 0.1, 0.3])
    before, sigmas = np.diag([0.01, 0.02, 0.04]) ** 2 * 4, np.array([0.02, 0.01, 0.03])
    samples = pose + rng.multivariate_normal(np.zeros(3), before, 200000)
    noisy = compose(samples, step + rng.standard_normal((200000, 3)) * sigmas)
    assert moved_covariance(pose, before, step, sigmas) == pytest.approx(
        np.cov(noisy.T), rel=0.05, abs=2e-5
    )


def test_odometry_moves_it_in_its_own_direction():
    made = tracker(np.pi / 2)
    made.advance((0.5, 0.0, 0.1))
    assert made.pose == pytest.approx([1.0, 2.5, np.pi / 2 + 0.1])
    assert (np.diag(made.covariance) > 1e-4).all()


def test_it_is_never_surer_than_the_raster():
    made = tracker()
    made.correct(np.array([1.0, 2.0, 0.0]), np.eye(3) * 1e-12)
    assert np.sqrt(np.diag(made.covariance)) == pytest.approx(FLOOR)


def test_surprises_raise_the_doubt_and_agreement_lowers_it():
    made = tracker()
    for _ in range(30):
        made.covariance = np.diag([1e-4, 1e-4, 1e-4])
        made.correct(made.pose + np.array([0.05, 0.0, 0.0]), np.diag([5e-5, 5e-5, 5e-5]))
    doubted = made.doubt
    assert doubted > 3
    for _ in range(60):
        made.covariance = np.diag([1e-4, 1e-4, 1e-4])
        made.correct(made.pose, np.diag([5e-5, 5e-5, 5e-5]))
    assert made.doubt == pytest.approx(1.0, abs=0.1)
