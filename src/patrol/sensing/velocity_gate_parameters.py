"""Parameters of the velocity gate."""

from __future__ import annotations

from dataclasses import dataclass

from patrol.parameters import parameter


@dataclass(frozen=True)
class VelocityGateParameters:
    """Deadlines, margins and what people are assumed to do."""

    source_timeout: float = parameter(
        0.18,
        'a source silent for longer stops the car: 0.25 s less verdict, link and clock',
        low=0.05,
        high=0.25,
        unit='s',
    )
    odometry_timeout: float = parameter(
        0.15, 'odometry silent for longer stops the car', low=0.04, high=0.25, unit='s'
    )
    scan_timeout: float = parameter(
        0.35, 'a LiDAR silent for longer stops the car: three turns', low=0.1, high=1.0, unit='s'
    )
    range_timeout: float = parameter(
        0.5, 'an ultrasonic sensor silent for longer stops its direction', low=0.1, high=2.0
    )
    cliff_timeout: float = parameter(
        0.2, 'a cliff sensor silent for longer stops its direction', low=0.05, high=0.5, unit='s'
    )
    lease_timeout: float = parameter(
        0.17, 'a lease not renewed for longer is over', low=0.15, high=2.0, unit='s'
    )
    command_age: float = parameter(
        0.5,
        'a command stamped farther than this from the newest odometry is refused',
        low=0.05,
        high=2.0,
        unit='s',
    )
    board_lifetime: float = parameter(
        0.2, 'how long the board obeys the last command when the host dies', low=0.0, high=0.5
    )
    chain_latency: float = parameter(
        0.04, 'from odometry to the wheels, with the lag of the motors', low=0.0, high=0.3
    )
    margin: float = parameter(
        0.08,
        'room left ahead: so much that the car may still turn on the spot',
        low=0.0,
        high=0.3,
        unit='m',
    )
    side_margin: float = parameter(
        0.02, 'room left beside the swept rectangle', low=0.0, high=0.2, unit='m'
    )
    person_speed: float = parameter(
        1.5, 'the fastest that anything is expected to move', low=0.0, high=3.0, unit='m/s'
    )
    foresight: float = parameter(
        0.6, 'for how long a moving point is expected to keep moving', low=0.0, high=2.0, unit='s'
    )
