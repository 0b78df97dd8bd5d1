"""Whether the LiDAR can be believed."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.messages import Scan
from patrol.vocabulary import Reason

#: Fewer returns than this may honestly repeat: an empty hall.
FEWEST_RETURNS = 8
#: A car that moved this much (m or rad) cannot see the same turn again.
MOVED = 0.02
#: A car that moved less stands; what differs from turn to turn then is noise.
STILL = 1e-3
#: Repeated turns after which a LiDAR known to be noisy counts as frozen, even at rest.
REPEATS = 2
#: The car must fit unseen into an invalid sector at this distance (m): about where it would stop.
STOPPING_DISTANCE = 0.5


class ScanHealth:
    """Watches for a LiDAR that repeats one turn, and for invalid sectors wider than the car."""

    def __init__(self, car_width: float) -> None:
        self._widest = 2 * math.atan2(car_width / 2, STOPPING_DISTANCE)
        self._last: NDArray[np.float32] | None = None
        self._since = (0.0, 0.0, 0.0)
        self._repeats = 0
        self._noisy = False
        self.reason = Reason.NONE

    def look(self, scan: Scan, pose: tuple[float, float, float]) -> Reason:
        """Judge a scan taken at an odometry pose; return what is wrong with it."""
        if self._frozen(scan.ranges, pose):
            self.reason = Reason.SCAN_FROZEN
        elif self._blind(scan):
            self.reason = Reason.SCAN_INVALID
        else:
            self.reason = Reason.NONE
        return self.reason

    def _frozen(self, ranges: NDArray[np.float32], pose: tuple[float, float, float]) -> bool:
        last = self._last
        same = last is not None and np.array_equal(ranges, last, equal_nan=True)
        turned = math.remainder(pose[2] - self._since[2], 2 * math.pi)
        moved = max(math.hypot(pose[0] - self._since[0], pose[1] - self._since[1]), abs(turned))
        if not same:
            self._noisy = self._noisy or (last is not None and moved < STILL)
            self._last, self._since, self._repeats = ranges, pose, 0
            return False
        self._repeats += 1
        if np.count_nonzero(np.isfinite(ranges)) < FEWEST_RETURNS:
            return False
        return moved > MOVED or (self._noisy and self._repeats >= REPEATS)

    def _blind(self, scan: Scan) -> bool:
        invalid = np.isnan(scan.ranges)
        if not invalid.any():
            return False
        if invalid.all():
            return True
        # start at a valid beam, so that a sector across the seam counts as one
        rolled = np.roll(invalid, -int(invalid.argmin()))
        edges = np.flatnonzero(np.diff(np.concatenate([[False], rolled, [False]]).astype(np.int8)))
        widest = int((edges[1::2] - edges[::2]).max())
        return widest * abs(scan.angle_increment) > self._widest
