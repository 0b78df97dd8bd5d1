"""Odometry that jumps, empty space, and a car carried away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from segment_world import replay
from small_office import START, grid, lap

from patrol.geometry import between, compose
from patrol.localization.localization_parameters import LocalizationParameters
from patrol.localization.localizer import Localizer
from patrol.messages import PoseEstimate
from patrol.vocabulary import Localized


def localizer():
    made = Localizer(LocalizationParameters(), (0.0, 0.0, 0.0))
    made.set_map(grid())
    made.set_initial(PoseEstimate(0.0, START, np.diag([0.06, 0.06, 0.02])))
    return made


def changed(messages, topic, change):
    """Return the recording with each message of one topic changed."""
    return [(t, change(m) if t == topic else m, truth) for t, m, truth in messages]


def between_times(begin, end):
    return [entry for entry in lap() if begin <= entry[1].stamp < end]


def worst(errors):
    return np.hypot(errors[:, 0], errors[:, 1]).max()


def test_odometry_that_starts_elsewhere_is_survived():
    made = localizer()
    replay(made, between_times(0.0, 8.0))
    begin = np.array([40.0, -7.0, 1.0])
    rebased = changed(
        between_times(8.0, 99.0), 'odom', lambda m: replace(m, pose=compose(begin, m.pose))
    )
    errors, given = replay(made, rebased)
    assert given.mean() > 0.97
    assert worst(errors) < 0.08


def test_where_nothing_is_in_range_odometry_bridges():
    nothing = changed(
        between_times(0.0, 12.0),
        'scan',
        lambda m: replace(m, ranges=np.full_like(m.ranges, np.inf)) if 5 < m.stamp < 7 else m,
    )
    errors, given = replay(localizer(), nothing)
    assert given.all()
    assert worst(errors) < 0.08


def test_one_beam_in_three_lost_is_no_matter():
    def spoil(scan):
        ranges = scan.ranges.copy()
        ranges[::3] = np.nan
        return replace(scan, ranges=ranges)

    errors, given = replay(localizer(), changed(between_times(0.0, 10.0), 'scan', spoil))
    assert given.all()
    assert worst(errors) < 0.06


def test_a_car_carried_away_says_so_and_finds_itself():
    made = localizer()
    before, after = between_times(0.0, 4.0), between_times(14.0, 99.0)
    replay(made, before)
    gap = after[0][1].stamp - before[-1][1].stamp - 0.02
    last = [m.pose for t, m, _ in before if t == 'odom'][-1]
    first = next(m.pose for t, m, _ in after if t == 'odom')
    after = [(t, replace(m, stamp=m.stamp - gap), truth) for t, m, truth in after]
    states = []
    carried = changed(
        after, 'odom', lambda m: replace(m, pose=compose(last, between(first, m.pose)))
    )
    for entry in carried:
        errors, _ = replay(made, [entry])
        states.append(made.state)
        if made.state is Localized.TRACKING and Localized.LOST in states and len(errors):
            break
    assert Localized.LOST in states
    assert made.state is Localized.TRACKING
    assert worst(errors) < 0.2
