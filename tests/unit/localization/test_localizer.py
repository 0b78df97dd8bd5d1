"""The state machine on whole drives through a small office."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from segment_world import Wall, rasterize, replay
from small_office import START, grid, lap, walls

from patrol.localization.localization_parameters import LocalizationParameters
from patrol.localization.localizer import Localizer
from patrol.messages import PoseEstimate
from patrol.vocabulary import Localized

TOLD = np.diag(np.square([0.25, 0.25, 0.15]))


def localizer(start=START, the_map=None, **parameters):
    made = Localizer(LocalizationParameters(**parameters), (0.0, 0.0, 0.0))
    made.set_map(the_map or grid())
    if start is not None:
        assert made.set_initial(PoseEstimate(0.0, start, TOLD)) == ''
    return made


def figures(errors):
    position = np.hypot(errors[:, 0], errors[:, 1])
    return np.median(position), np.quantile(position, 0.95), position.max()


def test_it_follows_the_car():
    made = localizer()
    errors, given = replay(made, lap())
    assert given.all()
    median, p95, worst = figures(errors)
    assert (median < 0.02, p95 < 0.035, worst < 0.06) == (True, True, True)
    assert np.degrees(np.quantile(np.abs(errors[:, 2]), 0.95)) < 0.5
    assert made.confidence > 0.5
    assert made.error_bound < 0.1


def test_same_seed_same_estimates_another_seed_others():
    some = lap()[:500]
    results = [replay(localizer(seed=s), some)[0].tobytes() for s in (3, 3, 4)]
    assert results[0] == results[1] != results[2]


@pytest.mark.parametrize(
    'worse', [{'deskew': False}, {'refine': False}, {'odometry_only': True}], ids=str
)
def test_each_part_is_needed(worse):
    good, _ = replay(localizer(), lap())
    bad, _ = replay(localizer(**worse), lap())
    turn = [np.quantile(np.abs(e[:, 2]), 0.95) for e in (good, bad)]
    assert figures(bad)[1] > 1.5 * figures(good)[1] or turn[1] > 2.5 * turn[0]


def test_a_map_with_walls_moved_by_two_centimetres_will_do():
    errors, given = replay(localizer(the_map=rasterize(walls(), shift=0.02, seed=5)), lap())
    median, p95, worst = figures(errors)
    assert given.all()
    assert (median < 0.035, p95 < 0.07, worst < 0.15) == (True, True, True)


def test_without_a_map_it_waits():
    made = Localizer(LocalizationParameters(), (0.0, 0.0, 0.0))
    made.set_initial(PoseEstimate(0.0, START, TOLD))
    _, given = replay(made, lap()[:200])
    assert given.size == 0
    assert made.state is Localized.WAITING
    made.set_map(grid())
    errors, _ = replay(made, lap()[200:400])
    assert made.state is Localized.TRACKING
    assert figures(errors)[2] < 0.1


def test_the_same_map_again_changes_nothing_and_another_keeps_the_pose():
    made = localizer()
    replay(made, lap()[:600])
    particles = made.cloud().copy()
    made.set_map(replace(grid(), stamp=9.0))
    assert made.state is Localized.TRACKING
    assert np.array_equal(made.cloud(), particles)
    made.set_map(rasterize([*walls(), Wall(25.0, 12.0, 0.5, 0.5)]))
    errors, given = replay(made, lap()[600:900])
    assert given.all()
    assert figures(errors)[2] < 0.08


def test_a_map_of_another_place_is_no_place_for_the_old_pose():
    made = localizer()
    replay(made, lap()[:600])
    elsewhere = replace(grid(), origin=np.array([500.0, 0.0, 0.0]))
    made.set_map(elsewhere)
    _, given = replay(made, lap()[600:700])
    assert not given.any()
    assert made.state is Localized.SEARCHING


def test_scans_that_come_twice_late_or_without_odometry_are_not_used():
    made = localizer()
    replay(made, lap()[:300])
    scan = [m for topic, m, _ in lap()[:300] if topic == 'scan'][-1]
    before = made.estimate()
    assert not made.add_scan(scan)
    assert not made.add_scan(replace(scan, stamp=scan.stamp - 0.3))
    assert not made.add_scan(replace(scan, stamp=scan.stamp + 60.0))
    after = made.estimate()
    assert (before.stamp, before.pose.tolist()) == (after.stamp, after.pose.tolist())
