"""The geometry of a differential drive, in scalars: it runs at every message."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DifferentialDrive:
    """Radii of the driven wheels and the distance of their contact patches (m)."""

    left_radius: float
    right_radius: float
    separation: float

    def wheels(self, linear: float, angular: float) -> tuple[float, float]:
        """Return wheel speeds (rad/s) left, right for a body twist (m/s, rad/s)."""
        half = 0.5 * self.separation * angular
        return (linear - half) / self.left_radius, (linear + half) / self.right_radius

    def body(self, left: float, right: float) -> tuple[float, float]:
        """Return the body twist (m/s, rad/s) of wheel speeds (rad/s).

        Turned angles (rad) give the way driven (m) and the turn (rad) alike.
        """
        a, b = left * self.left_radius, right * self.right_radius
        return 0.5 * (a + b), (b - a) / self.separation


def along_arc(
    x: float, y: float, yaw: float, distance: float, turn: float
) -> tuple[float, float, float]:
    """Return the pose after driving `distance` (m) while turning by `turn` (rad), exactly.

    The yaw is wrapped to [-pi, pi].
    """
    half = 0.5 * turn
    chord = distance * (math.sin(half) / half if abs(half) > 1e-6 else 1.0 - half * half / 6.0)
    heading = yaw + half
    return (
        x + chord * math.cos(heading),
        y + chord * math.sin(heading),
        math.remainder(yaw + turn, math.tau),
    )
