import numpy as np
import pytest

from patrol.messages import Level, Odometry, PoseEstimate, Status
from patrol.planning.patrol_inputs import PatrolInputs
from patrol.vocabulary import Follow, Gate, Key, Link, Localized, Name, Reason


def tell(inputs, name, stamp=1.0, **values):
    keys = {Key[key.upper()]: value for key, value in values.items()}
    inputs.take_diagnostics(Status(stamp, name, Level.OK, '', keys))


def stopped(inputs, now, reason, cause=Link.BOARD, state=Gate.STOPPED):
    values = {Key.STATE: state, Key.REASON: reason, Key.CAUSE: cause}
    inputs.take_stop_reason(Status(now, Name.STOP_REASON, Level.OK, '', values), now)


def pose_at(x, stamp):
    return PoseEstimate(stamp, np.array([x, 0.0, 0.0]), np.eye(3))


def test_localized_needs_a_fresh_pose_and_the_word_of_localization():
    inputs = PatrolInputs()
    assert not inputs.localized(0.0)
    inputs.take_pose(pose_at(1.0, 5.0), now=10.0)
    assert not inputs.localized(10.1)
    tell(inputs, Name.LOCALIZATION, state=Localized.TRACKING)
    assert inputs.localized(10.1)
    assert not inputs.localized(11.5)
    tell(inputs, Name.LOCALIZATION, state=Localized.LOST, reason=Reason.LOST)
    assert not inputs.localized(10.1)


def test_it_says_why_it_is_not_known_where_the_car_is():
    inputs = PatrolInputs()
    assert inputs.unlocalized(0.0) == (Reason.NOT_LOCALIZED, '')
    tell(inputs, Name.LOCALIZATION, state=Localized.LOST, reason=Reason.LOST)
    assert inputs.unlocalized(0.0) == (Reason.LOST, '')
    tell(inputs, Name.LOCALIZATION, state=Localized.TRACKING, reason=Reason.NONE)
    assert inputs.unlocalized(0.0) == (Reason.LOCALIZATION_SILENT, 'pose')
    inputs.take_pose(pose_at(1.0, 5.0), now=1.0)
    assert inputs.unlocalized(1.5) == (Reason.NONE, '')
    inputs.take_pose(pose_at(np.nan, 5.1), now=1.6)
    assert inputs.unlocalized(2.5) == (Reason.POSE_INVALID, 'pose')


def test_a_pose_that_is_not_finite_is_none():
    inputs = PatrolInputs()
    inputs.take_pose(pose_at(np.nan, 5.0), now=1.0)
    inputs.take_pose(pose_at(1.0, np.inf), now=1.0)
    assert inputs.pose is None
    assert inputs.stamp == 0.0


def test_the_follower_speaks_of_a_plan():
    inputs = PatrolInputs()
    tell(
        inputs,
        Name.PATH_FOLLOWER,
        state=Follow.ARRIVED,
        plan='1700000000.250000000',
        remaining='0.5',
    )
    assert inputs.follower.state == Follow.ARRIVED
    assert inputs.follower.plan_stamp == pytest.approx(1700000000.25, abs=1e-6)
    assert inputs.follower.remaining == 0.5
    tell(inputs, Name.PATH_FOLLOWER)
    assert np.isnan(inputs.follower.plan_stamp)


def test_the_stamp_is_the_newest_that_was_heard():
    inputs = PatrolInputs()
    tell(inputs, Name.VELOCITY_GATE, stamp=4.0)
    inputs.take_pose(pose_at(1.0, 3.0), now=0.0)
    tell(inputs, Name.VELOCITY_GATE, stamp=float('nan'))
    assert inputs.stamp == 4.0


@pytest.mark.parametrize(
    'reason', [Reason.E_STOP, Reason.NOT_ARMED, Reason.BOARD_FAULT, Reason.BATTERY_EMPTY]
)
def test_a_stop_of_the_board_is_one_at_once(reason):
    inputs = PatrolInputs()
    stopped(inputs, 1.0, reason)
    assert inputs.board_stop(1.0) is reason
    stopped(inputs, 2.0, Reason.NONE, '', Gate.DRIVING)
    assert inputs.board_stop(2.0) is Reason.NONE


def test_the_flag_counts_without_the_gate():
    inputs = PatrolInputs()
    inputs.e_stop = True
    assert inputs.board_stop(0.0) is Reason.E_STOP


def test_a_hiccup_of_the_link_is_no_stop_a_silence_is():
    inputs = PatrolInputs()
    for now in (1.0, 1.5, 2.5):
        stopped(inputs, now, Reason.BOARD_SILENT)
        assert inputs.board_stop(now) is Reason.NONE
    stopped(inputs, 3.1, Reason.BOARD_SILENT)
    assert inputs.board_stop(3.1) is Reason.BOARD_SILENT


def test_other_links_do_not_stop_the_patrol_but_its_clock():
    inputs = PatrolInputs()
    stopped(inputs, 1.0, Reason.SCAN_SILENT, Link.GATE)
    assert inputs.board_stop(1.0) is Reason.NONE
    assert inputs.hindered
    stopped(inputs, 2.0, Reason.OBSTACLE, Link.GATE)
    assert not inputs.hindered
    stopped(inputs, 3.0, 'a word of another version', Link.BOARD)
    assert inputs.board_stop(3.0) is Reason.BOARD_FAULT


def odometry(stamp, x):
    return Odometry(stamp, np.array([x, 0.0, 0.0]), np.zeros(2), np.eye(3), np.eye(2))


def test_odom_is_placed_in_map_by_the_odometry_of_the_time_of_the_pose():
    inputs = PatrolInputs()
    assert inputs.odom_in_map() is None
    for step in range(100):
        inputs.take_odometry(odometry(1.0 + 0.02 * step, 2.0 + 0.01 * step))
    assert inputs.odom_in_map() is None
    inputs.take_pose(pose_at(5.0, 2.801), now=0.0)
    assert inputs.odom_in_map() == pytest.approx([5.0 - 2.9, 0.0, 0.0])
    inputs.take_pose(pose_at(5.0, 9.0), now=0.0)
    assert inputs.odom_in_map() is None  # no odometry of that time


def test_odometry_that_is_not_finite_places_nothing():
    inputs = PatrolInputs()
    inputs.take_odometry(odometry(1.0, np.nan))
    inputs.take_pose(pose_at(5.0, 1.0), now=0.0)
    assert inputs.odom_in_map() is None
