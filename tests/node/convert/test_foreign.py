"""Messages that others send: incomplete, in another order, of another frame."""

import math

import numpy as np
import pytest

from patrol import messages as m
from patrol.doors import DOORS
from patrol.nodes.convert import converter
from patrol.nodes.convert.rotation import pose_from_ros, quaternion, yaw_of
from patrol.nodes.convert.stamp import stamp_from_ros, stamp_to_ros

pytestmark = pytest.mark.ros


def ros(topic):
    pair = converter(DOORS[topic])
    return pair.ros_type, pair.from_ros


def test_joints_are_found_by_name():
    JointState, read = ros('_mcu/wheel_states')
    message = JointState(
        name=['right_wheel_joint', 'left_wheel_joint'], position=[2.0, 1.0], velocity=[4.0, 3.0]
    )
    (states,) = read(message)
    assert states.position.tolist() == [1.0, 2.0]
    assert states.velocity.tolist() == [3.0, 4.0]


def test_joints_without_names_are_left_and_right():
    JointState, read = ros('_mcu/wheel_states')
    (states,) = read(JointState(position=[1.0, 2.0], velocity=[3.0, 4.0]))
    assert states.position.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    'fields', [{}, {'velocity': [1.0]}, {'name': ['arm'], 'velocity': [1.0, 2.0]}]
)
def test_a_wheel_that_is_not_told_is_nan(fields):
    JointState, read = ros('_mcu/wheel_commands')
    (commands,) = read(JointState(**fields))
    assert math.isnan(commands.velocity[1])


def test_a_velocity_with_nan_anywhere_is_nan():
    TwistStamped, read = ros('cmd_vel')
    message = TwistStamped()
    message.twist.linear.x = 0.5
    assert read(message)[0].linear == 0.5
    message.twist.angular.y = math.inf
    assert math.isnan(read(message)[0].linear)
    assert math.isnan(read(message)[0].angular)


@pytest.mark.parametrize('topic', ['initialpose', 'goal_pose', 'clicked_point'])
def test_a_place_in_another_frame_is_nan(topic):
    kind, read = ros(topic)
    for frame, good in (('map', True), ('/map', True), ('', True), ('odom', False)):
        message = kind()
        message.header.frame_id = frame
        if topic == 'goal_pose':
            message.pose.orientation.w = 1.0
        if topic == 'initialpose':
            message.pose.pose.orientation.w = 1.0
        (place,) = read(message)
        value = place.x if isinstance(place, m.Point) else place.pose[0]
        assert math.isnan(value) is not good


def test_several_statuses_in_one_array():
    DiagnosticArray, read = ros('diagnostics')
    from diagnostic_msgs.msg import DiagnosticStatus

    message = DiagnosticArray(status=[DiagnosticStatus(name='a'), DiagnosticStatus(name='b')])
    assert [status.name for status in read(message)] == ['a', 'b']
    assert read(DiagnosticArray()) == []


def test_an_unknown_level_is_an_error():
    DiagnosticArray, read = ros('diagnostics')
    from diagnostic_msgs.msg import DiagnosticStatus

    (status,) = read(DiagnosticArray(status=[DiagnosticStatus(level=b'\x07')]))
    assert status.level is m.Level.ERROR


def test_a_grid_that_does_not_fit_has_no_cells():
    OccupancyGrid, read = ros('map')
    message = OccupancyGrid(data=[0, 0, 0])
    message.info.width, message.info.height = 2, 2
    assert read(message)[0].cells.size == 0


def test_a_picture_of_another_form_has_no_pixels():
    Image, read = ros('camera/image_raw')
    message = Image(encoding='mono8', height=1, width=1, data=[1])
    assert read(message)[0].pixels.size == 0


def test_markers_wipe_what_was_drawn_before():
    pair = converter(DOORS['patrol/markers'])
    array = pair.to_ros(m.Markers(1.0, ()))
    assert [marker.action for marker in array.markers] == [array.markers[0].DELETEALL]
    assert pair.from_ros(array) == [m.Markers(0.0, ())]


def test_a_quaternion_of_zeros_is_no_rotation():
    from geometry_msgs.msg import Pose, Quaternion

    zeros = Quaternion(x=0.0, y=0.0, z=0.0, w=0.0)
    assert math.isnan(yaw_of(zeros))
    assert math.isnan(pose_from_ros(Pose(orientation=zeros))[2])
    assert math.isnan(yaw_of(quaternion(math.nan)))


def test_stamps_that_ros_cannot_tell():
    for stamp in (math.nan, math.inf, -1.0, 1e12):
        assert stamp_from_ros(stamp_to_ros(stamp)) == 0.0
    assert stamp_from_ros(stamp_to_ros(1.9999999999)) == 2.0


def test_board_messages_fit_a_packet():
    """Best effort streams of micro-ROS do not fragment: 512 bytes with all overhead."""
    from rclpy.serialization import serialize_message

    values = {f'key{n}': 'some value' for n in range(8)}
    board = {
        '_mcu/wheel_states': m.WheelStates(1.0, np.zeros(2), np.zeros(2)),
        '_mcu/wheel_commands': m.WheelCommands(1.0, np.zeros(2)),
        'imu/data_raw': m.ImuSample(1.0, np.zeros(3), np.zeros(3)),
        'range/front_left': m.RangeReading(1.0, 'front_left', 1.0, 0.02, 4.0, 0.26),
        'battery_state': m.Battery(1.0, 12.0, -0.6, 0.9),
        '_mcu/status': m.Status(1.0, 'board', m.Level.OK, 'standing', values),
    }
    for topic, message in board.items():
        assert len(serialize_message(converter(DOORS[topic]).to_ros(message))) < 440, topic
