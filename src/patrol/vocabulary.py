"""Every state name, reason and key that patrol says of itself, in one place.

Status messages carry these words; tools, the page and the report read them back. A value is
text; numbers are written with `number` and read with `read_number`.
"""

from __future__ import annotations

import math
from enum import StrEnum


class Name(StrEnum):
    """Names of statuses (DiagnosticStatus.name)."""

    STOP_REASON = 'stop_reason'
    PATROL = 'patrol'
    BOARD = 'board'
    MOTOR_CONTROL = 'motor_control'
    E_STOP = 'e_stop'
    VELOCITY_GATE = 'velocity_gate'
    OBSTACLE_SENSING = 'obstacle_sensing'
    LOCALIZATION = 'localization'
    PATH_FOLLOWER = 'path_follower'
    PATROL_PLANNER = 'patrol_planner'
    MAP_SERVER = 'map_server'
    ROBOT_STATE = 'robot_state'
    SIMULATOR = 'simulator'


class Key(StrEnum):
    """Keys of status values."""

    STATE = 'state'
    REASON = 'reason'
    SENSOR = 'sensor'
    CURE = 'cure'
    CAUSE = 'cause'  # which link of the chain: board, motor, gate, localization, planner
    E_STOP = 'e_stop'
    ARMED = 'armed'
    FAULT = 'fault'
    REFUSED = 'refused'  # why the board dropped the last bad command
    SLIP = 'slip'
    GYRO_BIAS = 'gyro_bias_rad_s'
    DISTANCE = 'distance_m'
    SPEED_LIMIT = 'speed_limit_mps'
    SOURCE = 'source'
    CONFIDENCE = 'confidence'
    ERROR_BOUND = 'error_bound_m'
    LAP = 'lap'
    LAPS = 'laps'
    CHECKPOINT = 'checkpoint'
    NEXT = 'next'
    VISITED = 'visited'
    MISSED = 'missed'
    REMAINING = 'remaining_m'
    PLAN = 'plan_stamp'  # stamp of the plan that the path follower's state is about
    REVISION = 'revision'
    PERIOD_MS = 'period_ms'
    EVENT = 'event'
    # ground truth of a simulated round, told by the simulator
    REAL_TIME_FACTOR = 'real_time_factor'
    CONTACTS = 'contacts'
    BUMPED = 'bumped_by_people'
    ENCOUNTERS = 'encounters'
    MIN_CLEARANCE = 'min_clearance_m'
    DRIVEN = 'driven_m'
    BATTERY_USED = 'battery_used_wh'
    CAMERA = 'camera'  # why there are no pictures


class Gate(StrEnum):
    """States of the velocity gate (`stop_reason`)."""

    IDLE = 'idle'  # nobody commands motion
    DRIVING = 'driving'
    SLOWED = 'slowed'
    STOPPED = 'stopped'


class Link(StrEnum):
    """Links of the chain that can stop the car, in the order in which a cause is named."""

    BOARD = 'board'
    MOTOR = 'motor'
    GATE = 'gate'
    LOCALIZATION = 'localization'
    PLANNER = 'planner'


class Reason(StrEnum):
    """Why the car stands, drives slower, or refuses."""

    NONE = 'none'
    # board
    BOARD_SILENT = 'board_silent'
    E_STOP = 'e_stop'
    BOARD_FAULT = 'board_fault'
    BOARD_CLIFF = 'board_cliff'
    BATTERY_EMPTY = 'battery_empty'
    NOT_ARMED = 'not_armed'
    # motor_control
    MOTOR_SILENT = 'motor_silent'
    COMMAND_SILENT = 'command_silent'
    GATE_PUBLISHERS = 'gate_publishers'
    WHEELS_SILENT = 'wheels_silent'
    WHEELS_INVALID = 'wheels_invalid'
    ENCODER_STUCK = 'encoder_stuck'
    IMU_SILENT = 'imu_silent'
    IMU_INVALID = 'imu_invalid'
    IMU_STUCK = 'imu_stuck'
    CLOCK = 'clock'
    # velocity_gate
    OBSTACLE = 'obstacle'
    NO_FLOOR = 'no_floor'
    SCAN_SILENT = 'scan_silent'
    SCAN_FROZEN = 'scan_frozen'
    SCAN_STALE = 'scan_stale'
    SCAN_INVALID = 'scan_invalid'
    RANGE_SILENT = 'range_silent'
    RANGE_INVALID = 'range_invalid'
    CLIFF_SILENT = 'cliff_silent'
    ODOMETRY_SILENT = 'odometry_silent'
    ODOMETRY_INVALID = 'odometry_invalid'
    COMMAND_INVALID = 'command_invalid'
    COMMAND_STALE = 'command_stale'
    SOURCE_SILENT = 'source_silent'
    TWIST_PUBLISHER = 'twist_publisher'
    # localization
    LOCALIZATION_SILENT = 'localization_silent'
    LOST = 'lost'
    NOT_LOCALIZED = 'not_localized'
    POSE_INVALID = 'pose_invalid'
    # planner
    PLANNER_SILENT = 'planner_silent'
    PAUSED = 'paused'
    COSTMAP_SILENT = 'costmap_silent'
    PATH_BLOCKED = 'path_blocked'


class Board(StrEnum):
    """States of the board (`_mcu/status`)."""

    E_STOP = 'e_stop'  # latched: at start, and after e_stop_trigger
    FAULT = 'fault'
    STANDING = 'standing'  # armed, waits for fresh commands
    DRIVING = 'driving'
    STOPPING = 'stopping'  # ramps down because commands fell silent or the floor ends


class Motor(StrEnum):
    """States of motor control."""

    STANDING = 'standing'  # ready, the gate commands zero
    DRIVING = 'driving'
    STOPPED = 'stopped'  # commands zero whatever the gate says


class EStop(StrEnum):
    """What `e_stop/state` says of the board's latch."""

    LATCHED = 'latched'
    RELEASED = 'released'
    UNKNOWN = 'unknown'  # the board is silent: the car counts as stopped


class Localized(StrEnum):
    """States of localization."""

    WAITING = 'waiting'  # no map, scan or odometry yet
    SEARCHING = 'searching'
    TRACKING = 'tracking'
    LOST = 'lost'


class Patrol(StrEnum):
    """States of the patrol planner (`patrol/state`)."""

    WAITING = 'waiting'  # no map, pose or route yet
    READY = 'ready'
    DRIVING = 'driving'
    DWELLING = 'dwelling'
    PAUSED = 'paused'
    RETURNING = 'returning'
    DONE = 'done'
    ABORTED = 'aborted'
    FAILED = 'failed'


class Follow(StrEnum):
    """States of the path follower."""

    IDLE = 'idle'
    FOLLOWING = 'following'
    TURNING = 'turning'
    AVOIDING = 'avoiding'
    RECOVERING = 'recovering'
    BLOCKED = 'blocked'
    ARRIVED = 'arrived'


class Miss(StrEnum):
    """Why a checkpoint was missed."""

    UNREACHABLE = 'unreachable'
    BLOCKED = 'blocked'
    SKIPPED = 'skipped'
    ABORTED = 'aborted'
    TIMEOUT = 'timeout'


class Event(StrEnum):
    """What `patrol/events` tells; Key.EVENT holds it, Key.CHECKPOINT and Key.LAP say where."""

    STARTED = 'started'
    LEG = 'leg'  # a new plan to a checkpoint
    VISITED = 'visited'
    MISSED = 'missed'  # Key.REASON holds a Miss
    BLOCKED = 'blocked'
    PAUSED = 'paused'
    RESUMED = 'resumed'
    LAP_DONE = 'lap_done'
    DONE = 'done'
    ABORTED = 'aborted'
    FAILED = 'failed'


#: What to do about a reason, in one sentence. Every member of Reason has an entry.
CURES: dict[Reason, str] = {
    Reason.NONE: '',
    Reason.BOARD_SILENT: 'check the cable and the power of the board, then micro_ros_bridge',
    Reason.E_STOP: 'make sure the way is clear, call e_stop_reset, then patrol/resume',
    Reason.BOARD_FAULT: 'read the fault in _mcu/status, mend it, then call e_stop_reset',
    Reason.BOARD_CLIFF: 'reverse over the floor the car came from, or lift the car back',
    Reason.BATTERY_EMPTY: 'charge the battery',
    Reason.NOT_ARMED: 'call e_stop_reset to arm the board',
    Reason.MOTOR_SILENT: 'restart motor_control; if it runs, check the link to the board',
    Reason.COMMAND_SILENT: 'restart velocity_gate',
    Reason.GATE_PUBLISHERS: 'exactly one node may publish _cmd_vel_safe: stop the other one',
    Reason.WHEELS_SILENT: 'the board sends no wheel states: check the board and its link',
    Reason.WHEELS_INVALID: 'the wheel states are not finite: check the encoders',
    Reason.ENCODER_STUCK: 'a driven wheel does not count: check its encoder, call e_stop_reset',
    Reason.IMU_SILENT: 'the board sends no IMU data: check the IMU',
    Reason.IMU_INVALID: 'the IMU sends values that are not finite: check the IMU',
    Reason.IMU_STUCK: 'the IMU repeats one value: reset the board',
    Reason.CLOCK: 'the clock jumped or two clocks are in use: check use_sim_time everywhere',
    Reason.OBSTACLE: 'clear the way, or let the path follower go round',
    Reason.NO_FLOOR: 'the floor ends here: drive back the way the car came',
    Reason.SCAN_SILENT: 'no scan arrives: check the LiDAR, its driver and its power',
    Reason.SCAN_FROZEN: 'the LiDAR repeats one scan: restart its driver',
    Reason.SCAN_STALE: 'the scans are stamped too old or by another clock: check use_sim_time',
    Reason.SCAN_INVALID: 'a sector wider than the car is invalid: clean the LiDAR',
    Reason.RANGE_SILENT: 'an ultrasonic sensor is silent: check its cable',
    Reason.RANGE_INVALID: 'an ultrasonic sensor sends invalid values: check its cable',
    Reason.CLIFF_SILENT: 'a cliff sensor is silent: check its cable',
    Reason.ODOMETRY_SILENT: 'motor_control sends no odometry: check motor_control and the board',
    Reason.ODOMETRY_INVALID: 'the odometry is not finite: check encoders and IMU',
    Reason.COMMAND_INVALID: 'a velocity command is not finite: mend its sender',
    Reason.COMMAND_STALE: 'a velocity command is too old or of another clock: set use_sim_time',
    Reason.SOURCE_SILENT: 'whoever commanded the car fell silent: restart it or send again',
    Reason.TWIST_PUBLISHER: 'a Twist is published where TwistStamped belongs: stamp it',
    Reason.LOCALIZATION_SILENT: 'restart localization',
    Reason.LOST: 'give an initial pose in RViz, or drive by teleop until it knows the place',
    Reason.NOT_LOCALIZED: 'give an initial pose in RViz (2D Pose Estimate)',
    Reason.POSE_INVALID: 'the pose is not finite: restart localization',
    Reason.PLANNER_SILENT: 'restart patrol_planner',
    Reason.PAUSED: 'call patrol/resume',
    Reason.COSTMAP_SILENT: 'no local costmap reaches path_follower: restart obstacle_sensing',
    Reason.PATH_BLOCKED: 'clear the way, or call patrol/skip',
}

#: Which link each reason belongs to.
LINKS: dict[Reason, Link] = {
    **dict.fromkeys(
        (
            Reason.BOARD_SILENT,
            Reason.E_STOP,
            Reason.BOARD_FAULT,
            Reason.BOARD_CLIFF,
            Reason.BATTERY_EMPTY,
            Reason.NOT_ARMED,
        ),
        Link.BOARD,
    ),
    **dict.fromkeys(
        (
            Reason.MOTOR_SILENT,
            Reason.COMMAND_SILENT,
            Reason.GATE_PUBLISHERS,
            Reason.WHEELS_SILENT,
            Reason.WHEELS_INVALID,
            Reason.ENCODER_STUCK,
            Reason.IMU_SILENT,
            Reason.IMU_INVALID,
            Reason.IMU_STUCK,
            Reason.CLOCK,
        ),
        Link.MOTOR,
    ),
    **dict.fromkeys(
        (
            Reason.OBSTACLE,
            Reason.NO_FLOOR,
            Reason.SCAN_SILENT,
            Reason.SCAN_FROZEN,
            Reason.SCAN_STALE,
            Reason.SCAN_INVALID,
            Reason.RANGE_SILENT,
            Reason.RANGE_INVALID,
            Reason.CLIFF_SILENT,
            Reason.ODOMETRY_SILENT,
            Reason.ODOMETRY_INVALID,
            Reason.COMMAND_INVALID,
            Reason.COMMAND_STALE,
            Reason.SOURCE_SILENT,
            Reason.TWIST_PUBLISHER,
        ),
        Link.GATE,
    ),
    **dict.fromkeys(
        (
            Reason.LOCALIZATION_SILENT,
            Reason.LOST,
            Reason.NOT_LOCALIZED,
            Reason.POSE_INVALID,
        ),
        Link.LOCALIZATION,
    ),
    **dict.fromkeys(
        (Reason.PLANNER_SILENT, Reason.PAUSED, Reason.COSTMAP_SILENT, Reason.PATH_BLOCKED),
        Link.PLANNER,
    ),
}


def number(value: float) -> str:
    """Write a number for a status value: 'nan', 'inf' or at most six significant digits."""
    return f'{value:.6g}'


def read_number(text: str) -> float:
    """Read what `number` wrote; anything else is NaN."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def flag(value: bool) -> str:
    """Write a yes or no."""
    return 'true' if value else 'false'


def read_flag(text: str) -> bool:
    """Read what `flag` wrote; anything but 'true' is False."""
    return text == 'true'
