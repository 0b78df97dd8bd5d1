from __future__ import annotations

import math

import numpy as np
import pytest

from patrol.geometry import arc, between, compose
from patrol.localization.odometry_history import OdometryHistory, move, step_between

TWIST = (0.5, 1.2)


def on_an_arc(count=50):
    made = OdometryHistory()
    for k in range(count):
        made.add(1.0 + 0.02 * k, tuple(arc(*TWIST, 0.02 * k).tolist()), TWIST)
    return made


@pytest.mark.parametrize('stamp', [1.013, 1.5, 1.777])
def test_between_messages_it_follows_the_arc(stamp):
    assert on_an_arc().at(stamp) == pytest.approx(arc(*TWIST, stamp - 1.0).tolist(), abs=1e-9)


def test_after_the_last_it_drives_on_and_before_the_first_it_stands():
    made = on_an_arc()
    assert made.at(2.03) == pytest.approx(arc(*TWIST, 1.03).tolist(), abs=1e-9)
    assert made.at(0.5) == (0.0, 0.0, 0.0)


def test_between_gives_both_ends_and_what_lies_in_them():
    found = on_an_arc().between(1.01, 1.09)
    assert [stamp for stamp, _ in found] == pytest.approx([1.01, 1.02, 1.04, 1.06, 1.08, 1.09])


def test_what_is_repeated_or_late_changes_nothing():
    made = on_an_arc()
    newest = made.newest
    assert made.add(newest, made.at(newest), TWIST)
    assert made.add(newest - 0.1, made.at(newest - 0.1), TWIST)
    assert (made.newest, made.generation, len(made)) == (newest, 0, 50)


@pytest.mark.parametrize(
    ('later', 'moved'), [(0.02, 2.0), (-30.0, 0.0), (60.0, 0.0)], ids=['jump', 'back', 'pause']
)
def test_a_jump_of_pose_or_clock_is_a_break(later, moved):
    made = on_an_arc()
    x, y, yaw = made.at(made.newest)
    assert not made.add(made.newest + later, (x + moved, y, yaw), TWIST)
    assert (made.generation, len(made)) == (1, 1)


def test_it_forgets_what_is_old():
    made = OdometryHistory()
    for k in range(5000):
        made.add(0.02 * k, (0.0, 0.0, 0.0), (0.0, 0.0))
    assert len(made) < 600
    assert made.newest - made.oldest > 1.0


def test_steps_agree_with_the_geometry():
    a, b = np.array([1.0, 2.0, 3.0]), np.array([-1.0, 0.5, -2.5])
    assert step_between(a, b) == pytest.approx(between(a, b))
    assert move(a, step_between(a, b)) == pytest.approx(compose(a, between(a, b)))
    assert abs(move(a, np.array([0.0, 0.0, 1.0]))[2]) <= math.pi
