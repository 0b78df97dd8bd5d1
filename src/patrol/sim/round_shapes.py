"""Round shapes that are no primitives here, as meshes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull

Array = NDArray[np.float64]
Mesh = tuple[Array, NDArray[np.int32]]

AROUND = 24
RINGS = 8


def capsule(radius: float, length: float) -> Mesh:
    """A cylinder of a length along z with half a ball on each end."""
    ball = _ball() * radius
    shift = np.where(ball[:, 2:] >= 0, 1.0, -1.0) * [0.0, 0.0, length / 2]
    return _hull(np.concatenate([ball + shift, ball - shift]))


def ellipsoid(x: float, y: float, z: float) -> Mesh:
    """An ellipsoid of three radii."""
    return _hull(_ball() * [x, y, z])


def cone(radius: float, length: float) -> Mesh:
    """A cone about its middle, its tip at +z."""
    angle = 2 * np.pi * np.arange(AROUND) / AROUND
    ring = np.stack([radius * np.cos(angle), radius * np.sin(angle), np.full(AROUND, -length / 2)])
    return _hull(np.concatenate([ring.T, [[0.0, 0.0, length / 2]]]))


def _ball() -> Array:
    angle = 2 * np.pi * np.arange(AROUND) / AROUND
    rings = []
    for height in np.linspace(-np.pi / 2, np.pi / 2, 2 * RINGS + 1):
        flat = np.cos(height)
        up = np.full(AROUND, np.sin(height))
        rings.append(np.stack([flat * np.cos(angle), flat * np.sin(angle), up], axis=-1))
    return np.concatenate(rings)


def _hull(points: Array) -> Mesh:
    """Return the convex hull with its faces turned outwards."""
    points = np.unique(np.round(points, 9), axis=0)
    hull = ConvexHull(points)
    used, faces = np.unique(hull.simplices, return_inverse=True)
    faces = faces.reshape(hull.simplices.shape)
    corners = points[used][faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    inwards = (normal * hull.equations[:, :3]).sum(axis=1) < 0
    faces[inwards] = faces[inwards][:, ::-1]
    return points[used], faces.astype(np.int32)
