from __future__ import annotations

import numpy as np
import pytest
from small_office import field

from patrol.localization.initial_pose import why_refused
from patrol.messages import PoseEstimate

SPREAD = np.diag([0.06, 0.06, 0.02])


def given(x, y, yaw=0.0, covariance=SPREAD):
    return PoseEstimate(0.0, np.array([x, y, yaw]), covariance)


@pytest.mark.parametrize(('x', 'y'), [(1.0, 7.0), (5.2, 7.0), (0.0, 0.0)])
def test_on_or_near_free_floor_it_is_taken(x, y):
    assert why_refused(given(x, y), field()) == ''


@pytest.mark.parametrize(
    ('initial', 'words'),
    [
        (given(-3.0, 5.0), 'outside of the map'),
        (given(5.0, 1e6), 'outside of the map'),
        (given(np.nan, 5.0), 'not finite'),
        (given(1.0, 7.0, np.inf), 'not finite'),
        (given(1.0, 7.0, covariance=np.full((3, 3), np.nan)), 'not finite'),
        (given(1.0, 7.0, covariance=-SPREAD), 'negative'),
    ],
)
def test_refused_in_words(initial, words):
    assert words in why_refused(initial, field())


def test_deep_in_unknown_ground_it_is_refused():
    from dataclasses import replace

    from small_office import grid

    from patrol.localization.likelihood_field import LikelihoodField

    cells = grid().cells.copy()
    cells[:, 300:] = -1
    half = LikelihoodField(replace(grid(), cells=cells))
    assert 'free floor' in why_refused(given(20.0, 7.0), half)
    assert why_refused(given(5.0, 7.0), half) == ''


def test_without_a_map_it_waits():
    assert why_refused(given(1e6, 0.0), None) == ''
