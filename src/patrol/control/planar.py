"""Planar poses as tuples: at control rate scalars are many times cheaper than small arrays."""

from __future__ import annotations

import math

#: x (m), y (m), yaw (rad).
Pose = tuple[float, float, float]


def wrapped(angle: float) -> float:
    """Return the angle (rad) in [-pi, pi]."""
    return math.remainder(angle, 2 * math.pi)


def composed(a: Pose, b: Pose) -> Pose:
    """Return pose `a` followed by the step `b` seen from `a`."""
    c, s = math.cos(a[2]), math.sin(a[2])
    return a[0] + c * b[0] - s * b[1], a[1] + s * b[0] + c * b[1], wrapped(a[2] + b[2])


def seen(a: Pose, x: float, y: float) -> tuple[float, float]:
    """Return the point (x, y) as seen from pose `a`."""
    c, s = math.cos(a[2]), math.sin(a[2])
    dx, dy = x - a[0], y - a[1]
    return c * dx + s * dy, c * dy - s * dx


def step_to(a: Pose, b: Pose) -> Pose:
    """Return pose `b` as seen from pose `a`."""
    x, y = seen(a, b[0], b[1])
    return x, y, wrapped(b[2] - a[2])


def inverted(a: Pose) -> Pose:
    """Return the pose that undoes `a`."""
    c, s = math.cos(a[2]), math.sin(a[2])
    return -c * a[0] - s * a[1], s * a[0] - c * a[1], wrapped(-a[2])


def advanced(pose: Pose, linear: float, angular: float, duration: float) -> Pose:
    """Return the pose after a constant twist (m/s, rad/s) for a time (s)."""
    half = angular * duration / 2
    chord = linear * duration * (math.sin(half) / half if abs(half) > 1e-9 else 1.0)
    heading = pose[2] + half
    return (
        pose[0] + chord * math.cos(heading),
        pose[1] + chord * math.sin(heading),
        wrapped(pose[2] + 2 * half),
    )
