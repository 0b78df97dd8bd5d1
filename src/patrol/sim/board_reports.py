"""When and in which words the board reports."""

from __future__ import annotations

import math

from patrol.component import Publication
from patrol.dimensions import Dimensions
from patrol.messages import Battery, ImuSample, Level, RangeReading, Status, WheelStates
from patrol.sim.board import BoardInputs
from patrol.sim.sensor_blocks import SensorBlocks
from patrol.vocabulary import Board, Key, Name, Reason, flag, number

#: Ticks of 10 ms between messages.
WHEELS, CLIFFS, BATTERY, STATUS = 2, 5, 100, 50

LEVELS = {
    Reason.NONE: Level.OK,
    Reason.BOARD_FAULT: Level.ERROR,
    Reason.BATTERY_EMPTY: Level.ERROR,
}


class BoardReports:
    """Turns what the board knows into messages; call `due` every 10 ms."""

    def __init__(self, dimensions: Dimensions, blocks: SensorBlocks) -> None:
        self._sonars, self._cliffs = blocks.sonars, blocks.cliffs
        self._cliff_names = list(dimensions.cliff_mounts)
        self._tick = 0
        self._last_key: tuple[object, ...] = ()

    def due(
        self,
        inputs: BoardInputs,
        state: Board,
        reason: Reason,
        sensor: str,
        fault: str,
        refused: str,
    ) -> list[Publication]:
        """Return this tick's messages in a fixed order."""
        tick, stamp = self._tick, inputs.stamp
        self._tick += 1
        out: list[Publication] = []
        if tick % WHEELS == 0:
            wheels = WheelStates(stamp, inputs.wheel_position, inputs.wheel_velocity)
            out.append(Publication('_mcu/wheel_states', wheels))
        sample = ImuSample(stamp, inputs.imu[:3], inputs.imu[3:])
        out.append(Publication('imu/data_raw', sample))
        if inputs.echo is not None:
            out.append(self._range('range', *inputs.echo, stamp))
        for index in range(tick % CLIFFS, len(self._cliff_names), CLIFFS):
            if not math.isnan(inputs.cliffs[index]):
                name = self._cliff_names[index]
                out.append(self._range('cliff', name, inputs.cliffs[index], stamp))
        if tick % BATTERY == 0:
            out.append(Publication('battery_state', _battery(inputs)))
        key = (state, reason, sensor, fault, refused)
        if key != self._last_key or tick % STATUS == 0:
            self._last_key = key
            out.append(Publication('_mcu/status', _status(stamp, *key, inputs.voltage)))
        return out

    def _range(self, group: str, name: str, distance: float, stamp: float) -> Publication:
        block = (self._sonars if group == 'range' else self._cliffs)[name]
        reading = RangeReading(
            stamp, name, distance, block.range_min, block.range_max, block.field_of_view
        )
        return Publication(f'{group}/{name}', reading)


def _battery(inputs: BoardInputs) -> Battery:
    return Battery(inputs.stamp, inputs.voltage, -inputs.current, inputs.charge)


def _status(
    stamp: float,
    state: Board,
    reason: Reason,
    sensor: str,
    fault: str,
    refused: str,
    voltage: float,
) -> Status:
    latched = state is Board.E_STOP or bool(fault)
    values = {
        Key.STATE: state,
        Key.REASON: reason,
        Key.SENSOR: sensor,
        Key.E_STOP: flag(latched),
        Key.ARMED: flag(not latched),
        Key.FAULT: fault,
        Key.REFUSED: refused,
        'voltage': number(round(voltage, 1)),
    }
    message = state.value if reason is Reason.NONE else f'{state.value}: {reason.value}'
    return Status(stamp, Name.BOARD, LEVELS.get(reason, Level.WARN), message, values)
