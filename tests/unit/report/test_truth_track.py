import numpy as np
import pytest

from patrol.report.truth_track import TruthTrack, spread


def test_poses_between_samples_cross_the_branch_cut_of_yaw():
    track = TruthTrack()
    track.add(0.0, np.array([0.0, 0.0, 3.1]))
    track.add(1.0, np.array([1.0, 2.0, -3.1]))
    found = track.at(np.array([0.5]))[0]
    assert found[:2] == pytest.approx([0.5, 1.0])
    assert abs(found[2]) == pytest.approx(np.pi, abs=1e-6)


def test_outside_of_the_samples_nothing_is_known():
    track = TruthTrack()
    assert np.isnan(track.at(np.array([1.0]))).all()
    track.add(0.0, np.zeros(3))
    track.add(1.0, np.zeros(3))
    assert np.isnan(track.at(np.array([2.0]))).all()


def test_spread_leaves_out_what_is_unknown():
    assert spread(np.array([1.0, np.nan, 3.0]))['median'] == 2.0
    assert spread(np.array([np.nan])) == {'median': None, 'p95': None, 'max': None}
    assert spread(np.array([]), p95=False) == {'median': None, 'max': None}
