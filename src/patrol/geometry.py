"""Planar rigid motions.

A pose is an array (..., 3) of x (m), y (m), yaw (rad); points are arrays (..., 2) in m.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def wrap(angle: ArrayLike) -> Array:
    """Return the angle in [-pi, pi)."""
    return (np.asarray(angle, dtype=np.float64) + np.pi) % (2 * np.pi) - np.pi


def compose(a: ArrayLike, b: ArrayLike) -> Array:
    """Return pose `a` followed by the step `b` seen from `a`."""
    p, d = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    c, s = np.cos(p[..., 2]), np.sin(p[..., 2])
    x = p[..., 0] + c * d[..., 0] - s * d[..., 1]
    y = p[..., 1] + s * d[..., 0] + c * d[..., 1]
    return np.stack([x, y, wrap(p[..., 2] + d[..., 2])], axis=-1)


def inverse(a: ArrayLike) -> Array:
    """Return the pose that undoes `a`."""
    p = np.asarray(a, dtype=np.float64)
    c, s = np.cos(p[..., 2]), np.sin(p[..., 2])
    x = -c * p[..., 0] - s * p[..., 1]
    y = s * p[..., 0] - c * p[..., 1]
    return np.stack([x, y, wrap(-p[..., 2])], axis=-1)


def between(a: ArrayLike, b: ArrayLike) -> Array:
    """Return pose `b` as seen from pose `a`, so that composing `a` with it gives `b`."""
    return compose(inverse(a), b)


def transform(pose: ArrayLike, points: ArrayLike) -> Array:
    """Move points (..., n, 2), given in the frame of one pose (3,), into its parent frame."""
    p, q = np.asarray(pose, dtype=np.float64), np.asarray(points, dtype=np.float64)
    c, s = np.cos(p[2]), np.sin(p[2])
    x = p[0] + c * q[..., 0] - s * q[..., 1]
    y = p[1] + s * q[..., 0] + c * q[..., 1]
    return np.stack([x, y], axis=-1)


def arc(linear: ArrayLike, angular: ArrayLike, duration: ArrayLike) -> Array:
    """Return the pose reached after driving a constant twist, exact for the arc.

    linear in m/s, angular in rad/s, duration in s; shapes broadcast.
    """
    v, w, t = np.broadcast_arrays(
        np.asarray(linear, dtype=np.float64), np.asarray(angular, dtype=np.float64), duration
    )
    half = 0.5 * w * t
    chord = v * t * np.sinc(half / np.pi)
    return np.stack([chord * np.cos(half), chord * np.sin(half), w * t], axis=-1)
