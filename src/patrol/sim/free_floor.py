"""The free floor of a world as the car needs it, while furniture is put on it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from patrol.geometry import Array
from patrol.sim.raster import Mask, Raster

CELL = 0.1
#: The middle of the car stays this far (m) from everything on the ways that must stay open.
PASSAGE = 0.38
#: Places where a disc of this radius (m) does not fit are doors and narrow corridors ...
NARROW = 0.6
#: ... if their middle is at least this far (m) from the walls; else they are corners.
CORNER = 0.25
#: Nothing may stand nearer (m) to a narrow place.
DOOR_ROOM = 0.9
#: Islands of the floor smaller than this (m2) may be cut off.
ISLAND = 1.0


class FreeFloor:
    """Which floor is free, starting with the outlines (n, 2) of what stands there already.

    `inside` (2,) is a point of the building: floor that is not connected with it does not count.
    """

    def __init__(self, outlines: Sequence[Array], inside: tuple[float, float]) -> None:
        self.raster = Raster.around([*outlines, np.array([inside])], 0.3, CELL)
        solid = self.raster.empty()
        for corners in outlines:
            self.raster.fill(solid, corners)
        solid[0, :] = solid[-1, :] = solid[:, 0] = solid[:, -1] = True
        self._free: Mask = ~solid
        self._wide = _connected(_distance(self._free) > PASSAGE, self.raster.index(*inside))
        self.floor = self._wide.copy()
        self.reserved = self._doors()

    def keep_clear(self, x: float, y: float, radius: float) -> None:
        """Reserve a disc."""
        angle = np.linspace(0, 2 * np.pi, 16, endpoint=False)
        ring = np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=-1)
        self.raster.fill(self.reserved, ring)

    def reachable(self, x: float, y: float) -> bool:
        """Whether the car can get to a point."""
        row, column = self.raster.index(x, y)
        return self.raster.holds(row, column) and bool(self._wide[row, column])

    def is_free(self, row: int, column: int) -> bool:
        """Whether nothing stands on a cell."""
        return bool(self._free[row, column])

    def take(self, outline: Array) -> bool:
        """Put something with a convex outline (n, 2) down if no way is lost by it."""
        print_ = self.raster.empty()
        self.raster.fill(print_, outline, grow=0.02)
        if not print_.any() or (print_ & (self.reserved | ~self._free)).any():
            return False
        free = self._free & ~print_
        wide = _distance(free) > PASSAGE
        wide &= self._wide
        if _cuts(wide):
            return False
        self._free, self._wide = free, wide
        return True

    def _doors(self) -> Mask:
        distance = _distance(self._free)
        covered = _distance(~(distance > NARROW)) <= NARROW
        narrow = self._free & ~covered & (distance > CORNER)
        return np.asarray(_distance(~narrow) < DOOR_ROOM)


def _distance(free: Mask) -> NDArray[np.float32]:
    """Return how far (m) each free cell is from the nearest that is not."""
    return np.asarray(cv2.distanceTransform(free.astype(np.uint8), cv2.DIST_L2, 5) * CELL)


def _connected(mask: Mask, seed: tuple[int, int]) -> Mask:
    label = np.asarray(cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)[1], np.int32)
    found = label[seed] if mask[seed] else _largest(label)
    return np.asarray(mask & (label == found))


def _largest(label: NDArray[np.int32]) -> int:
    count = np.bincount(label.ravel())
    return int(count[1:].argmax()) + 1 if len(count) > 1 else -1


def _cuts(wide: Mask) -> bool:
    """Whether the floor falls into more than one part worth the name."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(wide.astype(np.uint8), connectivity=4)
    parts = stats[1:, cv2.CC_STAT_AREA] * CELL**2 > ISLAND
    return int(parts.sum()) != 1
