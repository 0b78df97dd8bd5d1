"""IMU samples and sensor_msgs/Imu."""

from __future__ import annotations

import numpy as np
from geometry_msgs.msg import Vector3
from sensor_msgs.msg import Imu

from patrol.messages import ImuSample
from patrol.nodes.convert.stamp import header, stamp_from_ros

#: REP-145: no orientation is estimated.
_NO_ORIENTATION = np.array([-1.0, *[0.0] * 8])


def imu_to_ros(sample: ImuSample) -> Imu:
    """Return a sample in imu_link; it has no orientation."""
    wx, wy, wz = sample.angular_velocity.tolist()
    ax, ay, az = sample.linear_acceleration.tolist()
    return Imu(
        header=header(sample.stamp, 'imu_link'),
        orientation_covariance=_NO_ORIENTATION,
        angular_velocity=Vector3(x=wx, y=wy, z=wz),
        linear_acceleration=Vector3(x=ax, y=ay, z=az),
    )


def imu_from_ros(message: Imu) -> ImuSample:
    """Return gyro and accelerometer of a message."""
    w, a = message.angular_velocity, message.linear_acceleration
    return ImuSample(
        stamp_from_ros(message.header.stamp),
        np.array([w.x, w.y, w.z]),
        np.array([a.x, a.y, a.z]),
    )
