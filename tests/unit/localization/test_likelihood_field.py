from __future__ import annotations

import numpy as np
import pytest

from patrol.geometry import compose
from patrol.localization.likelihood_field import REACH, LikelihoodField
from patrol.messages import Grid


def wall_map(origin=(0.0, 0.0, 0.0)):
    """Twenty by thirty cells of 5 cm; the five leftmost columns are wall."""
    cells = np.zeros((20, 30), dtype=np.int8)
    cells[:, :5] = 100
    return Grid(0.0, 'map', 0.05, np.array(origin), cells)


def f32(*values):
    return np.array(values, dtype=np.float32)


def test_distance_is_signed_and_measured_from_the_edge_of_the_wall():
    found = LikelihoodField(wall_map()).surface(f32(0.25, 0.40, 0.20), f32(0.5, 0.5, 0.5))
    assert found[:, 0] == pytest.approx([0.0, 0.15, -0.05], abs=0.004)
    assert found[:2, 1] == pytest.approx([1.0, 1.0], abs=0.05)
    assert found[:, 2] == pytest.approx([0.0, 0.0, 0.0], abs=0.01)


def test_far_from_every_wall_the_distance_is_capped():
    field = LikelihoodField(wall_map())
    assert field.distance_at(f32(1.4), f32(0.5)) == pytest.approx([REACH])


def test_points_off_the_map_are_harmless():
    field = LikelihoodField(wall_map())
    x, y = f32(-1e4, 1e4, 0.0), f32(0.0, 1e4, -1e4)
    assert np.isfinite(field.surface(x, y)).all()
    assert (field.log_likelihood_at(x, y) <= 0).all()


def test_likelihood_is_highest_at_the_surface_and_never_nothing():
    field = LikelihoodField(wall_map(), sigma=0.1, floor=0.05)
    at, near, far = field.log_likelihood_at(f32(0.26, 0.4, 1.4), f32(0.5, 0.5, 0.5))
    assert at > near > far
    assert far == pytest.approx(np.log(0.05), abs=1e-4)


def test_a_turned_map_gives_the_pose_back():
    field = LikelihoodField(wall_map((3.0, -2.0, 0.7)))
    pose = np.array([3.4, -1.2, 2.0])
    assert field.to_map(field.to_grid(pose)) == pytest.approx(pose)
    covariance = np.diag([0.04, 0.01, 0.02])
    there = field.covariance_to_map(covariance)
    assert field.covariance_to_map(there, back=True) == pytest.approx(covariance)
    rng = np.random.default_rng(1)
    spread = rng.standard_normal((20000, 3)) * np.sqrt(np.diag(covariance))
    moved = compose(field.origin, spread)
    assert np.cov(moved[:, :2].T) == pytest.approx(there[:2, :2], abs=0.002)


def test_a_map_without_walls_is_a_field_too():
    field = LikelihoodField(Grid(0.0, 'map', 0.05, np.zeros(3), np.zeros((9, 9), np.int8)))
    assert field.empty
    assert field.surface(f32(0.1), f32(0.1))[0] == pytest.approx([REACH, 0.0, 0.0])


def test_it_knows_its_own_map_again():
    field, grid = LikelihoodField(wall_map()), wall_map()
    assert field.shows(grid)
    grid.cells[3, 20] = 100
    assert not field.shows(grid)
