"""Poses of SDF as 4 x 4 matrices."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.sim.sdf_source import Element, Remarks, is_true, numbers
from patrol.sim.solids import quaternion

Array = NDArray[np.float64]

#: A coordinate beyond this (m) is a slip of the pen.
FARTHEST = 1e5


def pose_matrix(element: Element | None, remarks: Remarks) -> Array:
    """Return the matrix (4, 4) of a <pose>, the identity where there is none.

    Understands degrees="true" and rotation_format="quat_xyzw". A pose that cannot be read is
    named and counts as the identity.
    """
    if element is None or not (element.text or '').strip():
        return np.eye(4)
    quat = element.get('rotation_format') == 'quat_xyzw'
    values = numbers(element.text, 7 if quat else 6)
    if values is None or max(map(abs, values[:3])) > FARTHEST:
        text = ' '.join((element.text or '').split())[:60]
        remarks.mistake(element, f"<pose> '{text}' is not {7 if quat else 6} sensible numbers")
        return np.eye(4)
    if quat:
        return matrix(values[:3], (values[6], *values[3:6]))
    angles = [math.radians(a) for a in values[3:]] if is_degrees(element) else values[3:]
    return matrix(values[:3], tuple(quaternion(*angles)))


def is_degrees(element: Element) -> bool:
    """Whether the angles of a <pose> are in degrees."""
    return is_true(element.get('degrees', 'false'))


def matrix(position: list[float], quat: tuple[float, ...]) -> Array:
    """Return the matrix (4, 4) of a position (m) and a quaternion w, x, y, z of any length."""
    length = math.hypot(*quat)
    w, x, y, z = (q / length for q in quat) if length > 1e-9 else (1.0, 0.0, 0.0, 0.0)
    out = np.eye(4)
    out[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ]
    out[:3, 3] = position
    return out


def six(pose: Array) -> Array:
    """Return x, y, z, roll, pitch, yaw (6,) of a matrix (4, 4)."""
    r = pose[:3, :3]
    pitch = math.atan2(-r[2, 0], math.hypot(r[0, 0], r[1, 0]))
    if math.hypot(r[0, 0], r[1, 0]) > 1e-9:
        roll, yaw = math.atan2(r[2, 1], r[2, 2]), math.atan2(r[1, 0], r[0, 0])
    else:
        roll, yaw = 0.0, math.atan2(-r[0, 1], r[1, 1])
    return np.array([*pose[:3, 3], roll, pitch, yaw])


def facing(normal: Array) -> Array:
    """Return the matrix (4, 4) that turns z into a direction (3,)."""
    z = normal / np.linalg.norm(normal)
    x = np.cross([0.0, 1.0, 0.0], z)
    if np.linalg.norm(x) < 1e-6:
        x = np.array([1.0, 0.0, 0.0])
    x /= np.linalg.norm(x)
    out = np.eye(4)
    out[:3, :3] = np.stack([x, np.cross(z, x), z], axis=-1)
    return out
