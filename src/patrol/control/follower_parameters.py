"""What can be tuned about following a path."""

from __future__ import annotations

from dataclasses import dataclass

from patrol.parameters import parameter


@dataclass(frozen=True)
class FollowerParameters:
    """Parameters of the path_follower node."""

    speed: float = parameter(0.6, 'fastest speed', low=0.05, high=2.0, unit='m/s')
    slow_speed: float = parameter(
        0.2, 'speed where the car barely fits through', low=0.03, high=1.0, unit='m/s'
    )
    acceleration: float = parameter(0.8, 'acceleration', low=0.1, high=3.0, unit='m/s^2')
    deceleration: float = parameter(
        0.6,
        'planned deceleration, below the limit so that it can be kept',
        low=0.1,
        high=3.0,
        unit='m/s^2',
    )
    lateral_acceleration: float = parameter(
        0.5, 'speed in a bend is limited by this', low=0.05, high=3.0, unit='m/s^2'
    )
    turn_rate: float = parameter(1.6, 'fastest turn', low=0.1, high=4.0, unit='rad/s')
    turn_acceleration: float = parameter(
        3.5, 'change of the turn rate', low=0.1, high=20.0, unit='rad/s^2'
    )
    lookahead_min: float = parameter(0.3, 'least lookahead', low=0.05, high=2.0, unit='m')
    lookahead_time: float = parameter(
        0.4, 'lookahead grows by speed times this', low=0.0, high=3.0, unit='s'
    )
    latency: float = parameter(
        0.08, 'from the stamp of odometry to the wheels', low=0.0, high=0.5, unit='s'
    )
    turn_in_place: float = parameter(
        0.9, 'beyond this bearing of the path the car turns first', low=0.2, high=3.0, unit='rad'
    )
    clearance: float = parameter(
        0.1, 'from here on obstacles beside the car slow it down', low=0.0, high=1.0, unit='m'
    )
    least_clearance: float = parameter(
        0.04, 'a way with less room beside the car is no way', low=0.0, high=0.5, unit='m'
    )
    horizon: float = parameter(
        2.2, 'how far ahead the path is checked', low=0.5, high=6.0, unit='m'
    )
    standoff: float = parameter(
        0.5,
        'the middle of the car stops this far before a blocked place',
        low=0.2,
        high=2.0,
        unit='m',
    )
    settle_time: float = parameter(
        0.4, 'an obstacle that stood so long is driven round', low=0.0, high=5.0, unit='s'
    )
    wait_time: float = parameter(
        3.0, 'longest wait for something that moves', low=0.0, high=60.0, unit='s'
    )
    stuck_time: float = parameter(
        2.0, 'commanded but not moving for so long: stuck', low=0.5, high=30.0, unit='s'
    )
    back_up: float = parameter(0.35, 'way back in a recovery', low=0.05, high=2.0, unit='m')
    recoveries: int = parameter(3, 'recoveries without progress before giving up', low=0, high=20)
    goal_distance: float = parameter(0.01, 'arrived this near', low=0.002, high=0.5, unit='m')
    goal_angle: float = parameter(
        0.03, 'arrived this well turned', low=0.005, high=0.5, unit='rad'
    )
    goal_retry: float = parameter(
        0.03, 'farther off than this after turning: drive up again', low=0.005, high=0.5, unit='m'
    )
    pose_timeout: float = parameter(0.5, 'oldest pose to drive on', low=0.1, high=5.0, unit='s')
    odometry_timeout: float = parameter(
        0.15, 'oldest odometry to drive on', low=0.04, high=2.0, unit='s'
    )
    costmap_timeout: float = parameter(
        1.0, 'oldest costmap to drive on', low=0.2, high=10.0, unit='s'
    )
    pose_gain: float = parameter(
        0.3, 'share of a new pose estimate that is taken at once', low=0.02, high=1.0
    )
