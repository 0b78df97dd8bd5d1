"""How well a scan agrees with the map at a pose."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patrol.geometry import Array
from patrol.localization.likelihood_field import LikelihoodField

#: A return this near (m) to a mapped surface is explained by it.
NEAR = 0.15
#: A beam may end this far (m) behind a wall it crossed before it counts as having gone through.
BEHIND = 0.3
#: Places looked at along each beam.
SAMPLES = 64
#: Furniture hides walls everywhere, but hardly anything lets a beam through one: such a beam
#: speaks against a pose as loudly as this many explained ones speak for it.
THROUGH_COUNTS = 3.0
_SHARES = np.linspace(0.02, 1.0, SAMPLES)


@dataclass(frozen=True, slots=True)
class ScanFit:
    """Shares of the beams: `explained` end at a mapped wall, `through` crossed one (the strongest
    sign of a wrong pose); the rest ended early, at something that is not on the map.
    """

    explained: float
    through: float
    beams: int

    @property
    def score(self) -> float:
        """One figure, at most 1: walls seen where they are, less beams that went through some."""
        return agreement(self.explained, self.through)


def agreement(explained: float, through: float) -> float:
    """Return how well shares of beams speak for a pose, at most 1."""
    return explained - THROUGH_COUNTS * through


NO_FIT = ScanFit(0.0, 0.0, 0)


def scan_fit(
    field: LikelihoodField, pose: Array, points: Array, origins: Array, *, near: float = NEAR
) -> ScanFit:
    """Return how beams from `origins` to `points` (2, n), seen from the pose (3,), agree."""
    count = points.shape[1]
    if count == 0:
        return NO_FIT
    ends, starts = placed(pose, points), placed(pose, origins)
    explained = np.abs(field.distance_at(ends[0], ends[1])) < near
    crossed = through_walls(field, starts, ends)
    return ScanFit(float(explained.mean()), float((crossed & ~explained).mean()), count)


def through_walls(field: LikelihoodField, starts: Array, ends: Array) -> NDArray[np.bool_]:
    """Return which beams (n,) crossed wall cells well before their ends; starts, ends (2, n)."""
    way = ends - starts
    length = np.hypot(way[0], way[1])
    reach = np.maximum(length - BEHIND, 0.0) / np.maximum(length, 1e-6)
    shares = _SHARES[:, None] * reach
    x = starts[0] + shares * way[0]
    y = starts[1] + shares * way[1]
    return np.asarray(field.occupied_at(x, y).any(axis=0))


def placed(pose: Array, points: Array) -> Array:
    """Return points (2, n) seen from a pose (3,) in the pose's parent frame."""
    c, s = math.cos(pose[2]), math.sin(pose[2])
    return np.stack(
        [pose[0] + c * points[0] - s * points[1], pose[1] + s * points[0] + c * points[1]]
    )
