"""The busiest messages straight from and to their bytes on the wire (CDR, little endian).

rclpy builds eight Python objects for an Odometry before ours is made of it; at 50 to 100 Hz in
nine processes that is most of what the nodes cost. The tests hold every function here against
rclpy's own serialization. What a machine of the other byte order sends goes the long way.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import numpy as np
from rclpy.serialization import serialize_message

from patrol import messages as m
from patrol.doors import Door
from patrol.nodes.convert import frames, imu, odometry, ranges, velocity
from patrol.nodes.convert.rotation import PLANAR, half_turn, yaw_from
from patrol.nodes.convert.stamp import split_stamp

#: Bytes before the message: representation (0, 1: CDR, little endian) and options.
LITTLE = b'\x00\x01'
START = 4
_TIME = struct.Struct('<iI')
_COUNT = struct.Struct('<I')
_SIX = struct.Struct('<6d')
_SEVEN = struct.Struct('<7d')
_FLOATS = struct.Struct('<4f')
_TWIST = np.array([0, 5, 30, 35])

_FRAMES: dict[tuple[str, str], tuple[bytearray, int]] = {}

Unpack = Callable[[bytes], Any]
Pack = Callable[[Any], bytes]


def _align(at: int, size: int) -> int:
    return START + -(-(at - START) // size) * size


def _stamp(data: bytes) -> tuple[float, int]:
    """Return the stamp of the header and where the header ends."""
    seconds, nanoseconds = _TIME.unpack_from(data, START)
    (length,) = _COUNT.unpack_from(data, START + 8)
    return seconds + nanoseconds * 1e-9, START + 12 + length


def _doubles(data: bytes, at: int, count: int) -> Any:
    return np.frombuffer(data, np.float64, count, _align(at, 8))


def unpack_imu(data: bytes) -> m.ImuSample:
    """Return the sample of an Imu."""
    stamp, at = _stamp(data)
    values = _doubles(data, at, 37)
    return m.ImuSample(stamp, values[13:16].copy(), values[25:28].copy())


def unpack_velocity(data: bytes) -> m.Velocity:
    """Return the velocity of a TwistStamped, as `velocity_from_ros` does."""
    stamp, at = _stamp(data)
    x, y, z, roll, pitch, yaw = _SIX.unpack_from(data, _align(at, 8))
    broken = y + z + roll + pitch
    broken -= broken  # 0, or NaN when one of them is not finite
    return m.Velocity(stamp, x + broken, yaw + broken)


def unpack_odometry(data: bytes) -> m.Odometry:
    """Return the planar part of an Odometry."""
    stamp, at = _stamp(data)
    at = _align(at, 4)
    (length,) = _COUNT.unpack_from(data, at)
    v = _doubles(data, at + 4 + length, 85)
    pose = np.array([v[0], v[1], yaw_from(*v[3:7].tolist())])
    return m.Odometry(
        stamp, pose, v[[43, 48]], v[7:43][PLANAR].reshape(3, 3), v[49:][_TWIST].reshape(2, 2)
    )


def unpack_range(name: str) -> Unpack:
    """Return how to read a Range as the reading of the sensor `name`."""

    def unpack(data: bytes) -> m.RangeReading:
        stamp, at = _stamp(data)
        view, low, high, value = _FLOATS.unpack_from(data, _align(at + 1, 4))
        return m.RangeReading(stamp, name, value, low, high, view)

    return unpack


def pack_velocity() -> Pack:
    """Return how to write a TwistStamped."""
    template, at = _template(velocity.velocity_to_ros(m.Velocity(1.0, 0.0, 0.0)), 48)

    def pack(message: m.Velocity) -> bytes:
        _TIME.pack_into(template, START, *split_stamp(message.stamp))
        _SIX.pack_into(template, at, message.linear, 0.0, 0.0, 0.0, 0.0, message.angular)
        return bytes(template)

    return pack


def pack_odometry() -> Pack:
    """Return how to write an Odometry."""
    sample = m.Odometry(1.0, np.zeros(3), np.zeros(2), np.zeros((3, 3)), np.zeros((2, 2)))
    template, at = _template(odometry.odometry_to_ros(sample), 85 * 8)
    values = np.frombuffer(template, np.float64, 85, at)

    def pack(message: m.Odometry) -> bytes:
        _TIME.pack_into(template, START, *split_stamp(message.stamp))
        x, y, yaw = message.pose.tolist()
        values[:7] = x, y, 0.0, 0.0, 0.0, *half_turn(yaw)
        values[7:43][PLANAR] = message.pose_covariance.ravel()
        values[[43, 48]] = message.twist
        values[49:][_TWIST] = message.twist_covariance.ravel()
        return bytes(template)

    return pack


def pack_imu() -> Pack:
    """Return how to write an Imu."""
    template, at = _template(imu.imu_to_ros(m.ImuSample(1.0, np.zeros(3), np.zeros(3))), 37 * 8)
    values = np.frombuffer(template, np.float64, 37, at)

    def pack(message: m.ImuSample) -> bytes:
        _TIME.pack_into(template, START, *split_stamp(message.stamp))
        values[13:16] = message.angular_velocity
        values[25:28] = message.linear_acceleration
        return bytes(template)

    return pack


def pack_range(group: str, name: str) -> Pack:
    """Return how to write the Range of a sensor."""
    sample = m.RangeReading(1.0, name, 0.0, 0.0, 0.0, 0.0)
    template, at = _template(ranges.range_to_ros(sample, group), 20)

    def pack(message: m.RangeReading) -> bytes:
        _TIME.pack_into(template, START, *split_stamp(message.stamp))
        values = message.field_of_view, message.min_range, message.max_range, message.range
        _FLOATS.pack_into(template, at, *values)
        return bytes(template)

    return pack


def pack_frame(message: m.FramePose) -> bytes:
    """Write a TFMessage; there are few frames, so a template of each is kept."""
    key = (message.parent, message.child)
    if key not in _FRAMES:
        sample = m.FramePose(1.0, *key, np.zeros(3))
        _FRAMES[key] = _template(frames.frame_to_ros(sample), 56)
    template, at = _FRAMES[key]
    x, y, yaw = message.pose.tolist()
    _TIME.pack_into(template, START + 4, *split_stamp(message.stamp))
    _SEVEN.pack_into(template, at, x, y, 0.0, 0.0, 0.0, *half_turn(yaw))
    return bytes(template)


def short_ways(door: Door) -> tuple[Pack | None, Unpack | None]:
    """Return how to write and to read the messages of a door directly, where there is a way."""
    if door.type is m.RangeReading:
        group, _, name = door.topic.rpartition('/')
        return pack_range(group, name), unpack_range(name)
    if door.type is m.ImuSample:
        return pack_imu(), unpack_imu
    if door.type is m.Odometry:
        return pack_odometry(), unpack_odometry
    if door.type is m.Velocity:
        return pack_velocity(), unpack_velocity
    return (pack_frame if door.type is m.FramePose else None), None


def _template(message: Any, tail: int) -> tuple[bytearray, int]:
    """Return the bytes of a message and where its last `tail` bytes begin."""
    data = bytearray(serialize_message(message))
    return data, len(data) - tail
