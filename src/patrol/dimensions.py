"""The design of the car, read from urdf/dimensions.yaml."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from patrol.home import share_dir


@dataclass(frozen=True, slots=True)
class Limits:
    """What the car may do: m/s, m/s^2, rad/s, rad/s^2."""

    speed: float
    reverse_speed: float
    turn_rate: float
    acceleration: float
    stopping: float
    turn_acceleration: float
    turn_stopping: float


@dataclass(frozen=True)
class Dimensions:
    """Sizes (m), masses (kg) and limits of the car; `raw` is the whole document."""

    length: float
    width: float
    wheel_radius: float
    wheel_separation: float
    limits: Limits
    lidar_pose: tuple[float, float, float]
    sonar_mounts: dict[str, tuple[float, float, float, float]]
    cliff_mounts: dict[str, tuple[float, float, float]]
    cliff_floor_limit: float
    raw: dict[str, Any]

    @property
    def footprint(self) -> NDArray[np.float64]:
        """Corners (4, 2) of the car in base_footprint, counter-clockwise from front left."""
        x, y = self.length / 2, self.width / 2
        return np.array([[x, y], [-x, y], [-x, -y], [x, -y]])

    @property
    def inscribed_radius(self) -> float:
        """Radius (m) of the largest circle about base_footprint inside the footprint."""
        return self.width / 2

    @property
    def circumscribed_radius(self) -> float:
        """Radius (m) of the smallest circle about base_footprint around the footprint."""
        return float(np.hypot(self.length / 2, self.width / 2))


@functools.cache
def load_dimensions(file: Path | None = None) -> Dimensions:
    """Read the design of the car (the package's own, or another file of that form)."""
    raw = yaml.safe_load((file or share_dir() / 'urdf' / 'dimensions.yaml').read_text())
    return Dimensions(
        length=raw['body']['length'],
        width=raw['body']['width'],
        wheel_radius=raw['wheel']['radius'],
        wheel_separation=raw['wheel']['separation'],
        limits=Limits(**raw['limits']),
        lidar_pose=tuple(raw['lidar']['pose']),
        sonar_mounts={k: tuple(v) for k, v in raw['sonar']['mounts'].items()},
        cliff_mounts={k: tuple(v) for k, v in raw['cliff']['mounts'].items()},
        cliff_floor_limit=raw['cliff']['floor_limit'],
        raw=raw,
    )
