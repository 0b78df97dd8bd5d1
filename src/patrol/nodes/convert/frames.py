"""Planar frames and tf2_msgs/TFMessage."""

from __future__ import annotations

import numpy as np
from geometry_msgs.msg import Transform, TransformStamped, Vector3
from tf2_msgs.msg import TFMessage

from patrol.messages import FramePose
from patrol.nodes.convert.rotation import quaternion, yaw_of
from patrol.nodes.convert.stamp import header, stamp_from_ros


def frame_to_ros(frame: FramePose) -> TFMessage:
    """Return one transform."""
    x, y, yaw = frame.pose.tolist()
    transform = Transform(translation=Vector3(x=x, y=y), rotation=quaternion(yaw))
    top = header(frame.stamp, frame.parent)
    stamped = TransformStamped(header=top, child_frame_id=frame.child, transform=transform)
    return TFMessage(transforms=[stamped])


def frames_from_ros(message: TFMessage) -> list[FramePose]:
    """Return the planar part of each transform."""
    return [_frame(stamped) for stamped in message.transforms]


def _frame(stamped: TransformStamped) -> FramePose:
    shift = stamped.transform.translation
    pose = np.array([shift.x, shift.y, yaw_of(stamped.transform.rotation)])
    top = stamped.header
    return FramePose(stamp_from_ros(top.stamp), top.frame_id, stamped.child_frame_id, pose)
