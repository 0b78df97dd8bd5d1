import numpy as np
import pytest
from drawn_plans import RING, TWO_ROOMS, drawn

from patrol.dimensions import load_dimensions
from patrol.planning.clearance_field import ClearanceField
from patrol.planning.effort import Effort, EffortParameters
from patrol.planning.path_smoothing import headings, resampled, smooth

EFFORT = Effort.of(EffortParameters(), load_dimensions())


def test_points_are_evenly_spaced():
    points = resampled(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.55]]), 0.1)
    assert np.hypot(*np.diff(points, axis=0).T) == pytest.approx(1.55 / 16, abs=0.03)
    assert points[0].tolist() == [0.0, 0.0]
    assert points[-1].tolist() == [1.0, 0.55]
    assert len(resampled(np.array([[1.0, 1.0], [1.0, 1.0]]), 0.1)) == 2


def test_a_zigzag_in_the_open_becomes_straight():
    field = ClearanceField.of(drawn(TWO_ROOMS, character=1.0))
    zigzag = np.array([[2.0 + 0.1 * k, 4.0 + 0.1 * (k % 2)] for k in range(60)])
    path = smooth(zigzag, field, EFFORT)
    length = np.hypot(*np.diff(path, axis=0).T).sum()
    assert length == pytest.approx(np.hypot(*(zigzag[-1] - zigzag[0])), rel=0.01)


def test_corners_are_rounded_and_no_wall_comes_nearer():
    field = ClearanceField.of(drawn(RING, character=0.3))
    corner = np.array([[0.9, 1.6], [0.9, 2.4], [3.5, 2.4]])
    way = resampled(corner, 0.1)
    path = smooth(way, field, EFFORT)
    assert path[0] == pytest.approx(way[0])
    assert path[-1] == pytest.approx(way[-1])
    turns = np.abs(np.diff(np.unwrap(headings(path, None)[:, 2])))
    assert turns.max() < 0.7
    assert field.at(path).min() >= min(EFFORT.turning, field.at(way).min()) - 0.02


def test_headings_look_along_the_path_and_end_as_wanted():
    points = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    assert headings(points, None)[:, 2] == pytest.approx([0.0, np.pi / 2, np.pi / 2])
    assert headings(points, -1.0)[:, 2] == pytest.approx([0.0, np.pi / 2, -1.0])
    assert headings(points[:1], -1.0).tolist() == [[0.0, 0.0, -1.0]]
