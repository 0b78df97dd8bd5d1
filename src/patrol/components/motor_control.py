"""motor_control: safe body velocities in, wheel commands out; encoders and gyro to odometry."""

from __future__ import annotations

import math

import numpy as np

from patrol.component import Component, Reply
from patrol.dimensions import Dimensions, load_dimensions
from patrol.drive.board_clock import BoardClock
from patrol.drive.board_link import Trouble
from patrol.drive.encoder_odometer import Break
from patrol.drive.imu_watch import ImuWatch
from patrol.drive.motor_parameters import MotorControlParameters
from patrol.drive.motor_report import e_stop_state, lease
from patrol.drive.motor_watch import IMU, PASSABLE, SAFE, WHEELS, MotorWatch
from patrol.drive.odometry_filter import OdometryFilter
from patrol.messages import (
    Flag,
    FramePose,
    ImuSample,
    Status,
    Velocity,
    WheelCommands,
    WheelStates,
)
from patrol.vocabulary import Motor, Reason

#: Periods (s) of the lease, of `e_stop/state` and of repeated zeros.
LEASE, E_STOP, ZEROS = 0.1, 0.5, 0.04
#: A command stamped farther than this (s) from the board's time is of another clock.
CLOCK = 0.5

__all__ = ['MotorControl', 'MotorControlParameters']


class MotorControl(Component):
    """Runs when messages arrive; `tick` says zero when one of those it needs falls silent."""

    name = 'motor_control'
    period = 0.02

    def __init__(
        self,
        parameters: MotorControlParameters | None = None,
        dimensions: Dimensions | None = None,
    ) -> None:
        super().__init__()
        parameters = parameters or MotorControlParameters()
        dimensions = dimensions or load_dimensions()
        limits = dimensions.limits
        edge = limits.speed + limits.turn_rate * dimensions.wheel_separation / 2
        self._fastest = edge / dimensions.wheel_radius
        self._filter = OdometryFilter(parameters, dimensions)
        self._clock = BoardClock()
        self._watch = MotorWatch(parameters)
        self._imu = ImuWatch()
        self._wheels_stamp = math.nan
        self._sent = (0.0, 0.0)
        self._sent_at = -math.inf
        self._told_e_stop: bool | None = None
        self._next_lease = self._next_e_stop = -math.inf

    def set_gate_publishers(self, count: int) -> None:
        """Tell how many publishers `_cmd_vel_safe` has; only one is believed."""
        self._watch.gate_publishers = count

    def on_mcu_wheel_states(self, wheels: WheelStates, now: float) -> None:
        """Turn a wheel state into odometry at once."""
        position = (float(wheels.position[0]), float(wheels.position[1]))
        speed = (float(wheels.velocity[0]), float(wheels.velocity[1]))
        silent = self._watch.wheels_silent(now)
        self._watch.wheels_at = now
        if not all(map(math.isfinite, (wheels.stamp, *position, *speed))):
            self._stop(Reason.WHEELS_INVALID, WHEELS, now)
            return
        self._clock.hear(wheels.stamp, now)
        odometry, broken = self._filter.add_wheels(wheels.stamp, position, speed)
        self._watch_wheels(wheels.stamp, position, now)
        if broken is Break.JUMP:
            self._stop(Reason.WHEELS_INVALID, WHEELS, now)
        elif broken is Break.CLOCK and not silent:
            self._stop(Reason.CLOCK, WHEELS, now)
        self.emit('odom', odometry)
        self.emit('tf', FramePose(wheels.stamp, 'odom', 'base_footprint', odometry.pose))
        self.emit('joint_states', wheels)

    def on_imu_data_raw(self, sample: ImuSample, now: float) -> None:
        """Take the yaw rate."""
        self._watch.imu_at = now
        gyro = sample.angular_velocity.tolist()
        reason = self._imu.look(sample.stamp, gyro + sample.linear_acceleration.tolist())
        heard = not self._watch.wheels_silent(now)
        if heard and abs(sample.stamp - self._wheels_stamp) > CLOCK:
            reason = Reason.CLOCK
        if reason is not Reason.NONE:
            self._stop(reason, IMU, now)
            return
        self._clock.hear(sample.stamp, now)
        self._filter.add_gyro(sample.stamp, gyro[2])

    def on_mcu_status(self, status: Status, now: float) -> None:
        """Mirror the board."""
        self._watch.board.take(status, now)
        self._tell_e_stop(now)

    def on_cmd_vel_safe(self, command: Velocity, now: float) -> None:
        """Turn a safe velocity into wheel speeds at once."""
        self._watch.gate_at = now
        if not (
            math.isfinite(command.linear)
            and math.isfinite(command.angular)
            and math.isfinite(command.stamp)
        ):
            self._stop(Reason.COMMAND_INVALID, SAFE, now)
            return
        if self._clock.known and abs(command.stamp - self._clock.read(now)) > CLOCK:
            self._stop(Reason.CLOCK, SAFE, now)
            return
        if self._watch.stops(now):
            self._send(0.0, 0.0, now)
            return
        left, right = self._filter.drive.wheels(command.linear, command.angular)
        share = min(1.0, self._fastest / max(abs(left), abs(right), 1e-9))
        self._send(left * share, right * share, now)

    def on_tick(self, now: float) -> None:
        """Say zero while anything is wrong, and renew the lease."""
        again = self._sent != (0.0, 0.0) or now - self._sent_at >= ZEROS - 1e-6
        if again and self._watch.stops(now):
            self._send(0.0, 0.0, now)
        self._tell_e_stop(now)
        if now >= self._next_lease:
            self._next_lease = now + LEASE - 1e-6
            self.emit('diagnostics', self._lease(self._watch.trouble(now), now))

    def do_e_stop_trigger(self, now: float) -> Reply:
        """Stop here at once and latch the board's e-stop."""
        self._watch.tripped = True
        self._send(0.0, 0.0, now)
        self.request('_mcu/e_stop_trigger')
        return Reply(True, 'stopped; the board is told to latch its e-stop')

    def do_e_stop_reset(self, now: float) -> Reply:
        """Ask the board to release its e-stop; nothing moves because of that."""
        if not self._watch.board.heard(now):
            return Reply(False, 'the board is silent: nothing can be released')
        self.request('_mcu/e_stop_reset')
        return Reply(True, 'the board is asked to release; e_stop/state tells what it did')

    def on_reply(self, service: str, reply: Reply, now: float) -> None:
        """Forget the own latches once the board has released its own."""
        if service == '_mcu/e_stop_reset' and reply.success:
            self._watch.released()
        self._tell_e_stop(now)

    def _watch_wheels(self, stamp: float, position: tuple[float, float], now: float) -> None:
        dt = stamp - self._wheels_stamp
        self._wheels_stamp = stamp
        driven = self._watch.board.own_trouble(now)[0] is Reason.NONE
        if 0.0 < dt < 0.1:
            self._watch.encoders.look(dt, position, self._sent if driven else (0.0, 0.0))

    def _stop(self, reason: Reason, sensor: str, now: float) -> None:
        self._watch.fault.note(reason, sensor, now)
        if self._sent != (0.0, 0.0):
            self._send(0.0, 0.0, now)

    def _send(self, left: float, right: float, now: float) -> None:
        self._sent, self._sent_at = (left, right), now
        self._filter.command(left != 0.0 or right != 0.0)
        if self._clock.known:
            velocity = np.array((left, right))
            self.emit('_mcu/wheel_commands', WheelCommands(self._clock.next(now), velocity))

    def _tell_e_stop(self, now: float) -> None:
        """Tell at once what changed, and the state twice a second."""
        latched = self._watch.e_stop(now)
        changed = latched is not self._told_e_stop
        if changed:
            self._told_e_stop = latched
            self.emit('e_stop', Flag(latched))
        if changed or now >= self._next_e_stop:
            self._next_e_stop = now + E_STOP - 1e-6
            stamp = self._clock.read(now)
            self.emit('e_stop/state', e_stop_state(stamp, self._watch.board, latched, now))

    def _lease(self, trouble: Trouble, now: float) -> Status:
        moving = self._sent != (0.0, 0.0)
        state = (
            Motor.STOPPED
            if trouble[0] not in PASSABLE
            else Motor.DRIVING
            if moving
            else Motor.STANDING
        )
        return lease(self._clock.read(now), state, trouble, self._watch.board, self._filter)
