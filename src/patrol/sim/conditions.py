"""Under which conditions a simulated round is driven: how true the map, LiDAR and wheels are."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from patrol.sim.imperfections import Imperfections


@dataclass(frozen=True)
class Conditions:
    """`wall_sigma` (m) displaces each wall of the map; the rest is done to the sensors."""

    wall_sigma: float = 0.0
    imperfections: Imperfections = field(default_factory=Imperfections)


#: The three columns of the acceptance table.
CONDITIONS: dict[str, Conditions] = {
    'nominal': Conditions(),
    'displaced': Conditions(wall_sigma=0.02),
    'degraded': Conditions(
        wall_sigma=0.04,
        imperfections=Imperfections(
            lidar_dropout=0.1,
            lidar_max_range=6.0,
            wheel_scale=(1.03, 0.97),
            gyro_bias=math.radians(1.0),
        ),
    ),
}
