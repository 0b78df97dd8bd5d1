"""What can be tuned about localization."""

from __future__ import annotations

from dataclasses import dataclass

from patrol.parameters import parameter


@dataclass(frozen=True)
class LocalizationParameters:
    """Parameters of the localization node."""

    seed: int = parameter(1, 'seed of the particle filter: same inputs, same poses', low=0)
    deskew: bool = parameter(True, 'undo the motion of the car during a turn of the LiDAR')
    refine: bool = parameter(True, 'match scans to the map; else the mean of the particles')
    odometry_only: bool = parameter(False, 'never correct: for comparison only')
    particles_min: int = parameter(300, 'fewest particles', low=50, high=10000)
    particles_max: int = parameter(1000, 'most particles while tracking', low=100, high=20000)
    filter_beams: int = parameter(60, 'beams that weigh the particles', low=10, high=720)
    match_beams: int = parameter(120, 'beams that are matched', low=20, high=720)
    update_distance: float = parameter(0.05, 'correct after this way', low=0.0, high=1.0, unit='m')
    update_turn: float = parameter(0.05, 'correct after this turn', low=0.0, high=1.0, unit='rad')
    standing_scans: int = parameter(
        20, 'correct once in this many scans while standing', low=1, high=1000
    )
    independent_beams: float = parameter(
        12.0, 'beams a scan is worth to the particle filter', low=1.0, high=360.0
    )
    match_sigma: float = parameter(
        0.07,
        'deviation of a mapped wall as a scan sees it, map errors included',
        low=0.005,
        high=1.0,
        unit='m',
    )
    lost_score: float = parameter(
        0.2, 'below this agreement of scan and map the car is lost', low=-1.0, high=1.0
    )
    accept_explained: float = parameter(
        0.5, 'share of beams that a place must explain to be accepted', low=0.0, high=1.0
    )
    accept_lead: float = parameter(
        0.1, 'lead over every other place that is needed', low=0.0, high=1.0
    )
    accept_travel: float = parameter(
        2.0, 'way over which a place must hold before it is accepted', low=0.0, unit='m'
    )
