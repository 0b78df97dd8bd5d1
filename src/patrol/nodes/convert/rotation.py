"""Planar poses and the quaternions and 6 x 6 covariances of ROS."""

from __future__ import annotations

import math

import numpy as np
from geometry_msgs.msg import Point, Pose, Quaternion
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

#: Where x, y, yaw are in a row-major 6 x 6 covariance of x, y, z, roll, pitch, yaw.
PLANAR = np.array([0, 1, 5, 6, 7, 11, 30, 31, 35])


def half_turn(yaw: float) -> tuple[float, float]:
    """Return z and w of the quaternion of a rotation by yaw (rad) about z."""
    half = 0.5 * yaw
    return (math.sin(half), math.cos(half)) if math.isfinite(half) else (math.nan, math.nan)


def quaternion(yaw: float) -> Quaternion:
    """Return the rotation by yaw (rad) about z."""
    z, w = half_turn(yaw)
    return Quaternion(x=0.0, y=0.0, z=z, w=w)


def yaw_of(rotation: Quaternion) -> float:
    """Return the yaw (rad) of a rotation; NaN for one that is none."""
    return yaw_from(rotation.x, rotation.y, rotation.z, rotation.w)


def yaw_from(x: float, y: float, z: float, w: float) -> float:
    """Return the yaw (rad) of a quaternion; NaN for one that is none."""
    if not math.isfinite(x + y + z + w) or x * x + y * y + z * z + w * w < 1e-6:
        return math.nan
    return math.atan2(2.0 * (w * z + x * y), w * w + x * x - y * y - z * z)


def pose_to_ros(pose: ArrayLike) -> Pose:
    """Return a planar pose (3,) as a ROS pose on the floor."""
    x, y, yaw = np.asarray(pose, dtype=np.float64).tolist()
    return Pose(position=Point(x=x, y=y, z=0.0), orientation=quaternion(yaw))


def pose_from_ros(pose: Pose) -> Array:
    """Return the planar pose (3,) of a ROS pose."""
    return np.array([pose.position.x, pose.position.y, yaw_of(pose.orientation)])


def covariance_to_ros(covariance: Array) -> Array:
    """Return a covariance (3, 3) of x, y, yaw as (36,); what a planar car cannot do is 0."""
    out = np.zeros(36)
    out[PLANAR] = covariance.ravel()
    return out


def covariance_from_ros(covariance: ArrayLike) -> Array:
    """Return the covariance (3, 3) of x, y, yaw out of (36,)."""
    return np.asarray(covariance, dtype=np.float64)[PLANAR].reshape(3, 3)
