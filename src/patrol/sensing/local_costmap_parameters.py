"""Parameters of obstacle sensing."""

from __future__ import annotations

from dataclasses import dataclass

from patrol.parameters import parameter


@dataclass(frozen=True)
class ObstacleSensingParameters:
    """Size of the local costmap and how its cost falls."""

    size: float = parameter(6.0, 'edge of the square window', low=2.0, high=20.0, unit='m')
    resolution: float = parameter(0.05, 'edge of a cell', low=0.02, high=0.2, unit='m')
    inflation: float = parameter(
        0.55, 'distance from an obstacle at which the cost is gone', low=0.2, high=2.0, unit='m'
    )
    falling: float = parameter(
        6.0, 'how fast the cost falls outside the inscribed radius', low=0.5, high=20.0, unit='1/m'
    )
    scans_per_update: int = parameter(
        2, 'a costmap is made of every so many turns of the LiDAR', low=1, high=10
    )
