"""Messages of one field: Bool, String, Clock."""

from __future__ import annotations

from rosgraph_msgs.msg import Clock as RosClock
from std_msgs.msg import Bool, String

from patrol.messages import Clock, Flag, Text
from patrol.nodes.convert.stamp import stamp_from_ros, stamp_to_ros


def flag_to_ros(flag: Flag) -> Bool:
    """Return a Bool."""
    return Bool(data=bool(flag.value))


def flag_from_ros(message: Bool) -> Flag:
    """Return a flag."""
    return Flag(message.data)


def text_to_ros(text: Text) -> String:
    """Return a String."""
    return String(data=text.data)


def text_from_ros(message: String) -> Text:
    """Return a text."""
    return Text(message.data)


def clock_to_ros(clock: Clock) -> RosClock:
    """Return simulated time."""
    return RosClock(clock=stamp_to_ros(clock.stamp))


def clock_from_ros(message: RosClock) -> Clock:
    """Return simulated time."""
    return Clock(stamp_from_ros(message.clock))
