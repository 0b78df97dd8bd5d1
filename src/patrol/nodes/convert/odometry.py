"""Odometry and nav_msgs/Odometry."""

from __future__ import annotations

import numpy as np
from geometry_msgs.msg import PoseWithCovariance, TwistWithCovariance
from nav_msgs.msg import Odometry as RosOdometry

from patrol.messages import Odometry
from patrol.nodes.convert.rotation import (
    covariance_from_ros,
    covariance_to_ros,
    pose_from_ros,
    pose_to_ros,
)
from patrol.nodes.convert.stamp import header, stamp_from_ros
from patrol.nodes.convert.velocity import twist

#: Where the covariance of forward speed and yaw rate is in a row-major 6 x 6.
_TWIST = np.array([0, 5, 30, 35])


def odometry_to_ros(odometry: Odometry) -> RosOdometry:
    """Return odometry of base_footprint in odom."""
    twist_covariance = np.zeros(36)
    twist_covariance[_TWIST] = odometry.twist_covariance.ravel()
    return RosOdometry(
        header=header(odometry.stamp, 'odom'),
        child_frame_id='base_footprint',
        pose=PoseWithCovariance(
            pose=pose_to_ros(odometry.pose),
            covariance=covariance_to_ros(odometry.pose_covariance),
        ),
        twist=TwistWithCovariance(
            twist=twist(*odometry.twist.tolist()), covariance=twist_covariance
        ),
    )


def odometry_from_ros(message: RosOdometry) -> Odometry:
    """Return the planar part of a message."""
    speed = message.twist.twist
    return Odometry(
        stamp=stamp_from_ros(message.header.stamp),
        pose=pose_from_ros(message.pose.pose),
        twist=np.array([speed.linear.x, speed.angular.z]),
        pose_covariance=covariance_from_ros(message.pose.covariance),
        twist_covariance=np.asarray(message.twist.covariance)[_TWIST].reshape(2, 2),
    )
