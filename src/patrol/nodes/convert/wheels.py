"""Wheel states and commands, and sensor_msgs/JointState."""

from __future__ import annotations

import math
from array import array

import numpy as np
from numpy.typing import NDArray
from sensor_msgs.msg import JointState

from patrol.messages import WheelCommands, WheelStates
from patrol.nodes.convert.stamp import header, stamp_from_ros

JOINTS = ['left_wheel_joint', 'right_wheel_joint']


def wheel_states_to_ros(states: WheelStates) -> JointState:
    """Return wheel states as a JointState."""
    return JointState(
        header=header(states.stamp, ''),
        name=JOINTS,
        position=array('d', states.position),
        velocity=array('d', states.velocity),
    )


def wheel_states_from_ros(message: JointState) -> WheelStates:
    """Return the states of the two wheels; NaN for a wheel that is not told."""
    stamp = stamp_from_ros(message.header.stamp)
    order = _order(message)
    return WheelStates(stamp, _pick(message.position, order), _pick(message.velocity, order))


def wheel_commands_to_ros(commands: WheelCommands) -> JointState:
    """Return wheel commands as a JointState."""
    return JointState(
        header=header(commands.stamp, ''),
        name=JOINTS,
        velocity=array('d', commands.velocity),
    )


def wheel_commands_from_ros(message: JointState) -> WheelCommands:
    """Return the commands of the two wheels; NaN for a wheel that is not told."""
    stamp = stamp_from_ros(message.header.stamp)
    return WheelCommands(stamp, _pick(message.velocity, _order(message)))


def _order(message: JointState) -> tuple[int, int]:
    """Return where left and right are; without names, left comes first."""
    names = message.name
    if names == JOINTS or not names:
        return 0, 1
    where = {name: index for index, name in enumerate(names)}
    return where.get(JOINTS[0], -1), where.get(JOINTS[1], -1)


def _pick(values: array[float], order: tuple[int, int]) -> NDArray[np.float64]:
    count = len(values)
    return np.array([values[i] if 0 <= i < count else math.nan for i in order])
