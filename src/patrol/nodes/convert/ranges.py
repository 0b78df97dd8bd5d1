"""Ultrasonic and cliff readings and sensor_msgs/Range."""

from __future__ import annotations

from sensor_msgs.msg import Range

from patrol.messages import RangeReading
from patrol.nodes.convert.stamp import header, stamp_from_ros

#: First part of a topic: first part of the frame, kind of radiation.
_GROUPS = {'range': ('sonar', Range.ULTRASOUND), 'cliff': ('cliff', Range.INFRARED)}


def range_to_ros(reading: RangeReading, group: str) -> Range:
    """Return a reading of `group` 'range' or 'cliff'."""
    frame, radiation = _GROUPS[group]
    return Range(
        header=header(reading.stamp, f'{frame}_{reading.name}_link'),
        radiation_type=radiation,
        field_of_view=reading.field_of_view,
        min_range=reading.min_range,
        max_range=reading.max_range,
        range=reading.range,
    )


def range_from_ros(message: Range, name: str) -> RangeReading:
    """Return the reading of the sensor `name`."""
    return RangeReading(
        stamp=stamp_from_ros(message.header.stamp),
        name=name,
        range=message.range,
        min_range=message.min_range,
        max_range=message.max_range,
        field_of_view=message.field_of_view,
    )
