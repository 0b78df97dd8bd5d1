"""What the path follower knows of the car at one moment, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from patrol.control.planar import Pose, advanced
from patrol.vocabulary import Follow, Reason


@dataclass(frozen=True, slots=True)
class CarState:
    """Time (s, steady), poses in map and odom, measured twist (m/s, rad/s), map in odom."""

    now: float
    in_map: Pose
    in_odom: Pose
    twist: tuple[float, float]
    map_in_odom: Pose

    def ahead(self, latency: float) -> CarState:
        """Return where the car will be when a command of now takes effect (s later)."""
        return CarState(
            self.now,
            advanced(self.in_map, *self.twist, latency),
            advanced(self.in_odom, *self.twist, latency),
            self.twist,
            self.map_in_odom,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """The velocity to command (m/s, rad/s), and the state of the follower in words."""

    linear: float
    angular: float
    state: Follow
    reason: Reason = Reason.NONE
