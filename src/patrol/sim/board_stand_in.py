"""Stands in for the firmware: the board's safety and motor control, at 100 Hz."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from patrol.component import Publication, Reply
from patrol.dimensions import Dimensions
from patrol.sim.board import BoardInputs
from patrol.sim.board_guards import BatteryGuard, CliffGuard, EncoderGuard
from patrol.sim.board_reports import BoardReports
from patrol.sim.command_gate import CommandGate
from patrol.sim.sensor_blocks import SensorBlocks
from patrol.sim.wheel_loop import WheelLoop
from patrol.vocabulary import Board as State
from patrol.vocabulary import Reason

Array = NDArray[np.float64]

PERIOD = 0.01  # s
#: A wheel slower than this (rad/s) stands; the motors may be switched off.
STANDING = 0.1


class BoardStandIn:
    """Boots with the e-stop latched; moves only on fresh commands after `_mcu/e_stop_reset`.

    Wheel speeds change no faster than slew: `limits.stopping` along the path plus
    `limits.turn_stopping` in a turn, which is never softer than what the velocity gate assumes.
    While the floor is missing on one side neither wheel turns towards it.
    """

    def __init__(self, dimensions: Dimensions, blocks: SensorBlocks, now: float) -> None:
        limits = dimensions.limits
        edge = limits.stopping + limits.turn_stopping * dimensions.wheel_separation / 2
        self._slew = edge / dimensions.wheel_radius * PERIOD
        self._commands = CommandGate(dimensions)
        self._loops = (WheelLoop(dimensions, PERIOD), WheelLoop(dimensions, PERIOD))
        self._cliffs = CliffGuard(dimensions)
        self._encoders = EncoderGuard(PERIOD)
        self._battery = BatteryGuard(dimensions.raw['battery']['empty_voltage'], PERIOD)
        self._reports = BoardReports(dimensions, blocks)
        self._now = now
        self._supply = 0.0
        self._measured = (0.0, 0.0)
        self._reference = [0.0, 0.0]
        self._last_step = [0.0, 0.0]
        self._volts = [0.0, 0.0]
        self._off = True
        self._latched = Reason.NOT_ARMED
        self._latched_by = ''
        self._was_driven = False
        self._cliff = ''

    def handle(self, topic: str, message: Any) -> None:
        """Take a wheel command."""
        if topic == '_mcu/wheel_commands':
            self._commands.take(message, self._now)

    def call(self, service: str) -> Reply:
        """Answer a service."""
        if service == '_mcu/e_stop_trigger':
            self._latch(Reason.E_STOP, service)
            return Reply(True, 'the board has stopped the car')
        if service != '_mcu/e_stop_reset':
            return Reply(False, f'the board has no service {service}')
        if any(abs(speed) > 1e-3 for speed in self._commands.wanted(self._now)):
            return Reply(False, 'somebody commands motion: stop sending it, then reset')
        self._latched, self._latched_by = Reason.NONE, ''
        self._encoders.reset()
        self._commands.forget()
        self._was_driven = False
        return Reply(True, 'the board is armed')

    def press_e_stop(self) -> None:
        """Latch the e-stop, as its button does."""
        self._latch(Reason.E_STOP, 'e_stop_button')

    def drive(self) -> Array:
        """Return duty cycles (2,)."""
        left, right = self._wanted()
        if left == right == 0.0 and self._stands():
            self._switch_off()
        else:
            self._control(left, right)
        supply = max(self._supply, 1.0)
        return np.array([self._volts[0] / supply, self._volts[1] / supply])

    def sense(self, inputs: BoardInputs) -> list[Publication]:
        """Take measurements, judge them, and report."""
        self._now, self._supply = inputs.stamp, inputs.voltage
        self._measured = tuple(inputs.wheel_velocity.tolist())
        self._cliffs.look(inputs.cliffs)
        self._battery.look(inputs.voltage)
        position = inputs.wheel_position.tolist()
        self._encoders.look(position, self._measured, self._reference, self._volts)
        fault = self._encoders.fault
        if fault and self._latched is not Reason.BOARD_FAULT:
            self._latch(Reason.BOARD_FAULT, fault)
        if self._commands.fresh(self._now) and not self._latched_now():
            self._was_driven = True
        reason, sensor = self._reason()
        state = self._state(reason)
        return self._reports.due(inputs, state, reason, sensor, fault, self._commands.refused)

    def _latch(self, reason: Reason, source: str) -> None:
        self._latched, self._latched_by = reason, source
        self._commands.forget()

    def _latched_now(self) -> bool:
        return self._latched is not Reason.NONE

    def _wanted(self) -> tuple[float, float]:
        """Return the speeds (rad/s) asked of the wheels after every veto."""
        if self._latched_now() or self._battery.empty:
            return 0.0, 0.0
        left, right = self._commands.wanted(self._now)
        self._note_cliff(left, right)
        if self._cliffs.front:
            left, right = min(left, 0.0), min(right, 0.0)
        if self._cliffs.rear:
            left, right = max(left, 0.0), max(right, 0.0)
        return left, right

    def _note_cliff(self, left: float, right: float) -> None:
        """Remember which sensor stopped the car, until it is over floor again."""
        speed = max(self._reference, key=abs)
        if self._cliffs.front and (max(left, right) > 0 or speed > STANDING):
            self._cliff = self._cliffs.front
        elif self._cliffs.rear and (min(left, right) < 0 or speed < -STANDING):
            self._cliff = self._cliffs.rear
        if not (self._cliffs.front or self._cliffs.rear):
            self._cliff = ''

    def _stands(self) -> bool:
        if self._reference != [0.0, 0.0]:
            return False
        faulty = self._encoders.faulty
        return all(side in faulty or abs(self._measured[side]) < STANDING for side in (0, 1))

    def _switch_off(self) -> None:
        self._volts = [0.0, 0.0]
        self._reference = [0.0, 0.0]
        if not self._off:
            self._off = True
            for loop in self._loops:
                loop.reset()

    def _control(self, left: float, right: float) -> None:
        """Move both references towards the wanted speeds together, so that the path stays."""
        if self._off:
            self._off = False
            self._reference = [0.0, 0.0]
        reference = self._reference
        change = (left - reference[0], right - reference[1])
        largest = max(abs(change[0]), abs(change[1]))
        share = 1.0 if largest <= self._slew else self._slew / largest
        wanted = (left, right)
        for side in (0, 1):
            step = share * change[side]
            reference[side] = wanted[side] if share == 1.0 else reference[side] + step
            # commands come every other tick: two ticks together give the acceleration
            acceleration = (step + self._last_step[side]) / (2 * PERIOD)
            self._last_step[side] = step
            self._volts[side] = self._side_volts(side, acceleration)

    def _side_volts(self, side: int, acceleration: float) -> float:
        """A wheel whose encoder lies is braked by what the design needs, without feedback."""
        loop, reference = self._loops[side], self._reference[side]
        if side in self._encoders.faulty:
            volts = loop.feed_forward(reference, acceleration)
            return max(-self._supply, min(self._supply, volts))
        return loop.volts(reference, acceleration, self._measured[side], self._supply)

    def _reason(self) -> tuple[Reason, str]:
        if self._latched_now():
            return self._latched, self._latched_by
        if self._battery.empty:
            return Reason.BATTERY_EMPTY, 'battery_state'
        if self._cliff:
            return Reason.BOARD_CLIFF, self._cliff
        if self._was_driven and not self._commands.fresh(self._now):
            refused = self._commands.reason
            reason = Reason.MOTOR_SILENT if refused is Reason.NONE else refused
            return reason, '_mcu/wheel_commands'
        return Reason.NONE, ''

    def _state(self, reason: Reason) -> State:
        if self._encoders.fault or reason is Reason.BATTERY_EMPTY:
            return State.FAULT
        if self._latched_now():
            return State.E_STOP
        if self._off:
            return State.STANDING
        return State.DRIVING if reason is Reason.NONE else State.STOPPING
