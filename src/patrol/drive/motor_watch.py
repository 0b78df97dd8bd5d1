"""Why motor control lets the car stand: the first reason, in a fixed order."""

from __future__ import annotations

import math

from patrol.drive.board_link import STATUS, BoardLink, Trouble
from patrol.drive.motor_parameters import MotorControlParameters
from patrol.drive.passing_fault import PassingFault
from patrol.drive.wheel_watch import WheelWatch
from patrol.vocabulary import Reason

WHEELS, IMU, SAFE = '_mcu/wheel_states', 'imu/data_raw', '_cmd_vel_safe'
#: The board keeps the wheels from the missing floor by itself; they may still drive away from it.
PASSABLE = (Reason.NONE, Reason.BOARD_CLIFF)


class MotorWatch:
    """Deadlines and faults of the board, its sensors and the gate, on the steady clock (s).

    `wheels_at`, `imu_at` and `gate_at`: when each was last heard. `tripped`: somebody called
    e_stop_trigger, and the board has not been reset since. `gate_publishers`: None where nobody
    counts them.
    """

    def __init__(self, parameters: MotorControlParameters) -> None:
        self._parameters = parameters
        self.board = BoardLink(parameters.status_silence)
        self.encoders = WheelWatch()
        self.fault = PassingFault(parameters.hold)
        self.wheels_at = self.imu_at = self.gate_at = -math.inf
        self.gate_publishers: int | None = None
        self.tripped = False

    def wheels_silent(self, now: float) -> bool:
        """Whether wheel states are overdue."""
        return now - self.wheels_at > self._parameters.sensor_silence

    def e_stop(self, now: float) -> bool:
        """Whether the car counts as stopped by an e-stop; also where the board is silent."""
        return self.tripped or self.board.latched or not self.board.heard(now)

    def released(self) -> None:
        """The board was reset: believe the encoders again."""
        self.tripped = False
        self.encoders.reset()

    def trouble(self, now: float) -> Trouble:
        """Return the first reason to stand: the board's own, then those of this link."""
        if self.tripped:
            return Reason.E_STOP, 'e_stop_trigger'
        wheels = self.wheels_silent(now)
        imu = now - self.imu_at > self._parameters.sensor_silence
        if wheels and imu:
            return Reason.BOARD_SILENT, STATUS
        board = self.board.own_trouble(now)
        if board[0] is not Reason.NONE:
            return board
        if wheels:
            return Reason.WHEELS_SILENT, WHEELS
        if imu:
            return Reason.IMU_SILENT, IMU
        if self.encoders.stuck:
            return Reason.ENCODER_STUCK, self.encoders.stuck
        return self._of_commands(now)

    def stops(self, now: float) -> bool:
        """Whether there is a reason to command zero."""
        return self.trouble(now)[0] not in PASSABLE

    def _of_commands(self, now: float) -> Trouble:
        if self.gate_publishers is not None and self.gate_publishers > 1:
            return Reason.GATE_PUBLISHERS, SAFE
        held = self.fault.trouble(now)
        if held[0] is not Reason.NONE:
            return held
        if self.gate_publishers == 0 or now - self.gate_at > self._parameters.gate_silence:
            return Reason.COMMAND_SILENT, SAFE
        return self.board.echo
