"""Stamps: ROS time in seconds and builtin_interfaces/Time."""

from __future__ import annotations

import math

from builtin_interfaces.msg import Time
from std_msgs.msg import Header

#: The last second a ROS stamp can tell.
LAST = 2**31 - 1


def stamp_to_ros(stamp: float) -> Time:
    """Return a stamp (s) as a ROS time; what ROS cannot tell (NaN, negative) becomes zero."""
    seconds, nanoseconds = split_stamp(stamp)
    return Time(sec=seconds, nanosec=nanoseconds)


def split_stamp(stamp: float) -> tuple[int, int]:
    """Return seconds and nanoseconds of a stamp (s), zeros for what ROS cannot tell."""
    if not 0.0 <= stamp < LAST:
        return 0, 0
    seconds = math.floor(stamp)
    nanoseconds = round((stamp - seconds) * 1e9)
    return (seconds + 1, 0) if nanoseconds == 1_000_000_000 else (seconds, nanoseconds)


def stamp_from_ros(time: Time) -> float:
    """Return a ROS time in seconds."""
    return time.sec + time.nanosec * 1e-9


def header(stamp: float, frame: str) -> Header:
    """Return a header."""
    return Header(stamp=stamp_to_ros(stamp), frame_id=frame)
