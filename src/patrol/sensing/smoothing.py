"""Comfortable changes of velocity: all smoothing of the stack is done here, above the gate."""

from __future__ import annotations

from patrol.dimensions import Limits

Twist = tuple[float, float]

#: A pause between two steps (s) counts as no longer than this.
LONGEST_STEP = 0.1


class Smoother:
    """Ramps m/s and rad/s towards what is wanted; `value` is what was last given out."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.value: Twist = (0.0, 0.0)

    def bounded(self, wanted: Twist) -> Twist:
        """Return the velocity within the car's limits, on the same arc."""
        limits = self._limits
        linear, angular = wanted
        fastest = limits.speed if linear > 0 else limits.reverse_speed
        share = min(
            1.0,
            fastest / abs(linear) if linear else 1.0,
            limits.turn_rate / abs(angular) if angular else 1.0,
        )
        return share * linear, share * angular

    def towards(self, wanted: Twist, duration: float) -> Twist:
        """Return the velocity after `duration` (s) of a comfortable ramp; does not store it."""
        limits = self._limits
        duration = min(max(duration, 0.0), LONGEST_STEP)
        return (
            _ramp(self.value[0], wanted[0], limits.acceleration * duration),
            _ramp(self.value[1], wanted[1], limits.turn_acceleration * duration),
        )


def _ramp(value: float, wanted: float, step: float) -> float:
    return min(value + step, wanted) if wanted > value else max(value - step, wanted)
