"""Geom groups and contact bits: who sees whom, who touches whom.

A ray sees groups; the masks below say which. Contacts happen between the car and the rest only.
"""

from __future__ import annotations

import numpy as np

WORLD = 0  # solids, people: seen by every ray, touched
WORLD_MESH = 1  # true triangles of meshes: seen, not touched
ROBOT_COLLISION = 3
GLASS = 4  # touched, heard by ultrasound, invisible to light
HULL = 5  # convex parts of meshes: touched, not seen

CAR_BIT = 1
WORLD_BIT = 2
#: Contact priority of wheels; casters have one more. The world has 0, so theirs counts.
CAR = 1


def mask(*groups: int) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """Return the six flags that MuJoCo's rays take."""
    flags = np.zeros(6, dtype=np.uint8)
    flags[list(groups)] = 1
    return flags


LIGHT = mask(WORLD, WORLD_MESH)
SOUND = mask(WORLD, WORLD_MESH, GLASS)
