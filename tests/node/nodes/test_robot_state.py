import pytest
from graph import graph_of_nodes
from rclpy.node import Node
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from tf2_msgs.msg import TFMessage

from patrol.nodes.convert.stamp import header, stamp_from_ros
from patrol.nodes.qos import profile
from patrol.nodes.robot_state_node import RobotState

pytestmark = pytest.mark.ros


def test_the_frames_of_the_car_for_whoever_joins_late():
    with graph_of_nodes() as graph:
        graph.add(RobotState(context=graph.context))
        ear = graph.add(Node('ear', context=graph.context))
        heard = {}
        for topic, kind, latched in (
            ('tf_static', TFMessage, True),
            ('robot_description', String, True),
            ('tf', TFMessage, False),
        ):
            ear.create_subscription(
                kind, topic, lambda m, t=topic: heard.setdefault(t, m), profile(1, latched=latched)
            )
        hand = ear.create_publisher(JointState, 'joint_states', 1)
        graph.until(lambda: hand.get_subscription_count() > 0 and len(heard) == 2)
        message = JointState(
            header=header(12.5, ''),
            name=['left_wheel_joint', 'right_wheel_joint', 'stranger'],
            position=[0.5, 1.0, 2.0],
        )

        def turned():
            hand.publish(message)
            return 'tf' in heard

        graph.until(turned)
    assert '<robot' in heard['robot_description'].data
    fixed = {t.child_frame_id for t in heard['tf_static'].transforms}
    assert {'base_link', 'laser_link', 'imu_link', 'camera_optical_frame'} <= fixed
    moving = heard['tf'].transforms
    assert [t.child_frame_id for t in moving] == ['left_wheel_link', 'right_wheel_link']
    assert stamp_from_ros(moving[0].header.stamp) == 12.5
