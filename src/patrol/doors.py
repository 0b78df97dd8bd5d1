"""The doors between the rooms: every topic and service, once.

The table says what travels on a topic (the plain type and its ROS twin), how (QoS by kind) and at
which rate. Names are relative; hidden plumbing starts with `_`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from patrol import messages as m
from patrol.dimensions import load_dimensions


class Delivery(StrEnum):
    """How a topic travels (REP-2003); `nodes/qos.py` turns it into QoS profiles."""

    SENSOR = 'sensor'  # publisher reliable, subscriber best effort: always matches
    BOARD = 'board'  # best effort both ways, small and fast
    COMMAND = 'command'  # reliable, volatile, depth 1..10: a stale speed must never replay
    LATCHED = 'latched'  # reliable, transient local, depth 1
    STATE = 'state'  # reliable, volatile
    TF = 'tf'  # reliable, volatile, depth 100


@dataclass(frozen=True, slots=True)
class Door:
    """One topic: plain type, ROS type, delivery and nominal rate (Hz, 0: on change)."""

    topic: str
    type: type
    ros_type: str
    delivery: Delivery
    rate: float = 0.0


_D = load_dimensions()
RANGE_TOPICS = tuple(f'range/{name}' for name in _D.sonar_mounts)
CLIFF_TOPICS = tuple(f'cliff/{name}' for name in _D.cliff_mounts)

_DIAG = 'diagnostic_msgs/msg/DiagnosticArray'
_TWIST = 'geometry_msgs/msg/TwistStamped'
_GRID = 'nav_msgs/msg/OccupancyGrid'
_MARKERS = 'visualization_msgs/msg/MarkerArray'
_POSE_COV = 'geometry_msgs/msg/PoseWithCovarianceStamped'

DOORS: dict[str, Door] = {
    door.topic: door
    for door in (
        # the board
        Door('_mcu/wheel_states', m.WheelStates, 'sensor_msgs/msg/JointState', Delivery.BOARD, 50),
        Door('imu/data_raw', m.ImuSample, 'sensor_msgs/msg/Imu', Delivery.BOARD, 100),
        *(
            Door(t, m.RangeReading, 'sensor_msgs/msg/Range', Delivery.BOARD, 5)
            for t in RANGE_TOPICS
        ),
        *(
            Door(t, m.RangeReading, 'sensor_msgs/msg/Range', Delivery.BOARD, 20)
            for t in CLIFF_TOPICS
        ),
        Door('battery_state', m.Battery, 'sensor_msgs/msg/BatteryState', Delivery.BOARD, 1),
        Door('_mcu/status', m.Status, 'diagnostic_msgs/msg/DiagnosticStatus', Delivery.BOARD, 2),
        Door(
            '_mcu/wheel_commands',
            m.WheelCommands,
            'sensor_msgs/msg/JointState',
            Delivery.COMMAND,
            50,
        ),
        # sensors of the computer
        Door('scan', m.Scan, 'sensor_msgs/msg/LaserScan', Delivery.SENSOR, 10),
        Door('camera/image_raw', m.Image, 'sensor_msgs/msg/Image', Delivery.SENSOR, 5),
        # velocities
        Door('cmd_vel', m.Velocity, _TWIST, Delivery.COMMAND),
        Door('cmd_vel_nav', m.Velocity, _TWIST, Delivery.COMMAND, 25),
        Door('cmd_vel_teleop', m.Velocity, _TWIST, Delivery.COMMAND),
        Door('_cmd_vel_safe', m.Velocity, _TWIST, Delivery.COMMAND, 50),
        # motion and place
        Door('odom', m.Odometry, 'nav_msgs/msg/Odometry', Delivery.STATE, 50),
        Door('joint_states', m.WheelStates, 'sensor_msgs/msg/JointState', Delivery.STATE, 50),
        Door('tf', m.FramePose, 'tf2_msgs/msg/TFMessage', Delivery.TF),
        Door('pose', m.PoseEstimate, _POSE_COV, Delivery.STATE, 10),
        Door('particle_cloud', m.PoseCloud, 'geometry_msgs/msg/PoseArray', Delivery.STATE, 1),
        Door('initialpose', m.PoseEstimate, _POSE_COV, Delivery.STATE),
        Door('map', m.Grid, _GRID, Delivery.LATCHED),
        Door('local_costmap', m.Grid, _GRID, Delivery.STATE, 5),
        # the round
        Door('plan', m.Path, 'nav_msgs/msg/Path', Delivery.LATCHED),
        Door('goal_pose', m.PoseEstimate, 'geometry_msgs/msg/PoseStamped', Delivery.STATE),
        Door('clicked_point', m.Point, 'geometry_msgs/msg/PointStamped', Delivery.STATE),
        Door('patrol/state', m.Status, _DIAG, Delivery.STATE, 2),
        Door('patrol/events', m.Status, _DIAG, Delivery.STATE),
        Door('patrol/route', m.Text, 'std_msgs/msg/String', Delivery.LATCHED),
        Door('patrol/markers', m.Markers, _MARKERS, Delivery.LATCHED),
        # state of the chain
        Door('stop_reason', m.Status, _DIAG, Delivery.STATE, 2),
        Door('stop_reason/markers', m.Markers, _MARKERS, Delivery.STATE),
        Door('e_stop', m.Flag, 'std_msgs/msg/Bool', Delivery.LATCHED),
        Door('e_stop/state', m.Status, _DIAG, Delivery.STATE, 2),
        Door('diagnostics', m.Status, _DIAG, Delivery.STATE, 10),
        # simulator only
        Door('clock', m.Clock, 'rosgraph_msgs/msg/Clock', Delivery.SENSOR, 50),
        Door(
            'ground_truth/pose',
            m.PoseEstimate,
            'geometry_msgs/msg/PoseStamped',
            Delivery.STATE,
            20,
        ),
        Door('ground_truth/contacts', m.Contact, _DIAG, Delivery.STATE),
    )
}


@dataclass(frozen=True, slots=True)
class Wiring:
    """What a component subscribes to, publishes and serves (all services are Trigger).

    `calls` are services of others that it calls: it emits a Call (see `component`).
    """

    name: str
    subscribes: tuple[str, ...]
    publishes: tuple[str, ...]
    serves: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()


WIRINGS: dict[str, Wiring] = {
    wiring.name: wiring
    for wiring in (
        Wiring(
            'board',
            subscribes=('_mcu/wheel_commands',),
            publishes=(
                '_mcu/wheel_states',
                'imu/data_raw',
                *RANGE_TOPICS,
                *CLIFF_TOPICS,
                'battery_state',
                '_mcu/status',
            ),
            serves=('_mcu/e_stop_trigger', '_mcu/e_stop_reset'),
        ),
        Wiring(
            'motor_control',
            subscribes=('_mcu/wheel_states', 'imu/data_raw', '_mcu/status', '_cmd_vel_safe'),
            publishes=(
                '_mcu/wheel_commands',
                'odom',
                'joint_states',
                'tf',
                'e_stop',
                'e_stop/state',
                'diagnostics',
            ),
            serves=('e_stop_trigger', 'e_stop_reset'),
            calls=('_mcu/e_stop_trigger', '_mcu/e_stop_reset'),
        ),
        Wiring(
            'velocity_gate',
            subscribes=(
                'cmd_vel',
                'cmd_vel_nav',
                'cmd_vel_teleop',
                'scan',
                *RANGE_TOPICS,
                *CLIFF_TOPICS,
                'odom',
                'diagnostics',
            ),
            publishes=('_cmd_vel_safe', 'stop_reason', 'stop_reason/markers', 'diagnostics'),
        ),
        Wiring(
            'obstacle_sensing',
            subscribes=('scan', *RANGE_TOPICS, *CLIFF_TOPICS, 'odom'),
            publishes=('local_costmap', 'diagnostics'),
        ),
        Wiring(
            'localization',
            subscribes=('map', 'scan', 'odom', 'initialpose'),
            publishes=('pose', 'tf', 'particle_cloud', 'diagnostics'),
        ),
        Wiring('map_server', subscribes=(), publishes=('map', 'diagnostics')),
        Wiring(
            'path_follower',
            subscribes=('plan', 'pose', 'odom', 'local_costmap', 'stop_reason'),
            publishes=('cmd_vel_nav', 'diagnostics'),
        ),
        Wiring(
            'patrol_planner',
            subscribes=(
                'map',
                'pose',
                'odom',
                'local_costmap',
                'stop_reason',
                'e_stop',
                'diagnostics',
                'goal_pose',
            ),
            publishes=(
                'plan',
                'patrol/state',
                'patrol/events',
                'patrol/route',
                'patrol/markers',
                'diagnostics',
            ),
            serves=(
                'patrol/start',
                'patrol/pause',
                'patrol/resume',
                'patrol/skip',
                'patrol/abort',
                'patrol/home',
            ),
        ),
        Wiring(
            'round_driver',
            subscribes=('patrol/state', 'diagnostics'),
            publishes=('initialpose',),
            calls=('e_stop_reset', 'patrol/start'),
        ),
        Wiring(
            'round_observer',
            subscribes=(
                'pose',
                'ground_truth/pose',
                'stop_reason',
                'patrol/state',
                'patrol/events',
                'battery_state',
                'diagnostics',
            ),
            publishes=(),
        ),
    )
}
