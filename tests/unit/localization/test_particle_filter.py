from __future__ import annotations

import math

import numpy as np
import pytest
from small_office import field, world

from patrol.localization.motion_model import MotionModel, move_particles
from patrol.localization.particle_filter import ParticleFilter, log_weights

HERE = np.array([6.0, 7.0, 0.3])


def seen(truth, count=60):
    angles = np.arange(count) * 2 * np.pi / count
    ranges = world(0).cast(np.tile(truth[:2], (count, 1)), truth[2] + angles)
    return ranges * np.stack([np.cos(angles), np.sin(angles)])


def made(seed=1, **options):
    return ParticleFilter(rng=np.random.default_rng(seed), **options)


def test_weights_agree_with_a_plain_loop():
    poses = np.random.default_rng(0).normal([6.5, 7.5, 0.3], 0.2, (5, 3)).astype(np.float32)
    points = seen(HERE, 20).astype(np.float32)
    wanted = []
    for x, y, yaw in poses.astype(float):
        total = 0.0
        for px, py in points.T.astype(float):
            wx = x + math.cos(yaw) * px - math.sin(yaw) * py
            wy = y + math.sin(yaw) * px + math.cos(yaw) * py
            total += float(field().log_likelihood_at(np.array([wx]), np.array([wy]))[0])
        wanted.append(total)
    # float32 may put a point on the other side of a cell's edge
    assert log_weights(field(), poses, points) == pytest.approx(wanted, rel=0.02)


def test_the_cloud_gathers_at_the_true_place():
    cloud, here = made(), field().to_grid(HERE)
    cloud.place(here + np.array([0.3, -0.2, 0.1]), np.diag([0.1, 0.1, 0.03]), 2000)
    for _ in range(6):
        cloud.weigh(field(), seen(HERE))
        cloud.resample(here, np.eye(3) * 1e-4, 0.0)
        cloud.move(np.zeros(3), np.array([0.02, 0.02, 0.01]))
    mean, covariance = cloud.mean()
    assert mean == pytest.approx(here, abs=0.08)
    assert np.sqrt(np.diag(covariance)).max() < 0.15
    assert len(cloud.poses) < 2000


def test_one_scan_counts_as_few_beams_however_many_it_has():
    spreads = []
    for count in (60, 360):
        cloud = made()
        cloud.place(field().to_grid(HERE), np.diag([0.04, 0.04, 0.01]), 1000)
        cloud.weigh(field(), seen(HERE, count))
        spreads.append(1 / np.square(cloud.weights).sum())
    assert spreads[0] == pytest.approx(spreads[1], rel=0.3)
    assert spreads[0] > 30


def test_nothing_seen_changes_no_weight():
    cloud = made()
    cloud.place(HERE, np.eye(3) * 0.01, 100)
    cloud.weigh(field(), np.zeros((2, 0)))
    assert cloud.weights == pytest.approx(np.full(100, 0.01))


def test_same_seed_same_particles():
    poses = []
    for seed in (4, 4, 5):
        cloud = made(seed)
        cloud.place(HERE, np.eye(3) * 0.01, 50)
        cloud.move(np.array([0.1, 0.0, 0.1]), np.full(3, 0.01))
        poses.append(cloud.poses.tobytes())
    assert poses[0] == poses[1] != poses[2]


def test_particles_move_as_odometry_says_with_its_spread():
    poses = np.tile(np.array([1.0, 2.0, np.pi / 2], np.float32), (20000, 1))
    step = np.array([0.5, 0.0, 0.2])
    sigmas = MotionModel().sigmas(step)
    move_particles(poses, step, sigmas, np.random.default_rng(0))
    assert poses.mean(axis=0) == pytest.approx([1.0, 2.5, np.pi / 2 + 0.2], abs=0.002)
    along, across, turn = sigmas
    assert poses.std(axis=0) == pytest.approx([across, along, turn], rel=0.05)
