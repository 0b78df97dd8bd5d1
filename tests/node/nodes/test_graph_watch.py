import pytest
from geometry_msgs.msg import Twist, TwistStamped
from graph import graph_of_nodes
from rclpy.node import Node

from patrol.nodes.graph_watch import twist_topic

pytestmark = pytest.mark.ros


def test_a_twist_where_a_twist_stamped_belongs_is_found():
    with graph_of_nodes() as graph:
        node = graph.add(Node('watcher', context=graph.context))
        stranger = graph.add(Node('joystick', context=graph.context))
        stranger.create_publisher(TwistStamped, 'cmd_vel', 1)
        assert twist_topic(node) == ''
        stranger.create_publisher(Twist, 'cmd_vel_teleop', 1)
        graph.until(lambda: twist_topic(node) == 'cmd_vel_teleop')
