import math

import numpy as np
import pytest
from kinematic_car import Box, Loop

from patrol.components.path_follower import PathFollower
from patrol.geometry import compose, inverse
from patrol.messages import Level, Odometry, Path, PoseEstimate, Status
from patrol.vocabulary import Follow, Gate, Key, Name, Reason

STRAIGHT = [(0, 0, 0), (6, 0, 0)]


def driving(**options):
    loop = Loop(**options)
    loop.run(0.5)
    loop.plan(STRAIGHT)
    loop.run(2.5)
    assert loop.command[0] > 0.5
    return loop


def still(loop, seconds=0.1):
    """Run until the zero must be out, and see whether it is and stays."""
    loop.run(seconds)
    assert loop.command == (0.0, 0.0)
    loop.run(1.0)
    assert loop.command == (0.0, 0.0)


def test_says_nothing_but_zero_before_there_is_a_plan():
    loop = Loop()
    loop.run(1.0)
    assert loop.command == (0.0, 0.0)
    assert loop.state == Follow.IDLE
    assert loop.status[Key.REASON] == Reason.NONE


def test_commands_come_with_every_second_odometry():
    loop = Loop()
    loop.run(0.5)
    published = [loop.follower.handle('odom', loop.odometry(), loop.now) for _ in range(10)]
    topics = [[p.topic for p in batch] for batch in published]
    assert sorted(map(len, topics)) == [0] * 5 + [1] * 5
    assert {t for batch in topics for t in batch} == {'cmd_vel_nav'}


def test_speaks_of_the_plan_by_its_stamp_and_of_the_way_left():
    loop = Loop()
    loop.run(0.5)
    loop.now = 1.7e9 + 0.123456
    loop.plan(STRAIGHT)
    loop.run(0.3)
    assert float(loop.status[Key.PLAN]) == 1.7e9 + 0.123456
    assert float(loop.status[Key.REMAINING]) == pytest.approx(6.0, abs=0.05)


def test_an_empty_plan_stops_comfortably():
    loop = driving()
    loop.plan(np.empty((0, 3)))
    loop.run(0.04)
    assert 0.4 < loop.command[0] < 0.6  # no jerk
    loop.run(1.0)
    assert loop.command == (0.0, 0.0)
    assert loop.state == Follow.IDLE


@pytest.mark.parametrize(
    ('input_', 'reason', 'deadline'),
    [
        ('pose_on', Reason.LOCALIZATION_SILENT, 0.65),
        ('costmap_on', Reason.COSTMAP_SILENT, 1.25),
        ('odometry_on', Reason.ODOMETRY_SILENT, 0.25),
    ],
)
def test_a_silent_input_stops_the_car_and_is_named(input_, reason, deadline):
    loop = driving()
    setattr(loop, input_, False)
    still(loop, deadline)
    assert loop.status[Key.REASON] == reason
    setattr(loop, input_, True)
    assert loop.arrive(20)


def test_odometry_that_is_not_finite_stops_the_car():
    loop = driving()
    broken = Odometry(loop.now, np.array([math.nan, 0, 0]), np.zeros(2), np.eye(3), np.eye(2))
    loop.odometry = lambda: broken
    still(loop)
    assert loop.status[Key.REASON] == Reason.ODOMETRY_INVALID


def test_a_pose_that_is_not_finite_stops_the_car():
    loop = driving()
    loop.pose_on = False
    broken = PoseEstimate(loop.now, np.array([0, math.inf, 0]), np.eye(3))
    loop.follower.handle('pose', broken, loop.now)
    still(loop)
    assert loop.status[Key.REASON] == Reason.POSE_INVALID


def test_a_plan_that_is_not_finite_is_no_plan():
    loop = driving()
    loop.plan([(0, 0, 0), (math.nan, 0, 0)])
    loop.run(2.0)
    assert loop.command == (0.0, 0.0)
    assert loop.status[Key.REASON] == Reason.PATH_BLOCKED


@pytest.mark.parametrize('reason', [Reason.E_STOP, Reason.NOT_ARMED])
def test_commands_nothing_while_a_person_must_act(reason):
    loop = driving()
    values = {Key.STATE: Gate.STOPPED, Key.REASON: reason}
    held = Status(loop.now, Name.STOP_REASON, Level.ERROR, '', values)
    loop.follower.handle('stop_reason', held, loop.now)
    still(loop)
    assert loop.status[Key.REASON] == reason
    free = Status(loop.now, Name.STOP_REASON, Level.OK, '', {Key.STATE: Gate.IDLE})
    loop.follower.handle('stop_reason', free, loop.now)
    assert loop.arrive(20)


def test_a_relocalization_in_mid_drive_is_followed_at_once():
    loop = driving()
    # the estimate was wrong by half a metre all the time; odometry goes on as before
    in_odom = loop.odometry().pose
    loop.pose = np.add(loop.pose, (0.0, 0.5, 0.1))
    loop.odom_in_map = compose(loop.pose, inverse(in_odom))
    assert loop.arrive(25)
    assert np.hypot(*(loop.pose - (6, 0, 0))[:2]) < 0.03


def test_never_faster_than_the_car_may_nor_harder_than_comfortable():
    loop = Loop(boxes=[Box(3, 0.1, 0.5, 0.5)])
    loop.run(0.5)
    loop.plan([(0, 0, 0), (3, 2, 0), (5, -2, 2.0)])
    commands = []
    while loop.state != Follow.ARRIVED and loop.now < 60:
        loop.step()
        commands.append(loop.command)
    linear, angular = np.array(commands).T
    limits = loop.dimensions.limits
    assert loop.state == Follow.ARRIVED
    assert linear.max() <= limits.speed + 1e-9
    assert np.abs(angular).max() <= limits.turn_rate
    per_command = limits.acceleration * 0.04
    assert np.abs(np.diff(linear)).max() <= per_command + 1e-9


def test_same_inputs_same_commands():
    tracks = []
    for _ in range(2):
        loop = Loop(boxes=[Box(2.5, 0.1, 0.5, 0.5)], noise=0.01, seed=4)
        loop.run(0.5)
        loop.plan(STRAIGHT)
        loop.run(8)
        tracks.append(np.array(loop.track))
    assert np.array_equal(*tracks)


def test_a_path_is_latched_and_may_come_before_anything_else():
    follower = PathFollower()
    follower.handle('plan', Path(1.0, np.array([[0.0, 0, 0], [1.0, 0, 0]])), 0.0)
    status = follower.tick(0.0)[-1].message
    assert status.values[Key.REASON] == Reason.ODOMETRY_SILENT
