"""Body velocities and geometry_msgs/TwistStamped."""

from __future__ import annotations

import math

from geometry_msgs.msg import Twist, TwistStamped, Vector3

from patrol.messages import Velocity
from patrol.nodes.convert.stamp import header, stamp_from_ros


def twist(linear: float, angular: float) -> Twist:
    """Return a planar twist."""
    return Twist(linear=Vector3(x=linear), angular=Vector3(z=angular))


def velocity_to_ros(velocity: Velocity) -> TwistStamped:
    """Return a velocity of base_footprint."""
    return TwistStamped(
        header=header(velocity.stamp, 'base_footprint'),
        twist=twist(float(velocity.linear), float(velocity.angular)),
    )


def velocity_from_ros(message: TwistStamped) -> Velocity:
    """Return forward speed and yaw rate; NaN when any part of the twist is not finite."""
    v, w = message.twist.linear, message.twist.angular
    unused = v.y + v.z + w.x + w.y
    broken = 0.0 if math.isfinite(unused) else math.nan
    return Velocity(stamp_from_ros(message.header.stamp), v.x + broken, w.z + broken)
