"""The frames of a URDF: which joint puts which link where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from patrol.errors import UserError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Joint:
    """A joint: where it is in its parent (xyz, m, and quaternion x, y, z, w) and how it moves."""

    name: str
    kind: str
    parent: str
    child: str
    xyz: Array
    rotation: Array
    axis: Array

    @property
    def fixed(self) -> bool:
        """Whether the child never moves in the parent."""
        return self.kind == 'fixed'

    def at(self, position: float) -> tuple[Array, Array]:
        """Return shift (3,) and quaternion (4,) of the child at a joint position (rad or m)."""
        if self.kind == 'prismatic':
            return self.xyz + rotate(self.rotation, self.axis * position), self.rotation
        half = 0.5 * position
        turn = np.append(self.axis * np.sin(half), np.cos(half))
        return self.xyz, multiply(self.rotation, turn)


def read_joints(urdf: str) -> list[Joint]:
    """Return the joints of a URDF text; a broken one is a UserError."""
    try:
        root = etree.fromstring(urdf.encode())
    except etree.XMLSyntaxError as error:
        raise UserError(f'the robot description is no XML: {error}') from None
    return [_joint(element) for element in root.findall('joint')]


def rpy_quaternion(roll: float, pitch: float, yaw: float) -> Array:
    """Return the quaternion (4,) of fixed-axis angles (rad): Rz(yaw) Ry(pitch) Rx(roll)."""
    cr, cp, cy = np.cos(np.array([roll, pitch, yaw]) / 2)
    sr, sp, sy = np.sin(np.array([roll, pitch, yaw]) / 2)
    return np.array(
        [
            sr * cp * cy - cr * sp * sy,
            cr * sp * cy + sr * cp * sy,
            cr * cp * sy - sr * sp * cy,
            cr * cp * cy + sr * sp * sy,
        ]
    )


def multiply(a: Array, b: Array) -> Array:
    """Return the quaternion (4,) of turning by `b` first, then by `a`."""
    xyz = a[3] * b[:3] + b[3] * a[:3] + np.cross(a[:3], b[:3])
    return np.append(xyz, a[3] * b[3] - a[:3] @ b[:3])


def rotate(rotation: Array, vector: Array) -> Array:
    """Return a vector (3,) turned by a quaternion (4,)."""
    cross = 2.0 * np.cross(rotation[:3], vector)
    return np.asarray(vector + rotation[3] * cross + np.cross(rotation[:3], cross))


def _joint(element: etree._Element) -> Joint:
    parent, child, origin = (element.find(tag) for tag in ('parent', 'child', 'origin'))
    if parent is None or child is None:
        raise UserError(f"joint '{element.get('name')}' lacks a parent or a child")
    axis = element.find('axis')
    direction = _numbers(axis, 'xyz', '1 0 0')
    return Joint(
        name=element.get('name', ''),
        kind=element.get('type', 'fixed'),
        parent=parent.get('link', ''),
        child=child.get('link', ''),
        xyz=_numbers(origin, 'xyz', '0 0 0'),
        rotation=rpy_quaternion(*_numbers(origin, 'rpy', '0 0 0')),
        axis=direction / np.linalg.norm(direction),
    )


def _numbers(element: etree._Element | None, name: str, default: str) -> Array:
    text = default if element is None else element.get(name, default)
    return np.array([float(word) for word in text.split()])
