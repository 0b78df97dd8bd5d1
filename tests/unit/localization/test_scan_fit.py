from __future__ import annotations

import numpy as np
import pytest
from small_office import field, world

from patrol.localization.scan_fit import NO_FIT, placed, scan_fit

HERE = np.array([6.0, 7.0, 0.3])


def beams(truth):
    angles = np.arange(90) * 2 * np.pi / 90
    ranges = world(0).cast(np.tile(truth[:2], (90, 1)), truth[2] + angles)
    return ranges * np.stack([np.cos(angles), np.sin(angles)]), np.zeros((2, 90))


def test_at_the_right_place_walls_explain_everything():
    fit = scan_fit(field(), field().to_grid(HERE), *beams(HERE))
    assert fit.explained > 0.97
    assert fit.through < 0.02
    assert fit.score > 0.9


def test_in_the_wrong_room_beams_go_through_walls():
    wrong = np.array([8.0, 3.0, 1.0])
    fit = scan_fit(field(), field().to_grid(wrong), *beams(HERE))
    assert fit.through > 0.1
    assert fit.score < 0.2


def test_early_ends_are_no_sign_of_a_wrong_place():
    points, origins = beams(HERE)
    points[:, ::2] *= 0.5
    fit = scan_fit(field(), field().to_grid(HERE), points, origins)
    assert fit.explained == pytest.approx(0.5, abs=0.1)
    assert fit.through < 0.02


def test_no_beams_no_fit():
    assert scan_fit(field(), HERE, np.zeros((2, 0)), np.zeros((2, 0))) == NO_FIT


def test_placed_turns_then_moves():
    assert (
        pytest.approx(np.array([[1.0, 3.0]]))
        == placed(np.array([1.0, 2.0, np.pi / 2]), np.array([[1.0], [0.0]])).T
    )
