"""Turns of the LiDAR and sensor_msgs/LaserScan."""

from __future__ import annotations

from array import array

import numpy as np
from sensor_msgs.msg import LaserScan

from patrol.messages import Scan
from patrol.nodes.convert.stamp import header, stamp_from_ros


def scan_to_ros(scan: Scan) -> LaserScan:
    """Return a scan in laser_link."""
    count = len(scan.ranges)
    ranges = array('f')
    ranges.frombytes(np.asarray(scan.ranges, dtype=np.float32).tobytes())
    return LaserScan(
        header=header(scan.stamp, 'laser_link'),
        angle_min=scan.angle_min,
        angle_max=scan.angle_min + (count - 1) * scan.angle_increment,
        angle_increment=scan.angle_increment,
        time_increment=scan.time_increment,
        scan_time=scan.time_increment * count,
        range_min=scan.range_min,
        range_max=scan.range_max,
        ranges=ranges,
    )


def scan_from_ros(message: LaserScan) -> Scan:
    """Return the scan of a message."""
    return Scan(
        stamp=stamp_from_ros(message.header.stamp),
        angle_min=message.angle_min,
        angle_increment=message.angle_increment,
        time_increment=message.time_increment,
        range_min=message.range_min,
        range_max=message.range_max,
        ranges=np.array(message.ranges, dtype=np.float32),
    )
