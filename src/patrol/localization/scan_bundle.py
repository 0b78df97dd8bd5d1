"""The scans of the last metres as one rigid scan: what a whole stretch of way looked like."""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from patrol.geometry import Array
from patrol.localization.deskew import ScanPoints
from patrol.localization.odometry_history import Pose, step_between
from patrol.localization.scan_fit import placed
from patrol.localization.scan_matching import spread_evenly

#: A scan is kept when the car has moved this far (m, rad) since the last one kept.
KEY_DISTANCE, KEY_TURN = 0.35, 1.0


class ScanBundle:
    """Key scans joined by odometry. `travel` (m) is the way driven since the first one, however
    many have been dropped since.
    """

    def __init__(self, keys: int = 8, beams: int = 48) -> None:
        self._scans: deque[tuple[Pose, Array, Array]] = deque(maxlen=keys)
        self._beams = beams
        self.travel = 0.0
        self.keys = 0

    def add(self, scan: ScanPoints) -> bool:
        """Keep the scan when it is a key scan; say whether it was."""
        if scan.points.shape[1] == 0:
            return False
        if self._scans:
            step = step_between(self._scans[-1][0], scan.odometry)
            distance = math.hypot(step[0], step[1])
            if distance < KEY_DISTANCE and abs(step[2]) < KEY_TURN:
                return False
            self.travel += distance
        both = spread_evenly(np.concatenate([scan.points, scan.origins]), self._beams)
        self._scans.append((scan.odometry, both[:2], both[2:]))
        self.keys += 1
        return True

    def seen_from(self, odometry: Pose) -> tuple[Array, Array]:
        """Return all ends and starts of beams (2, n) as seen from an odometry pose."""
        points, origins = [], []
        for pose, ends, starts in self._scans:
            step = step_between(odometry, pose)
            points.append(placed(step, ends))
            origins.append(placed(step, starts))
        return np.concatenate(points, axis=1), np.concatenate(origins, axis=1)
