"""Finding a car on the whole map, and not believing it too early."""

from __future__ import annotations

import numpy as np
import pytest
from segment_world import Drive, Wall, World, rasterize, recording
from small_office import drive, field, grid, world

from patrol.localization.deskew import Deskewer
from patrol.localization.global_search import GlobalSearch, distinct
from patrol.localization.likelihood_field import LikelihoodField
from patrol.localization.odometry_history import OdometryHistory
from patrol.localization.relocalization import Relocalization


def scans(messages):
    history, deskewer = OdometryHistory(), Deskewer((0.0, 0.0, 0.0))
    for topic, message, truth in messages:
        if topic == 'odom':
            pose, twist = tuple(message.pose.tolist()), tuple(message.twist.tolist())
            history.add(message.stamp, pose, twist)
        else:
            yield deskewer.points(message, history), truth


def test_the_search_has_the_true_place_among_its_best():
    search = GlobalSearch(field())
    scan, truth = next(scans(recording(world(), drive())))
    search.start(scan.points)
    slices = 1
    while not search.run(500_000):
        slices += 1
    assert slices > 5  # it really goes slice by slice
    best = search.best(20)
    assert [c.score for c in best] == sorted((c.score for c in best), reverse=True)
    off = np.array([c.pose for c in best]) - field().to_grid(truth)
    turn = np.abs((off[:, 2] + np.pi) % (2 * np.pi) - np.pi)
    assert ((np.hypot(off[:, 0], off[:, 1]) < 0.3) & (turn < 0.15)).any()


def test_a_car_without_any_idea_is_found_on_its_way():
    attempt = Relocalization(field(), GlobalSearch(field()))
    for scan, truth in scans(recording(world(), drive())):
        found = attempt.update(scan)
        if found is not None:
            here = field().to_grid(truth)
            break
    else:
        pytest.fail('never found')
    assert 2.0 <= attempt.travel < 6.0
    assert found.pose == pytest.approx(here, abs=0.15)


def test_where_two_places_look_alike_none_is_believed():
    """A hall that equals itself when turned by half a circle."""
    walls = [Wall(5, 2, 8, 0.1), Wall(5, 6, 8, 0.1), Wall(1, 4, 0.1, 4), Wall(9, 4, 0.1, 4)]
    hall = LikelihoodField(rasterize(walls))
    attempt = Relocalization(hall, GlobalSearch(hall))
    way = np.array([[2.5, 3.0], [7.5, 3.0], [7.5, 4.5]])
    seen = scans(recording(World(walls, np.zeros((0, 4))), Drive(way)))
    assert all(attempt.update(scan) is None for scan, _ in seen)
    assert attempt.travel > 5.0
    assert len(attempt.hypotheses) >= 2
    assert attempt.confidence < 0.25


def test_distinct_keeps_one_of_each_place():
    poses = np.array([[0, 0, 0], [0.1, 0, 0], [0, 0, 3.1], [0.1, 0, -3.1], [2, 0, 0]], float)
    assert distinct(poses, 10) == [0, 2, 4]
    assert distinct(poses, 2) == [0, 2]


def test_a_search_on_a_full_map_ends_at_once():
    from dataclasses import replace

    full = LikelihoodField(replace(grid(), cells=np.full((40, 40), 100, np.int8)))
    search = GlobalSearch(full)
    search.start(np.ones((2, 10)))
    assert search.places == 0
    assert search.done
    assert search.best(5) == []
