"""Places in the map: estimates, goals, particles, paths and points."""

from __future__ import annotations

import numpy as np
from geometry_msgs.msg import (
    Point,
    PointStamped,
    PoseArray,
    PoseStamped,
    PoseWithCovariance,
    PoseWithCovarianceStamped,
)
from nav_msgs.msg import Path as RosPath

from patrol import messages as m
from patrol.nodes.convert.rotation import (
    covariance_from_ros,
    covariance_to_ros,
    pose_from_ros,
    pose_to_ros,
)
from patrol.nodes.convert.stamp import header, stamp_from_ros

FRAME = 'map'


def estimate_to_ros(estimate: m.PoseEstimate) -> PoseWithCovarianceStamped:
    """Return an estimate in map."""
    return PoseWithCovarianceStamped(
        header=header(estimate.stamp, FRAME),
        pose=PoseWithCovariance(
            pose=pose_to_ros(estimate.pose), covariance=covariance_to_ros(estimate.covariance)
        ),
    )


def estimate_from_ros(message: PoseWithCovarianceStamped) -> m.PoseEstimate:
    """Return an estimate, NaN when it is told in another frame than map."""
    return m.PoseEstimate(
        stamp_from_ros(message.header.stamp),
        _in_map(message.header.frame_id) * pose_from_ros(message.pose.pose),
        covariance_from_ros(message.pose.covariance),
    )


def goal_to_ros(goal: m.PoseEstimate) -> PoseStamped:
    """Return a pose in map without its covariance."""
    return PoseStamped(header=header(goal.stamp, FRAME), pose=pose_to_ros(goal.pose))


def goal_from_ros(message: PoseStamped) -> m.PoseEstimate:
    """Return a pose that is meant exactly, NaN when it is told in another frame than map."""
    pose = _in_map(message.header.frame_id) * pose_from_ros(message.pose)
    return m.PoseEstimate(stamp_from_ros(message.header.stamp), pose, np.zeros((3, 3)))


def cloud_to_ros(cloud: m.PoseCloud) -> PoseArray:
    """Return particles in map."""
    return PoseArray(
        header=header(cloud.stamp, FRAME), poses=[pose_to_ros(p) for p in cloud.poses]
    )


def cloud_from_ros(message: PoseArray) -> m.PoseCloud:
    """Return particles."""
    poses = np.array([pose_from_ros(p) for p in message.poses]).reshape(-1, 3)
    return m.PoseCloud(stamp_from_ros(message.header.stamp), poses)


def path_to_ros(path: m.Path) -> RosPath:
    """Return a path in map."""
    top = header(path.stamp, FRAME)
    poses = [PoseStamped(header=top, pose=pose_to_ros(p)) for p in path.poses]
    return RosPath(header=top, poses=poses)


def path_from_ros(message: RosPath) -> m.Path:
    """Return a path."""
    poses = np.array([pose_from_ros(p.pose) for p in message.poses]).reshape(-1, 3)
    return m.Path(stamp_from_ros(message.header.stamp), poses)


def point_to_ros(point: m.Point) -> PointStamped:
    """Return a point on the floor of map."""
    top = header(point.stamp, FRAME)
    return PointStamped(header=top, point=Point(x=point.x, y=point.y, z=0.0))


def point_from_ros(message: PointStamped) -> m.Point:
    """Return a point, NaN when it is told in another frame than map."""
    factor = _in_map(message.header.frame_id)
    stamp = stamp_from_ros(message.header.stamp)
    return m.Point(stamp, factor * message.point.x, factor * message.point.y)


def _in_map(frame: str) -> float:
    return 1.0 if frame.lstrip('/') in (FRAME, '') else float('nan')
