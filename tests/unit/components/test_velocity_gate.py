import math

import numpy as np
import pytest
from gate_rig import BEAMS, CAR, GateRig, wall_ahead

from patrol.messages import Odometry, Velocity
from patrol.vocabulary import CURES, LINKS, Gate, Key, Link, Localized, Name, Reason


@pytest.fixture
def rig():
    return GateRig()


def driving(**commands):
    rig = GateRig()
    rig.commands = commands or {'cmd_vel': (0.5, 0.0)}
    assert rig.run(1.5).state is Gate.DRIVING
    return rig


def test_nobody_commands(rig):
    verdict = rig.run(0.5)
    assert verdict.state is Gate.IDLE
    assert verdict.reason is Reason.NONE
    assert all(message.linear == message.angular == 0.0 for _, message in rig.safe)


def test_one_verdict_for_each_odometry_message(rig):
    rig.run(1.0)
    assert len(rig.safe) == 50


def test_it_ramps_comfortably_and_keeps_the_limits(rig):
    rig.run(0.5)
    rig.commands = {'cmd_vel': (3.0, 0.5)}
    rig.run(2.0)
    speeds = np.array([message.linear for _, message in rig.safe])
    assert np.diff(speeds).max() <= CAR.limits.acceleration * 0.02 + 1e-9
    assert speeds[-1] == pytest.approx(CAR.limits.speed)
    assert rig.safe[-1][1].angular == pytest.approx(0.1)  # on the same arc
    rig.commands = {'cmd_vel': (-3.0, 0.0)}
    rig.run(3.0)
    assert rig.safe[-1][1].linear == pytest.approx(-CAR.limits.reverse_speed)


def test_the_most_important_source_wins(rig):
    rig.commands = {'cmd_vel_nav': (0.1, 0.0), 'cmd_vel': (0.2, 0.0), 'cmd_vel_teleop': (0.3, 0.0)}
    assert rig.run(1.5).source == 'cmd_vel_teleop'
    assert rig.safe[-1][1].linear == pytest.approx(0.3)
    del rig.commands['cmd_vel_teleop']
    assert rig.run(1.0).source == 'cmd_vel'
    del rig.commands['cmd_vel']
    assert rig.run(1.0).source == 'cmd_vel_nav'
    assert rig.safe[-1][1].linear == pytest.approx(0.1)


@pytest.mark.parametrize('topic', ['cmd_vel', 'cmd_vel_nav', 'cmd_vel_teleop'])
def test_a_silent_source_is_zero_within_a_quarter_second(topic):
    rig = driving(**{topic: (0.5, 0.0)})
    last, rig.commands = rig.now, {}
    verdict = rig.run(1.0)
    assert (verdict.state, verdict.reason, verdict.sensor) == (
        Gate.STOPPED,
        Reason.SOURCE_SILENT,
        topic,
    )
    assert first_zero(rig, last) - last <= 0.25


def first_zero(rig, after):
    return next(now for now, m in rig.safe if now > after and m.linear == m.angular == 0.0)


def test_silent_odometry_is_an_explicit_zero(rig):
    rig = driving()
    last = rig.now
    rig.silent.add('odom')
    verdict = rig.run(0.5)
    assert (verdict.state, verdict.reason, verdict.sensor) == (
        Gate.STOPPED,
        Reason.ODOMETRY_SILENT,
        'odom',
    )
    assert first_zero(rig, last) - last <= 0.25


@pytest.mark.parametrize(
    ('topic', 'reason', 'deadline'),
    [
        ('scan', Reason.SCAN_SILENT, 0.4),
        ('range/front_left', Reason.RANGE_SILENT, 0.6),
        ('cliff/front_right', Reason.CLIFF_SILENT, 0.25),
    ],
)
def test_a_silent_sensor_stops_and_is_named(topic, reason, deadline):
    rig = driving()
    last = rig.now
    rig.silent.add(topic)
    verdict = rig.run(1.2)
    assert (verdict.state, verdict.reason, verdict.sensor) == (Gate.STOPPED, reason, topic)
    stopped = next(s for s in rig.reasons if s.values[Key.REASON] == reason)
    assert stopped.stamp - 1000.0 - last <= deadline


@pytest.mark.parametrize('sensor', ['range/front_left', 'cliff/front_left'])
def test_sensors_in_front_do_not_stop_the_way_back(sensor):
    rig = driving(cmd_vel=(-0.2, 0.0))
    rig.silent.add(sensor)
    assert rig.run(1.0).state is Gate.DRIVING


@pytest.mark.parametrize('distance', [math.inf, math.nan, 0.09])
def test_no_floor_stops_that_direction_only(distance):
    rig = driving()
    rig.cliffs['front_left'] = distance
    verdict = rig.run(1.0)
    assert (verdict.state, verdict.reason, verdict.sensor) == (
        Gate.STOPPED,
        Reason.NO_FLOOR,
        'cliff/front_left',
    )
    rig.commands = {'cmd_vel': (-0.2, 0.0)}
    assert rig.run(1.0).state is Gate.DRIVING


def test_the_board_says_no_floor():
    rig = driving()
    rig.leases[Name.MOTOR_CONTROL] = {
        Key.REASON: Reason.BOARD_CLIFF,
        Key.SENSOR: 'cliff/front_right',
    }
    verdict = rig.run(1.0)
    assert (verdict.reason, verdict.sensor) == (Reason.BOARD_CLIFF, 'cliff/front_right')
    rig.commands = {'cmd_vel': (-0.2, 0.0)}
    assert rig.run(1.0).state is Gate.DRIVING


def test_it_stops_before_a_wall_and_names_the_scan():
    rig = driving()
    start = rig.pose[0]
    for _ in range(200):
        rig.ranges = wall_ahead(1.2 - (rig.pose[0] - start))
        rig.step()
    verdict = rig.verdict
    assert (verdict.state, verdict.reason, verdict.sensor) == (
        Gate.STOPPED,
        Reason.OBSTACLE,
        'scan',
    )
    gap = 1.2 - (rig.pose[0] - start) - CAR.length / 2
    assert 0.05 < gap < 0.15
    slowed = [s for s in rig.reasons if s.values[Key.STATE] == Gate.SLOWED]
    assert slowed
    assert all(s.values[Key.REASON] == Reason.OBSTACLE for s in slowed)


def test_an_echo_without_a_return_is_an_obstacle():
    rig = driving()
    rig.sonars['front_left'] = rig.sonars['front_right'] = 0.12
    verdict = rig.run(1.0)
    assert (verdict.state, verdict.reason) == (Gate.STOPPED, Reason.OBSTACLE)
    assert verdict.sensor.startswith('range/front')
    rig.commands = {'cmd_vel': (-0.2, 0.0)}
    assert rig.run(1.0).state is Gate.DRIVING


def test_an_invalid_echo_twice_is_a_fault():
    rig = driving()
    rig.sonars['front_left'] = math.nan
    verdict = rig.run(1.0)
    assert (verdict.reason, verdict.sensor) == (Reason.RANGE_INVALID, 'range/front_left')


def test_one_invalid_beam_is_nothing_and_a_sector_is_a_fault():
    rig = driving()
    rig.ranges[BEAMS // 2] = np.nan
    assert rig.run(0.5).state is Gate.DRIVING
    rig.ranges[:20] = rig.ranges[-20:] = np.nan  # across the seam
    verdict = rig.run(0.5)
    assert (verdict.state, verdict.reason, verdict.sensor) == (
        Gate.STOPPED,
        Reason.SCAN_INVALID,
        'scan',
    )


def test_a_frozen_scan_stops():
    rig = driving()
    rig.ranges = np.full(BEAMS, 3.0)
    assert rig.run(0.5).state is Gate.DRIVING
    frozen = rig.scan().ranges
    whole = rig.scan
    rig.scan = lambda: type(whole())(
        rig.stamp - 0.1, -math.pi, 2 * math.pi / BEAMS, 0.1 / BEAMS, 0.12, 12.0, frozen
    )
    verdict = rig.run(0.5)
    assert (verdict.state, verdict.reason, verdict.sensor) == (
        Gate.STOPPED,
        Reason.SCAN_FROZEN,
        'scan',
    )


@pytest.mark.parametrize('value', [math.nan, math.inf])
def test_a_command_that_is_not_finite_stops(value):
    rig = driving()
    rig.commands = {'cmd_vel': (value, 0.0)}
    verdict = rig.run(0.3)
    assert (verdict.state, verdict.reason, verdict.sensor) == (
        Gate.STOPPED,
        Reason.COMMAND_INVALID,
        'cmd_vel',
    )


@pytest.mark.parametrize('shift', [-1000.0, -1.0, 1e9])
def test_a_command_of_another_clock_is_refused(rig, shift):
    rig.run(0.5)
    for _ in range(20):
        rig.send('cmd_vel', Velocity(rig.stamp + shift, 0.3, 0.0))
        rig.step()
    assert (rig.verdict.state, rig.verdict.reason) == (Gate.STOPPED, Reason.COMMAND_STALE)


def test_odometry_that_is_not_finite_stops():
    rig = driving()
    bad = Odometry(
        rig.stamp, np.array([math.nan, 0, 0]), np.zeros(2), np.zeros((3, 3)), np.zeros((2, 2))
    )
    rig.send('odom', bad)
    assert (rig.verdict.state, rig.verdict.reason) == (Gate.STOPPED, Reason.ODOMETRY_INVALID)


@pytest.mark.parametrize(
    ('lease', 'values', 'reason'),
    [
        (Name.LOCALIZATION, None, Reason.LOCALIZATION_SILENT),
        (Name.PATROL_PLANNER, None, Reason.PLANNER_SILENT),
        (
            Name.LOCALIZATION,
            {Key.STATE: Localized.LOST, Key.REASON: Reason.LOST},
            Reason.LOST,
        ),
        (Name.LOCALIZATION, {Key.STATE: Localized.SEARCHING}, Reason.NOT_LOCALIZED),
    ],
)
def test_without_place_and_plan_only_a_person_drives(lease, values, reason):
    rig = driving(cmd_vel_nav=(0.4, 0.0))
    if values is None:
        rig.silent.add(lease)
    else:
        rig.leases[lease] = values
    verdict = rig.run(1.0)
    assert (verdict.state, verdict.reason) == (Gate.STOPPED, reason)
    rig.commands = {'cmd_vel_teleop': (0.3, 0.0)}
    assert rig.run(1.0).state is Gate.DRIVING


def test_the_cause_is_named_before_its_consequence():
    rig = driving(cmd_vel_nav=(0.4, 0.0))
    rig.silent |= {Name.LOCALIZATION}
    rig.commands = {}
    assert rig.run(1.0).reason is Reason.LOCALIZATION_SILENT  # not source_silent
    rig.silent.add('scan')
    assert rig.run(1.0).reason is Reason.SCAN_SILENT
    rig.silent.add(Name.MOTOR_CONTROL)
    assert rig.run(1.0).reason is Reason.MOTOR_SILENT
    rig.silent.remove(Name.MOTOR_CONTROL)
    rig.leases[Name.MOTOR_CONTROL] = {Key.REASON: Reason.E_STOP, Key.SENSOR: ''}
    assert rig.run(1.0).reason is Reason.E_STOP


def test_an_unstamped_publisher_is_explained(rig):
    rig.gate.twist_publisher('cmd_vel')
    verdict = rig.run(0.3)
    assert (verdict.state, verdict.reason, verdict.sensor) == (
        Gate.STOPPED,
        Reason.TWIST_PUBLISHER,
        'cmd_vel',
    )
    rig.gate.twist_publisher('')
    assert rig.run(0.3).state is Gate.IDLE


def test_every_stop_says_why_and_what_to_do():
    rig = driving()
    rig.silent.add('scan')
    rig.run(1.0)
    status = rig.reasons[-1]
    assert status.values[Key.STATE] == Gate.STOPPED
    assert status.values[Key.CURE] == CURES[Reason.SCAN_SILENT]
    assert status.values[Key.CAUSE] == LINKS[Reason.SCAN_SILENT] == Link.GATE
    assert 'scan_silent' in status.message


def test_the_reason_is_repeated_twice_a_second(rig):
    rig.run(0.5)
    rig.reasons.clear()
    rig.run(3.0)
    assert 5 <= len(rig.reasons) <= 7


def test_after_the_e_stop_it_starts_from_rest():
    rig = driving()
    rig.leases[Name.MOTOR_CONTROL] = {Key.REASON: Reason.E_STOP}
    rig.run(0.5)
    rig.leases[Name.MOTOR_CONTROL] = {Key.REASON: Reason.NONE}
    released = rig.now
    rig.run(0.5)
    speeds = [m.linear for now, m in rig.safe if now > released]
    assert np.diff(speeds).max() <= CAR.limits.acceleration * 0.02 + 1e-9
