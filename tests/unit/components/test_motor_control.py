import math
from dataclasses import replace

import numpy as np
import pytest

from patrol.component import Call, Reply
from patrol.components.motor_control import MotorControl
from patrol.messages import ImuSample, Level, Status, Velocity, WheelStates
from patrol.vocabulary import Board, EStop, Key, Motor, Name, Reason, read_flag

ARMED = {Key.STATE: Board.STANDING, Key.REASON: Reason.NONE, Key.ARMED: 'true'}
ARMED |= {Key.E_STOP: 'false', Key.SENSOR: '', Key.FAULT: ''}
STOPPED = {**ARMED, Key.STATE: Board.E_STOP, Key.REASON: Reason.E_STOP, Key.ARMED: 'false'}
STOPPED |= {Key.E_STOP: 'true', Key.SENSOR: 'e_stop_button'}


class Desk:
    """Motor control on a desk: messages by hand, stamps = ORIGIN + now."""

    ORIGIN = 1000.0

    def __init__(self):
        self.motor = MotorControl()
        self.now = 0.0
        self.out = []
        self.rng = np.random.default_rng(1)
        self.angle = np.zeros(2)
        self.counting = True  # the wheels do as they are told
        self.board = dict(ARMED)
        self.speed = np.zeros(2)
        self.gate = (0.0, 0.0)
        self.silent = set()

    @property
    def stamp(self):
        return self.ORIGIN + self.now

    def take(self, topic, message):
        return self.keep(self.motor.handle(topic, message, self.now))

    def keep(self, out):
        self.out += out
        sent = of(out, '_mcu/wheel_commands')
        self.speed = sent[-1].velocity if sent else self.speed
        return out

    def status(self, **changed):
        self.board = {**self.board, **changed}
        return self.take('_mcu/status', Status(self.stamp, Name.BOARD, Level.OK, '', self.board))

    def wheels(self, **changed):
        message = WheelStates(self.stamp, self.angle.copy(), self.speed * self.counting)
        return self.take('_mcu/wheel_states', replace(message, **changed))

    def imu(self, **changed):
        noise = 0.002 * self.rng.standard_normal(6)
        return self.take(
            'imu/data_raw', replace(ImuSample(self.stamp, noise[:3], noise[3:]), **changed)
        )

    def command(self, linear=None, angular=0.0, stamp=None):
        velocity = self.gate if linear is None else (linear, angular)
        return self.take(
            '_cmd_vel_safe', Velocity(self.stamp if stamp is None else stamp, *velocity)
        )

    def run(self, seconds):
        """Let everybody speak at their rate; return what motor control said."""
        first = len(self.out)
        for step in range(round(seconds * 100)):
            self.now = round(self.now + 0.01, 6)
            self.angle += 0.01 * self.speed * self.counting
            if step % 50 == 0 and 'status' not in self.silent:
                self.status()
            if step % 2 == 0 and 'wheels' not in self.silent:
                self.wheels()
            if 'imu' not in self.silent:
                self.imu()
            if step % 2 == 0 and 'gate' not in self.silent:
                self.command()
            if step % 2 == 1:
                self.keep(self.motor.tick(self.now))
        return self.out[first:]


@pytest.fixture
def desk():
    made = Desk()
    made.run(1.0)
    return made


def of(out, topic):
    return [p.message for p in out if p.topic == topic]


def last_lease(out):
    return of(out, 'diagnostics')[-1].values


def moving(out):
    return [bool(np.any(m.velocity != 0.0)) for m in of(out, '_mcu/wheel_commands')]


def test_a_safe_velocity_becomes_wheel_speeds_at_once(desk):
    sent = of(desk.command(0.325, 0.5), '_mcu/wheel_commands')[0]
    assert sent.velocity.tolist() == pytest.approx([10 - 0.0575 / 0.0325, 10 + 0.0575 / 0.0325])


def test_a_speed_beyond_the_car_is_scaled_and_keeps_its_curve(desk):
    left, right = of(desk.command(2.0, 2.0), '_mcu/wheel_commands')[0].velocity
    assert right == pytest.approx(0.83 / 0.0325)
    assert left / right == pytest.approx((2.0 - 0.23) / (2.0 + 0.23))


def test_a_wheel_state_becomes_odometry_tf_and_joint_states_with_its_stamp(desk):
    out = desk.wheels()
    assert [p.topic for p in out] == ['odom', 'tf', 'joint_states']
    assert {p.message.stamp for p in out} == {desk.stamp}
    assert (out[1].message.parent, out[1].message.child) == ('odom', 'base_footprint')


def test_stamps_of_wheel_commands_strictly_increase_near_the_board_time(desk):
    desk.gate = (0.3, 0.0)
    stamps = [m.stamp for m in of(desk.run(2.0), '_mcu/wheel_commands')]
    assert np.all(np.diff(stamps) > 0)
    assert stamps[-1] == pytest.approx(desk.stamp, abs=0.05)


def test_no_command_before_the_clock_of_the_board_is_known():
    motor = MotorControl()
    out = [p for t in range(20) for p in motor.tick(0.02 * t)]
    assert not of(out, '_mcu/wheel_commands')
    assert of(out, 'e_stop')[0].value
    assert last_lease(out)[Key.REASON] == Reason.BOARD_SILENT


def test_the_lease_is_renewed_ten_times_a_second(desk):
    assert len(of(desk.run(2.0), 'diagnostics')) == pytest.approx(20, abs=1)
    assert len(of(desk.run(2.0), 'e_stop/state')) == pytest.approx(4, abs=1)


@pytest.mark.parametrize(
    ('who', 'reason', 'sensor'),
    [
        ('gate', Reason.COMMAND_SILENT, '_cmd_vel_safe'),
        ('wheels', Reason.WHEELS_SILENT, '_mcu/wheel_states'),
        ('imu', Reason.IMU_SILENT, 'imu/data_raw'),
    ],
)
def test_silence_means_zero_within_250_ms_and_says_who(desk, who, reason, sensor):
    desk.gate = (0.3, 0.0)
    assert moving(desk.run(0.5))[-1]
    desk.silent.add(who)
    assert not moving(desk.run(0.25))[-1]
    lease = last_lease(desk.run(0.5))
    assert (lease[Key.STATE], lease[Key.REASON]) == (Motor.STOPPED, reason)
    assert lease[Key.SENSOR] == sensor
    desk.silent.clear()
    desk.run(0.1)
    assert moving(desk.run(0.5))[-1]


def test_a_silent_board_is_named_as_such(desk):
    desk.silent |= {'wheels', 'imu'}
    desk.run(0.3)
    assert last_lease(desk.run(0.2))[Key.REASON] == Reason.BOARD_SILENT


def test_an_unknown_state_of_the_board_means_stopped(desk):
    desk.gate = (0.3, 0.0)
    desk.silent.add('status')
    desk.run(1.7)
    out = desk.run(0.2)
    assert not any(moving(out))
    assert last_lease(out)[Key.REASON] == Reason.BOARD_SILENT
    assert of(desk.out, 'e_stop')[-1].value
    assert of(desk.out, 'e_stop/state')[-1].values[Key.STATE] == EStop.UNKNOWN


@pytest.mark.parametrize('field', ['linear', 'angular', 'stamp'])
@pytest.mark.parametrize('value', [math.nan, math.inf])
def test_a_command_that_is_not_finite_stops_for_a_while(desk, field, value):
    desk.gate = (0.3, 0.0)
    desk.run(0.2)
    bad = replace(Velocity(desk.stamp, 0.3, 0.0), **{field: value})
    assert moving(desk.take('_cmd_vel_safe', bad)) == [False]
    out = desk.run(0.4)
    assert not any(moving(out))
    assert last_lease(out)[Key.REASON] == Reason.COMMAND_INVALID
    assert moving(desk.run(0.4))[-1]


@pytest.mark.parametrize('place', range(4))
def test_wheel_states_that_are_not_finite_stop_and_give_no_odometry(desk, place):
    values = np.zeros(4)
    values[place] = math.nan
    desk.gate = (0.3, 0.0)
    desk.run(0.2)
    out = desk.wheels(position=values[:2], velocity=values[2:])
    assert moving(out) == [False]
    assert not of(out, 'odom')
    assert last_lease(desk.run(0.3))[Key.REASON] == Reason.WHEELS_INVALID
    assert np.isfinite(of(desk.wheels(), 'odom')[0].pose).all()


def test_an_imu_that_is_not_finite_stops_and_spoils_nothing(desk):
    desk.gate = (0.3, 0.0)
    desk.run(0.2)
    out = desk.imu(angular_velocity=np.array([0.0, 0.0, math.nan]))
    assert moving(out) == [False]
    assert last_lease(desk.run(0.3))[Key.REASON] == Reason.IMU_INVALID
    assert np.isfinite(of(desk.run(1.0), 'odom')[-1].pose).all()


def test_an_imu_that_repeats_itself_stops(desk):
    still = {'angular_velocity': np.full(3, 0.01), 'linear_acceleration': np.full(3, 0.1)}
    desk.silent.add('imu')
    for _ in range(40):
        desk.run(0.01)
        desk.imu(**still)
    desk.keep(desk.motor.tick(desk.now + 0.1))
    assert last_lease(desk.out)[Key.REASON] == Reason.IMU_STUCK


@pytest.mark.parametrize('error', [-600.0, -0.6, 0.6, 1e9])
def test_a_command_of_another_clock_is_refused(desk, error):
    assert not any(moving(desk.command(0.3, stamp=desk.stamp + error)))
    lease = last_lease(desk.run(0.2))
    assert (lease[Key.REASON], lease[Key.SENSOR]) == (Reason.CLOCK, '_cmd_vel_safe')


def test_wheel_stamps_that_go_back_stop_and_do_not_move_the_odometry(desk):
    desk.gate = (0.5, 0.1)
    desk.run(2.0)
    desk.gate = (0.0, 0.0)
    before = of(desk.run(0.1), 'odom')[-1].pose
    desk.ORIGIN = 1.0
    desk.angle[:] = 0.0
    out = desk.run(0.3)
    assert last_lease(out)[Key.REASON] == Reason.CLOCK
    assert of(out, 'odom')[-1].pose == pytest.approx(before, abs=1e-3)  # gyro noise
    assert of(out, '_mcu/wheel_commands')[-1].stamp == pytest.approx(desk.stamp, abs=0.05)


def test_a_stamp_that_does_not_advance_is_named(desk):
    desk.run(0.1)
    desk.wheels()
    desk.wheels()
    assert last_lease(desk.run(0.2))[Key.REASON] == Reason.CLOCK


def test_only_one_gate_is_believed(desk):
    desk.gate = (0.3, 0.0)
    desk.motor.set_gate_publishers(2)
    out = desk.run(0.5)
    assert not any(moving(out))
    assert last_lease(out)[Key.REASON] == Reason.GATE_PUBLISHERS
    desk.motor.set_gate_publishers(0)
    assert last_lease(desk.run(0.2))[Key.REASON] == Reason.COMMAND_SILENT
    desk.motor.set_gate_publishers(1)
    assert moving(desk.run(0.5))[-1]


def test_a_wheel_that_is_driven_but_does_not_count_stops_until_reset(desk):
    desk.gate = (0.3, 0.0)
    desk.run(0.5)
    desk.counting = False
    desk.run(0.5)
    out = desk.run(1.0)
    lease = last_lease(out)
    assert not any(moving(out))
    assert lease[Key.REASON] == Reason.ENCODER_STUCK
    assert lease[Key.SENSOR] == 'encoder_left encoder_right'
    desk.gate = (0.0, 0.0)
    desk.motor.reply('_mcu/e_stop_reset', Reply(True, ''), desk.now)
    assert last_lease(desk.run(0.3))[Key.REASON] == Reason.NONE


def test_the_e_stop_of_the_board_is_mirrored_at_once(desk):
    assert not of(desk.out, 'e_stop')[-1].value
    out = desk.status(**STOPPED)
    assert [p.topic for p in out] == ['e_stop', 'e_stop/state']
    assert out[0].message.value
    assert read_flag(out[1].message.values[Key.E_STOP])
    lease = last_lease(desk.run(0.2))
    assert (lease[Key.REASON], lease[Key.SENSOR]) == (Reason.E_STOP, 'e_stop_button')
    assert (lease[Key.CAUSE], lease[Key.E_STOP], lease[Key.ARMED]) == ('board', 'true', 'false')
    assert of(desk.status(**ARMED), 'e_stop')[0].value is False


def test_nothing_moves_while_the_board_is_latched(desk):
    desk.status(**STOPPED)
    desk.gate = (0.3, 0.0)
    assert not any(moving(desk.run(1.0)))


def test_triggering_stops_here_and_calls_the_board(desk):
    desk.gate = (0.3, 0.0)
    desk.run(0.2)
    reply, out = desk.motor.call('e_stop_trigger', desk.now)
    assert reply.success
    assert moving(out) == [False]
    assert [p.topic for p in out if isinstance(p.message, Call)] == ['_mcu/e_stop_trigger']
    out = desk.run(3.0)  # the board never answers: the car stands all the same
    assert not any(moving(out))
    assert last_lease(out)[Key.SENSOR] == 'e_stop_trigger'
    assert of(desk.out, 'e_stop')[-1].value


def test_a_reset_that_the_board_refuses_releases_nothing(desk):
    desk.motor.call('e_stop_trigger', desk.now)
    reply, out = desk.motor.call('e_stop_reset', desk.now)
    assert reply.success
    assert [p.topic for p in out] == ['_mcu/e_stop_reset']
    desk.motor.reply('_mcu/e_stop_reset', Reply(False, 'no'), desk.now)
    assert last_lease(desk.run(0.2))[Key.REASON] == Reason.E_STOP
    desk.motor.reply('_mcu/e_stop_reset', Reply(True, 'yes'), desk.now)
    assert last_lease(desk.run(0.2))[Key.REASON] == Reason.NONE


def test_a_silent_board_cannot_be_reset():
    reply, out = MotorControl().call('e_stop_reset', 0.0)
    assert not reply.success
    assert out == []


def test_at_an_edge_the_car_may_drive_away(desk):
    desk.status(**{**ARMED, Key.REASON: Reason.BOARD_CLIFF, Key.SENSOR: 'cliff/front_left'})
    assert moving(desk.command(-0.2)) == [True]
    lease = last_lease(desk.run(0.2))
    assert (lease[Key.REASON], lease[Key.SENSOR]) == (Reason.BOARD_CLIFF, 'cliff/front_left')
    assert lease[Key.STATE] != Motor.STOPPED


def test_what_the_board_misses_is_told_when_nothing_else_is_wrong(desk):
    desk.board |= {Key.REASON: Reason.MOTOR_SILENT, Key.SENSOR: '_mcu/wheel_commands'}
    assert last_lease(desk.run(0.6))[Key.REASON] == Reason.MOTOR_SILENT
    desk.silent.add('gate')
    assert last_lease(desk.run(0.6))[Key.REASON] == Reason.COMMAND_SILENT
