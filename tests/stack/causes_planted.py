"""Every cause that is planted, with what the operator must read."""

from __future__ import annotations

import math

import numpy as np
from causes import (
    Cause,
    board_says,
    changed,
    commands,
    drive,
    fault,
    frozen_stamp,
    kidnapped,
    killed,
    lost,
    no_lease,
    service,
    shifted,
    silent,
    twist_publisher,
    two_gates,
    way_shut,
)

from patrol.vocabulary import Gate, Motor, Name, Patrol, Reason

NAN, INF = math.nan, math.inf
OTHER_CLOCK = 600.0
FORWARD, BACKWARD = (0.3, 0.0), (-0.2, 0.0)
DRIVING, STOPPED, IDLE = Gate.DRIVING, Gate.STOPPED, Gate.IDLE


def cliff(name):
    return f'cliff/{name}'


def sonar(name):
    return f'range/{name}'


ROUND = [
    Cause('lidar silent', silent('scan'), Reason.SCAN_SILENT, 'scan'),
    Cause('lidar frozen', fault(frozen_scan=True), Reason.SCAN_FROZEN, 'scan'),
    Cause('lidar blind ahead', fault(nan_sector=(-0.4, 0.4)), Reason.SCAN_INVALID, 'scan'),
    Cause('lidar blind', fault(nan_sector=(-3.15, 3.13)), Reason.SCAN_INVALID, 'scan'),
    Cause('scan of an older clock', shifted('scan', -OTHER_CLOCK), Reason.SCAN_STALE, 'scan'),
    Cause('scan of the future', shifted('scan', OTHER_CLOCK), Reason.SCAN_STALE, 'scan'),
    Cause('one blind beam', fault(nan_sector=(-0.01, 0.01)), Reason.NONE, state=DRIVING),
    *(
        Cause(
            f'sonar {name} {what}',
            plant(name),
            reason,
            sonar(name),
            teleop=FORWARD if 'front' in name else BACKWARD,
        )
        for name in ('front_left', 'front_right', 'rear_left', 'rear_right')
        for what, plant, reason in (
            ('silent', lambda n: silent(sonar(n)), Reason.RANGE_SILENT),
            ('invalid', lambda n: fault(stuck_sonars={n: NAN}), Reason.RANGE_INVALID),
            ('stuck near', lambda n: fault(stuck_sonars={n: 0.03}), Reason.OBSTACLE),
            ('too close', lambda n: fault(stuck_sonars={n: -INF}), Reason.OBSTACLE),
        )
    ),
    *(
        Cause(
            f'cliff {name} {what}',
            plant(name),
            reason,
            cliff(name),
            teleop=FORWARD if 'front' in name else BACKWARD,
        )
        for name in ('front_left', 'front_right', 'rear_left', 'rear_right')
        for what, plant, reason in (
            ('silent', lambda n: silent(cliff(n)), Reason.CLIFF_SILENT),
            ('dead', lambda n: fault(dead_cliffs={n}), Reason.BOARD_CLIFF),
            ('sees no floor', lambda n: changed(cliff(n), range=INF), Reason.NO_FLOOR),
        )
    ),
    Cause('wheels silent', silent('_mcu/wheel_states'), Reason.WHEELS_SILENT, '_mcu/wheel_states'),
    Cause('wheels NaN', fault(nan_wheels=True), Reason.WHEELS_INVALID, '_mcu/wheel_states'),
    Cause(
        'wheel stamps stand', frozen_stamp('_mcu/wheel_states'), Reason.CLOCK, '_mcu/wheel_states'
    ),
    Cause('imu silent', silent('imu/data_raw'), Reason.IMU_SILENT, 'imu/data_raw'),
    Cause('imu NaN', fault(nan_imu=True), Reason.IMU_INVALID, 'imu/data_raw'),
    Cause('imu stuck', fault(stuck_imu=True), Reason.IMU_STUCK, 'imu/data_raw'),
    Cause('imu clock', shifted('imu/data_raw', OTHER_CLOCK), Reason.CLOCK, 'imu/data_raw'),
    Cause('status silent', silent('_mcu/status'), Reason.BOARD_SILENT, '_mcu/status', seconds=3.5),
    Cause(
        'board silent',
        silent('_mcu/wheel_states', 'imu/data_raw', '_mcu/status'),
        Reason.BOARD_SILENT,
        '_mcu/status',
    ),
    Cause(
        'no command to board',
        silent('_mcu/wheel_commands'),
        Reason.MOTOR_SILENT,
        '_mcu/wheel_commands',
    ),
    Cause(
        'commands of another clock to board',
        shifted('_mcu/wheel_commands', -OTHER_CLOCK),
        Reason.CLOCK,
        '_mcu/wheel_commands',
    ),
    Cause(
        'encoder left stuck',
        fault(stuck_encoders={'left'}),
        Reason.ENCODER_STUCK,
        'encoder_left',
        patrol=Patrol.PAUSED,
    ),
    Cause(
        'encoder right stuck',
        fault(stuck_encoders={'right'}),
        Reason.ENCODER_STUCK,
        'encoder_right',
        patrol=Patrol.PAUSED,
    ),
    Cause(
        'e-stop button',
        lambda t: t.simulation.press_e_stop(),
        Reason.E_STOP,
        'e_stop_button',
        patrol=Patrol.PAUSED,
    ),
    Cause(
        'e-stop service',
        service('e_stop_trigger'),
        Reason.E_STOP,
        'e_stop_trigger',
        patrol=Patrol.PAUSED,
    ),
    Cause(
        'e-stop straight to the board',
        service('_mcu/e_stop_trigger'),
        Reason.E_STOP,
        '_mcu/e_stop_trigger',
        patrol=Patrol.PAUSED,
    ),
    Cause(
        'board rebooted',
        lambda t: t.simulation.rebuild_board(),
        Reason.NOT_ARMED,
        patrol=Patrol.PAUSED,
    ),
    Cause(
        'battery empty',
        fault(flat_battery=True),
        Reason.BATTERY_EMPTY,
        'battery_state',
        seconds=4.0,
    ),
    Cause(
        'unknown fault of the board',
        board_says(state='fault', reason='board_fault', fault='bridge_hot', sensor='bridge_hot'),
        Reason.BOARD_FAULT,
        'bridge_hot',
    ),
    Cause(
        'unreadable state of the board',
        board_says(state='dancing'),
        Reason.BOARD_FAULT,
        '_mcu/status',
        patrol=Patrol.PAUSED,
    ),
    Cause('odometry silent', lost('odom'), Reason.ODOMETRY_SILENT, 'odom'),
    Cause(
        'odometry NaN',
        changed('odom', pose=np.array([NAN, 0.0, 0.0])),
        Reason.ODOMETRY_INVALID,
        'odom',
    ),
    Cause('odometry clock', shifted('odom', -OTHER_CLOCK), Reason.CLOCK, '_cmd_vel_safe'),
    Cause('motor control killed', killed('motor_control'), Reason.MOTOR_SILENT, 'motor_control'),
    Cause(
        'lease of motor control',
        no_lease(Name.MOTOR_CONTROL),
        Reason.MOTOR_SILENT,
        'motor_control',
    ),
    Cause('two gates', two_gates, Reason.GATE_PUBLISHERS, '_cmd_vel_safe'),
    Cause(
        'gate killed',
        killed('velocity_gate'),
        Reason.COMMAND_SILENT,
        '_cmd_vel_safe',
        state=Motor.STOPPED,
        seconds=3.0,
    ),
    Cause('gate cut off', lost('_cmd_vel_safe'), Reason.COMMAND_SILENT, '_cmd_vel_safe'),
    Cause(
        'gate says NaN',
        changed('_cmd_vel_safe', linear=NAN),
        Reason.COMMAND_INVALID,
        '_cmd_vel_safe',
    ),
    Cause(
        'gate of another clock',
        shifted('_cmd_vel_safe', OTHER_CLOCK),
        Reason.CLOCK,
        '_cmd_vel_safe',
    ),
    Cause(
        'follower NaN', changed('cmd_vel_nav', angular=NAN), Reason.COMMAND_INVALID, 'cmd_vel_nav'
    ),
    Cause('cmd_vel NaN', commands('cmd_vel', NAN), Reason.COMMAND_INVALID, 'cmd_vel'),
    Cause('teleop Inf', commands('cmd_vel_teleop', INF), Reason.COMMAND_INVALID, 'cmd_vel_teleop'),
    Cause('follower stale', shifted('cmd_vel_nav', -2.0), Reason.COMMAND_STALE, 'cmd_vel_nav'),
    Cause(
        'cmd_vel of another clock',
        commands('cmd_vel', 0.3, OTHER_CLOCK),
        Reason.COMMAND_STALE,
        'cmd_vel',
    ),
    Cause('follower killed', killed('path_follower'), Reason.SOURCE_SILENT, 'cmd_vel_nav'),
    Cause('Twist publisher', twist_publisher, Reason.TWIST_PUBLISHER, 'cmd_vel'),
    Cause(
        'localization killed',
        killed('localization'),
        Reason.LOCALIZATION_SILENT,
        'localization',
        state=IDLE,
    ),
    Cause(
        'lease of localization',
        no_lease(Name.LOCALIZATION),
        Reason.LOCALIZATION_SILENT,
        'localization',
    ),
    Cause('pose silent', lost('pose'), Reason.LOCALIZATION_SILENT, 'pose', state=IDLE),
    Cause(
        'pose NaN', changed('pose', pose=np.full(3, NAN)), Reason.POSE_INVALID, 'pose', state=IDLE
    ),
    Cause('planner killed', killed('patrol_planner'), Reason.PLANNER_SILENT, 'patrol_planner'),
    Cause(
        'lease of the planner',
        no_lease(Name.PATROL_PLANNER),
        Reason.PLANNER_SILENT,
        'patrol_planner',
    ),
    Cause('paused', service('patrol/pause'), Reason.PAUSED, state=IDLE, patrol=Patrol.PAUSED),
    Cause(
        'costmap silent',
        killed('obstacle_sensing'),
        Reason.COSTMAP_SILENT,
        'local_costmap',
        state=IDLE,
        seconds=3.5,
    ),
    Cause('map server killed', killed('map_server'), Reason.NONE, state=DRIVING),
    Cause('lost', kidnapped, Reason.LOST, state=IDLE, seconds=8.0),
]


PLACES = [
    Cause(
        'wall beside a turn on the spot',
        drive(0.0, 0.8),
        Reason.OBSTACLE,
        'scan',
        scene='beside a wall',
        seconds=6.0,
    ),
    Cause(
        'door shut on the only way',
        way_shut,
        Reason.PATH_BLOCKED,
        state=IDLE,
        scene='shut door',
    ),
    Cause(
        'stairs ahead',
        drive(0.6),
        Reason.BOARD_CLIFF,
        'cliff/front_left',
        scene='stairs',
        seconds=6.0,
    ),
    Cause(
        'stairs behind',
        drive(-0.25),
        Reason.BOARD_CLIFF,
        'cliff/rear_left',
        scene='stairs behind',
        seconds=12.0,
    ),
    Cause(
        'glass door', drive(0.6), Reason.OBSTACLE, 'range/front_right', scene='glass', seconds=8.0
    ),
]
