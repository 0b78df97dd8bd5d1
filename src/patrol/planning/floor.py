"""Where on a map the car fits, and which places are connected."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from patrol.dimensions import Dimensions, load_dimensions
from patrol.geometry import Array
from patrol.messages import Grid
from patrol.planning.clearance_field import SPACING, ClearanceField
from patrol.planning.effort import Effort, EffortParameters

#: A place is looked for this many nodes about a point.
ABOUT = 2


class Floor:
    """The clearance of a map, and its regions: between places of one region there is a way.

    `labels` (rows, columns) on the lattice of `field`: 0 where the car does not fit, else the
    number of the region.
    """

    def __init__(
        self,
        grid: Grid,
        parameters: EffortParameters | None = None,
        dimensions: Dimensions | None = None,
    ) -> None:
        self.effort = Effort.of(parameters or EffortParameters(), dimensions or load_dimensions())
        self.field = ClearanceField.of(grid)
        fits = (self.field.values >= self.effort.least).astype(np.uint8)
        labels = cv2.connectedComponents(fits, connectivity=8)[1]
        self.labels: NDArray[np.int32] = np.asarray(labels, dtype=np.int32)

    def clearance(self, pose: Array) -> float:
        """Return how far (m) a pose in map is from walls and the unknown."""
        return float(self.field.at(self.field.to_local(pose[None, :2]))[0])

    def region(self, pose: Array) -> int:
        """Return the region of a pose in map, 0 where the car does not fit."""
        if self.clearance(pose) < self.effort.least:
            return 0
        point = self.field.to_local(pose[None, :2])[0] / SPACING
        row, column = np.floor(point[::-1]).astype(int).tolist()
        top, left = max(row - ABOUT, 0), max(column - ABOUT, 0)
        window = self.labels[top : row + ABOUT + 1, left : column + ABOUT + 1]
        rows, columns = np.argwhere(window > 0).T
        if not len(rows):
            return 0
        off = np.hypot(columns + left + 0.5 - point[0], rows + top + 0.5 - point[1])
        nearest = int(off.argmin())
        return int(window[rows[nearest], columns[nearest]])
