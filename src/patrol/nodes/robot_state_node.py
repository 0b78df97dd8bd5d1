"""The node of robot_state: the car's frames and description, as robot_state_publisher does it.

The same node everywhere, so that the frames are the same with and without that package.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from diagnostic_msgs.msg import DiagnosticArray
from geometry_msgs.msg import Quaternion, Transform, TransformStamped, Vector3
from rclpy.clock import Clock, ClockType
from rclpy.node import Node
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from tf2_msgs.msg import TFMessage

from patrol.doors import Delivery
from patrol.messages import Level, Status
from patrol.nodes.convert.stamp import header, stamp_from_ros
from patrol.nodes.convert.status import array_to_ros
from patrol.nodes.name_lock import NameLock
from patrol.nodes.node_parameters import declare
from patrol.nodes.node_table import RobotStateParameters
from patrol.nodes.qos import QOS
from patrol.nodes.urdf_frames import Joint, read_joints
from patrol.vocabulary import Key, Name

LEASE = 1.0


class RobotState(Node):
    """Publishes `robot_description` and `tf_static` latched, and `tf` of the wheels."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            'robot_state', automatically_declare_parameters_from_overrides=True, **kwargs
        )
        self._name_lock = NameLock(self.get_fully_qualified_name())
        (chosen,) = declare(self, [RobotStateParameters])
        urdf = chosen.robot_description or _own_description()
        joints = read_joints(urdf)
        self._moving = {joint.name: joint for joint in joints if not joint.fixed}
        self._period = 1.0 / chosen.publish_frequency
        self._last = -math.inf
        latched, tf = QOS[Delivery.LATCHED].offer, QOS[Delivery.TF].offer
        self._description = self.create_publisher(String, 'robot_description', latched)
        self._description.publish(String(data=urdf))
        self._static = self.create_publisher(TFMessage, 'tf_static', latched)
        fixed = [_transform(joint, 0.0, 0.0) for joint in joints if joint.fixed]
        self._static.publish(TFMessage(transforms=fixed))
        self._tf = self.create_publisher(TFMessage, 'tf', tf)
        state = QOS[Delivery.STATE]
        self._lease = self.create_publisher(DiagnosticArray, 'diagnostics', state.offer)
        self.create_subscription(JointState, 'joint_states', self._turn, state.ask)
        self.create_timer(LEASE, self._renew, clock=Clock(clock_type=ClockType.STEADY_TIME))

    def destroy_node(self) -> None:
        """Take the node off the graph."""
        super().destroy_node()
        self._name_lock.close()

    def _turn(self, message: JointState) -> None:
        stamp = stamp_from_ros(message.header.stamp)
        if 0.0 <= stamp - self._last < self._period - 1e-3:
            return
        self._last = stamp
        turned = [
            _transform(self._moving[name], position, stamp)
            for name, position in zip(message.name, message.position, strict=False)
            if name in self._moving and math.isfinite(position)
        ]
        self._tf.publish(TFMessage(transforms=turned))

    def _renew(self) -> None:
        values: dict[str, str] = {Key.STATE: 'publishing'}
        stamp = max(0.0, self._last)
        status = Status(stamp, Name.ROBOT_STATE, Level.OK, 'frames of the car', values)
        self._lease.publish(array_to_ros(status))


def _transform(joint: Joint, position: float, stamp: float) -> TransformStamped:
    shift, turn = joint.at(position)
    x, y, z = np.asarray(shift).tolist()
    qx, qy, qz, qw = np.asarray(turn).tolist()
    return TransformStamped(
        header=header(stamp, joint.parent),
        child_frame_id=joint.child,
        transform=Transform(
            translation=Vector3(x=x, y=y, z=z), rotation=Quaternion(x=qx, y=qy, z=qz, w=qw)
        ),
    )


def _own_description() -> str:
    from patrol.sim.car_model import expand_xacro

    return expand_xacro()
