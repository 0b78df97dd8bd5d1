"""Meshes taken apart into convex pieces: contacts and outlines only know those."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import ConvexHull, QhullError

Array = NDArray[np.float64]

#: A piece whose box has a shorter diagonal (m) may be taken for its hull, dents and all.
SMALL = 0.6
#: A face this far (m) below the hull makes a dent.
DENT = 0.01
#: A piece with less than this share of its hull's surface is open.
CLOSED = 0.98


def convex_parts(
    vertices: Array, faces: NDArray[np.int32]
) -> Iterator[tuple[Array, NDArray[np.int32]]]:
    """Yield (vertices, faces) of convex pieces: connected parts, or the single triangles of a
    part that has dents (a house whose walls are one piece would else be a block).
    """
    for part, its_faces in connected_parts(vertices, faces):
        if _is_convex(part, its_faces):
            yield part, its_faces
            continue
        for face in its_faces:
            yield part[face], np.array([[0, 1, 2]], dtype=np.int32)


def connected_parts(
    vertices: Array, faces: NDArray[np.int32]
) -> Iterator[tuple[Array, NDArray[np.int32]]]:
    """Yield (vertices, faces) of each connected piece; equal corners count as one."""
    _, same = np.unique(np.round(vertices, 6), axis=0, return_inverse=True)
    same = same.reshape(-1)
    a, b = same[faces[:, [0, 1]].ravel()], same[faces[:, [1, 2]].ravel()]
    count = int(same.max()) + 1
    graph = coo_array((np.ones(len(a)), (a, b)), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    of_face = label[same[faces[:, 0]]]
    for piece in np.unique(of_face):
        chosen = faces[of_face == piece]
        used, renumbered = np.unique(chosen, return_inverse=True)
        yield vertices[used], renumbered.reshape(chosen.shape).astype(np.int32)


def _is_convex(vertices: Array, faces: NDArray[np.int32]) -> bool:
    if len(faces) == 1 or np.linalg.norm(np.ptp(vertices, axis=0)) < SMALL:
        return True
    try:
        hull = ConvexHull(vertices)
    except (QhullError, ValueError):
        return False  # a flat piece may have holes
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2
    depth = ((a + b + c) / 3 @ hull.equations[:, :3].T + hull.equations[:, 3]).max(axis=1)
    return bool(area > CLOSED * hull.area and (depth > -DENT).all())
