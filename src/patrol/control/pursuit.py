"""Regulated pure pursuit: from the car's place on a path to a wanted velocity.

Coulter, Implementation of the Pure Pursuit Path Tracking Algorithm, 1992; speed regulation after
Macenski et al., Regulated Pure Pursuit for Robot Path Tracking, 2023.
"""

from __future__ import annotations

import math

from patrol.control.follower_parameters import FollowerParameters
from patrol.control.planar import Pose, seen
from patrol.control.reference_path import ReferencePath


def lookahead_distance(speed: float, parameters: FollowerParameters) -> float:
    """Return the lookahead (m) at a speed (m/s)."""
    return parameters.lookahead_min + parameters.lookahead_time * abs(speed)


def carrot(path: ReferencePath, lookahead: float) -> tuple[float, float]:
    """Return the point a lookahead (m) on along the path, beyond its end straight on."""
    along = path.along + lookahead
    if along <= path.length:
        return path.at(along)
    x, y = path.end
    heading = path.heading_at(path.length)
    beyond = along - path.length
    return x + beyond * math.cos(heading), y + beyond * math.sin(heading)


def steer(
    pose: Pose, target: tuple[float, float], speed: float, parameters: FollowerParameters
) -> tuple[float, float]:
    """Return speed (m/s, at most `speed`) and bend (1/m) of the arc through the target."""
    x, y = seen(pose, *target)
    squared = x * x + y * y
    if squared < 1e-6:
        return 0.0, 0.0
    bend = 2 * y / squared
    tight = abs(bend)
    if tight > 1e-3:
        speed = min(speed, max(math.sqrt(parameters.lateral_acceleration / tight), 0.1))
        speed = min(speed, parameters.turn_rate / tight)
    return speed, bend


def turn_towards(angle: float, parameters: FollowerParameters) -> float:
    """Return the turn rate (rad/s) that brings an angle (rad) to zero without overshoot."""
    size = abs(angle)
    braking = math.sqrt(2 * 0.6 * parameters.turn_acceleration * size)
    rate = min(parameters.turn_rate, braking, 4.0 * size)
    return math.copysign(rate, angle)


def approach_speed(distance: float, parameters: FollowerParameters) -> float:
    """Return the speed (m/s) from which the car stops after a distance (m) without overshoot."""
    return min(parameters.speed, math.sqrt(2 * parameters.deceleration * distance), 2.5 * distance)
