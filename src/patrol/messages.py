"""What travels between components: plain data, no ROS.

Every stamp is ROS time in seconds (float). Arrays are float64 unless said. A pose is x, y (m)
and yaw (rad). `nodes/convert` turns each type into its ROS message and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WheelStates:
    """Encoders: multi-turn `position` (rad) and `velocity` (rad/s), each (2,): left, right."""

    stamp: float
    position: Array
    velocity: Array


@dataclass(frozen=True, slots=True)
class WheelCommands:
    """Wanted wheel `velocity` (rad/s), (2,): left, right. The stamp is the sequence number."""

    stamp: float
    velocity: Array


@dataclass(frozen=True, slots=True)
class ImuSample:
    """Raw gyro (rad/s) and accelerometer (m/s^2), each (3,), in imu_link."""

    stamp: float
    angular_velocity: Array
    linear_acceleration: Array


@dataclass(frozen=True, slots=True)
class RangeReading:
    """One ultrasonic or cliff reading (m), REP-117: +Inf nothing, -Inf too close, NaN invalid."""

    stamp: float
    name: str
    range: float
    min_range: float
    max_range: float
    field_of_view: float


@dataclass(frozen=True, slots=True)
class Battery:
    """Battery: V, A (negative while it is being drained), percentage 0..1 or NaN."""

    stamp: float
    voltage: float
    current: float
    percentage: float
    charging: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """A LiDAR turn. Beam i was measured at stamp + i * time_increment (s) at
    angle_min + i * angle_increment (rad) in laser_link; `ranges` (n,) float32, m, REP-117.
    """

    stamp: float
    angle_min: float
    angle_increment: float
    time_increment: float
    range_min: float
    range_max: float
    ranges: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Velocity:
    """A body velocity in base_footprint: m/s forward, rad/s counter-clockwise."""

    stamp: float
    linear: float
    angular: float


@dataclass(frozen=True, slots=True)
class Odometry:
    """Pose (3,) of base_footprint in odom with covariance (3, 3), body twist (2,): v, w."""

    stamp: float
    pose: Array
    twist: Array
    pose_covariance: Array
    twist_covariance: Array


@dataclass(frozen=True, slots=True)
class PoseEstimate:
    """Pose (3,) of base_footprint in map with covariance (3, 3). Also an initial pose."""

    stamp: float
    pose: Array
    covariance: Array


@dataclass(frozen=True, slots=True)
class FramePose:
    """Pose (3,) of one planar frame in its parent, for tf (map -> odom, odom -> base)."""

    stamp: float
    parent: str
    child: str
    pose: Array


@dataclass(frozen=True, slots=True)
class PoseCloud:
    """Particles: poses (n, 3) in map."""

    stamp: float
    poses: Array


@dataclass(frozen=True, slots=True)
class Grid:
    """An occupancy grid: `cells` (height, width) int8, -1 unknown, 0 free .. 100 occupied.

    Row 0 is at the origin; `origin` (3,) is the pose of the corner of cell [0, 0] in `frame`.
    """

    stamp: float
    frame: str
    resolution: float
    origin: Array
    cells: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Path:
    """Poses (n, 3) in map to be driven in order. Empty: stand still."""

    stamp: float
    poses: Array


class Level(IntEnum):
    """Levels of diagnostic_msgs/DiagnosticStatus."""

    OK = 0
    WARN = 1
    ERROR = 2
    STALE = 3


@dataclass(frozen=True, slots=True)
class Status:
    """A state with its reason: names and keys come from `vocabulary`."""

    stamp: float
    name: str
    level: Level
    message: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Flag:
    """A Bool."""

    value: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A String."""

    data: str


@dataclass(frozen=True, slots=True)
class Point:
    """A clicked point or goal in map: x, y (m)."""

    stamp: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Marker:
    """One thing to draw: kind 'points', 'line', 'spheres', 'text' or 'arrow'.

    points (n, 3) in `frame`, m; colour r, g, b, a in 0..1; scale in m.
    """

    namespace: str
    id: int
    kind: str
    frame: str
    points: Array
    colour: tuple[float, float, float, float]
    scale: float = 0.05
    text: str = ''


@dataclass(frozen=True, slots=True)
class Markers:
    """Everything one component draws; replaces what it drew before."""

    stamp: float
    markers: tuple[Marker, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """An rgb8 picture (height, width, 3) uint8 of camera_optical_frame."""

    stamp: float
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Contact:
    """Ground truth only: the car touches something."""

    stamp: float
    part: str
    thing: str


@dataclass(frozen=True, slots=True)
class Clock:
    """Simulated time (s)."""

    stamp: float
