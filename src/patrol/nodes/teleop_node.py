"""A node that sends `cmd_vel_teleop` and listens why the car does not obey."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

import rclpy
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.signals import SignalHandlerOptions

from patrol.doors import DOORS
from patrol.errors import UserError
from patrol.messages import Velocity
from patrol.nodes.convert import converter
from patrol.nodes.lean_executor import LeanExecutor
from patrol.nodes.qos import QOS
from patrol.vocabulary import Gate, Key

#: Seconds to look for a car.
PATIENCE = 4.0


class TeleopNode(Node):
    """Stamps commands with the time that the car goes by: simulated time where there is one."""

    def __init__(self, *, simulated: bool) -> None:
        super().__init__(
            'teleop', parameter_overrides=[Parameter('use_sim_time', value=simulated)]
        )
        self.why = ''
        out, state = DOORS['cmd_vel_teleop'], DOORS['stop_reason']
        self._out, self._state = converter(out), converter(state)
        self._publisher = self.create_publisher(
            self._out.ros_type, out.topic, QOS[out.delivery].offer
        )
        self.create_subscription(
            self._state.ros_type, state.topic, self._hear, QOS[state.delivery].ask
        )
        self._executor: LeanExecutor | None = None

    def command(self, linear: float, angular: float) -> None:
        """Send a velocity and take what came in meanwhile."""
        assert self._executor is not None
        for _ in range(4):
            self._executor.spin_once(0.0)
        stamp = self.get_clock().now().nanoseconds * 1e-9
        self._publisher.publish(self._out.to_ros(Velocity(stamp, linear, angular)))

    @contextlib.contextmanager
    def listening(self) -> Iterator[TeleopNode]:
        """Listen while in here."""
        with LeanExecutor([self]) as self._executor:
            yield self

    def _hear(self, message: object) -> None:
        for status in self._state.from_ros(message):
            stopped = status.values.get(Key.STATE) in (Gate.STOPPED, Gate.SLOWED)
            self.why = status.message if stopped else ''


@contextlib.contextmanager
def teleop_node() -> Iterator[TeleopNode]:
    """Look for a car and yield the node that drives it; UserError when there is none."""
    rclpy.init(args=[], signal_handler_options=SignalHandlerOptions.NO)
    try:
        node = TeleopNode(simulated=_find_car())
        try:
            with node.listening():
                yield node
        finally:
            node.destroy_node()
    finally:
        rclpy.try_shutdown()


def _find_car() -> bool:
    """Wait for a velocity gate; return whether the car lives in simulated time."""
    probe = rclpy.create_node('teleop_probe')
    try:
        end = time.monotonic() + PATIENCE
        while not probe.count_publishers('_cmd_vel_safe'):
            if time.monotonic() > end:
                raise UserError('no car is there: start ./patrol sim in another terminal')
            time.sleep(0.05)
        time.sleep(0.3)  # whoever has the gate on the graph has the simulator in a moment
        return bool(probe.count_publishers('clock'))
    finally:
        probe.destroy_node()
