from __future__ import annotations

import numpy as np
import pytest
from segment_world import Wall, World, rasterize

from patrol.localization.deskew import Deskewer
from patrol.localization.likelihood_field import LikelihoodField
from patrol.localization.odometry_history import OdometryHistory
from patrol.localization.scan_matching import arc_weights, match, spread_evenly

WALLS = [Wall(5, 2, 6, 0.1), Wall(5, 8, 6, 0.1), Wall(2, 5, 0.1, 6), Wall(8, 5, 0.1, 6)]
TRUTH = np.array([4.3, 5.2, 0.4])
WEAK, STRONG = np.eye(3) * 1e-3, np.eye(3) * 1e9


def points_seen(truth=TRUTH, noise=0.0, walls=WALLS):
    world = World(list(walls), np.zeros((0, 4)), noise=noise)
    scan = world.scan(0.0, truth, (0.0, 0.0), np.random.default_rng(0), beams=180)
    still = OdometryHistory()
    still.add(0.0, (0.0, 0.0, 0.0), (0.0, 0.0))
    return Deskewer((0.0, 0.0, 0.0)).points(scan, still).points


FIELD = LikelihoodField(rasterize(WALLS))


def in_grid(pose):
    return FIELD.to_grid(pose)


@pytest.mark.parametrize('off', [(0.1, -0.08, 0.04), (-0.12, 0.1, -0.06), (0.0, 0.0, 0.1)])
def test_a_wrong_guess_is_pulled_to_the_truth(off):
    found = match(FIELD, points_seen(), in_grid(TRUTH + off), prior=WEAK, beam_information=100.0)
    # rasterizing to 5 cm may thicken a wall on one side
    assert found.pose[:2] == pytest.approx(in_grid(TRUTH)[:2], abs=0.035)
    assert found.pose[2] == pytest.approx(TRUTH[2], abs=0.006)
    assert found.weight > 90


def test_a_strong_prior_is_not_moved():
    guess = in_grid(TRUTH + np.array([0.1, 0.0, 0.0]))
    found = match(FIELD, points_seen(), guess, prior=STRONG, beam_information=100.0)
    assert found.pose == pytest.approx(guess, abs=1e-4)


def test_it_is_surer_than_its_prior():
    prior = np.diag([50.0, 60.0, 70.0])
    found = match(FIELD, points_seen(), in_grid(TRUTH), prior=prior, beam_information=100.0)
    assert (np.linalg.eigvalsh(found.information - prior) > 0).all()


def test_the_residual_tells_how_far_the_surface_is_off():
    """Rooms are smaller on the map than in truth by what rasterizing adds to the walls."""
    arguments = {'prior': WEAK, 'beam_information': 100.0}
    first = match(FIELD, points_seen(), in_grid(TRUTH), **arguments)
    assert -0.05 < first.residual < 0.0
    again = match(FIELD, points_seen(), in_grid(TRUTH), offset=first.residual, **arguments)
    assert again.residual == pytest.approx(first.residual, abs=0.003)


def test_furniture_has_little_influence():
    """A third of the beams ends a metre early."""
    points = points_seen()
    points[:, ::3] *= 0.6
    guess = in_grid(TRUTH + np.array([0.08, 0.05, 0.03]))
    found = match(FIELD, points, guess, prior=WEAK, beam_information=100.0)
    assert found.pose[:2] == pytest.approx(in_grid(TRUTH)[:2], abs=0.035)


def test_a_wall_met_from_behind_is_ignored():
    outside = in_grid(np.array([5.0, 8.3, 0.0]))
    points = np.array([[0.0, 0.3], [-0.26, -0.26]])  # the wall's far side seen from here
    behind = np.array([[0.0, 0.3], [-0.36, -0.36]])
    kept = match(FIELD, points, outside, prior=WEAK, beam_information=100.0, iterations=1)
    dropped = match(FIELD, behind, outside, prior=WEAK, beam_information=100.0, iterations=1)
    assert kept.weight > 1.0
    assert dropped.weight < 0.01


def test_no_points_leave_the_prediction_alone():
    guess = in_grid(TRUTH)
    found = match(FIELD, np.zeros((2, 0)), guess, prior=np.eye(3), beam_information=100.0)
    assert found.pose == pytest.approx(guess)
    assert found.weight == 0


def test_far_beams_weigh_more_up_to_a_limit():
    weights = arc_weights(np.array([[0.1, 1.0, 2.0, 4.0, 40.0], [0.0] * 5]))
    assert weights.mean() == pytest.approx(1.0)
    assert (np.diff(weights[:4]) > 0).all()
    assert weights[3] == weights[4]


def test_spreading_keeps_the_ends_apart():
    points = np.arange(20.0).reshape(2, 10)
    assert spread_evenly(points, 5)[0].tolist() == [0, 2, 4, 6, 8]
    assert spread_evenly(points, 10) is points
