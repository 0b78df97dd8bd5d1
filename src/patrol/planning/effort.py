"""What driving costs: a metre with ample room is 1, near walls it is more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patrol.dimensions import Dimensions
from patrol.parameters import parameter


@dataclass(frozen=True)
class EffortParameters:
    """How much room the car wants, measured from its middle to the nearest wall."""

    margin: float = parameter(
        0.05, 'least room between the side of the car and a wall', low=0.0, high=0.5, unit='m'
    )
    turning_margin: float = parameter(
        0.03, 'room about the turning car below which driving is laborious', low=0.0, high=0.5,
        unit='m',
    )  # fmt: skip
    ample: float = parameter(
        0.70, 'clearance of the middle of the car beyond which more is no better', low=0.2,
        high=3.0, unit='m',
    )  # fmt: skip
    near_walls: float = parameter(
        3.0, 'what a metre costs more where the car just fits', low=0.0, high=50.0
    )
    too_tight_to_turn: float = parameter(
        4.0, 'what it costs more where the car could not turn', low=0.0, high=50.0
    )


@dataclass(frozen=True)
class Effort:
    """Turns clearance (m) into effort per metre; below `least` clearance nothing is drivable."""

    least: float
    turning: float
    parameters: EffortParameters

    @staticmethod
    def of(parameters: EffortParameters, dimensions: Dimensions) -> Effort:
        """Return the effort for a car."""
        least = dimensions.inscribed_radius + parameters.margin
        turning = dimensions.circumscribed_radius + parameters.turning_margin
        return Effort(least, turning, parameters)

    def per_metre(self, clearance: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the effort per metre (same shape); infinite where the car does not fit."""
        p = self.parameters
        wanted = max(p.ample - self.least, 1e-3)
        lack = np.clip((p.ample - clearance) / wanted, 0.0, 1.0)
        tight = np.clip((self.turning - clearance) / (self.turning - self.least), 0.0, 1.0)
        effort = 1.0 + p.near_walls * lack * lack + p.too_tight_to_turn * tight
        return np.where(clearance < self.least, np.inf, effort)
