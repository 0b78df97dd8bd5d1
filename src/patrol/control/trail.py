"""The floor the car came over, and driving back on it."""

from __future__ import annotations

import math
from collections import deque

from patrol.control.planar import Pose, seen

#: Distance (m) between remembered places, and how many are remembered.
STEP, COUNT = 0.05, 40
#: Lookahead (m) when driving back.
LOOKAHEAD = 0.2


class Trail:
    """The last two metres driven, in odom, newest last."""

    def __init__(self) -> None:
        self._places: deque[Pose] = deque(maxlen=COUNT)

    def note(self, pose: Pose) -> None:
        """Take where the car is; driving back takes places away again."""
        places = self._places
        if not places:
            places.append(pose)
            return
        if math.dist(pose[:2], places[-1][:2]) >= STEP:
            if len(places) > 1 and math.dist(pose[:2], places[-2][:2]) < 1.2 * STEP:
                places.pop()
            else:
                places.append(pose)

    def clear(self) -> None:
        """Forget it: the car was moved, or odometry began anew."""
        self._places.clear()

    def behind(self, pose: Pose) -> tuple[float, float]:
        """Return the place to drive back to: on the trail, else straight behind the car."""
        for place in reversed(self._places):
            if math.dist(place[:2], pose[:2]) >= LOOKAHEAD:
                x, _ = seen(pose, place[0], place[1])
                if x < -0.5 * LOOKAHEAD:
                    return place[0], place[1]
                break
        c, s = math.cos(pose[2]), math.sin(pose[2])
        return pose[0] - LOOKAHEAD * c, pose[1] - LOOKAHEAD * s
