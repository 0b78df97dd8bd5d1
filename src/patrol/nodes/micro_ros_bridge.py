"""The micro_ros_bridge node: boards on a serial line or UDP become ROS 2 nodes."""

from __future__ import annotations

import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.clock import Clock, ClockType
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node

from patrol.bridge import segments
from patrol.bridge.bridge import Bridge
from patrol.bridge.bridge_parameters import BridgeParameters
from patrol.bridge.health import Health
from patrol.errors import UserError
from patrol.home import patrol_home
from patrol.nodes.convert.stamp import header
from patrol.nodes.convert.status import status_to_ros
from patrol.nodes.node_parameters import declare
from patrol.nodes.run import guarded

#: Diagnostics are published, and failures noticed, this often (s).
PERIOD = 1.0


class MicroRosBridge(Node):
    """Owns the bridge and tells its health on `diagnostics`."""

    def __init__(self) -> None:
        super().__init__('micro_ros_bridge', automatically_declare_parameters_from_overrides=True)
        (parameters,) = declare(self, [BridgeParameters])
        clock = self.get_clock()
        self.bridge = Bridge(parameters, self.context, lambda: clock.now().nanoseconds)
        self._notes = patrol_home() / 'state'
        for name in segments.remove_dead(self._notes):
            self.get_logger().info(f'removed {name}, left by a bridge that was killed')
        segments.remember(self._notes)
        self._health = Health(self.bridge.link, self.bridge.middleware)
        self._publisher = self.create_publisher(DiagnosticArray, 'diagnostics', 10)
        self.create_timer(PERIOD, self._tell, clock=Clock(clock_type=ClockType.STEADY_TIME))

    def destroy_node(self) -> None:
        """Let the boards go, then the node."""
        self.bridge.stop()
        segments.forget(self._notes)
        super().destroy_node()

    def _tell(self) -> None:
        failure = self.bridge.link.failure
        if failure is not None:
            raise failure if isinstance(failure, UserError) else UserError(str(failure))
        stamp = self.get_clock().now().nanoseconds * 1e-9
        statuses = [status_to_ros(status) for status in self._health.statuses(stamp)]
        self._publisher.publish(DiagnosticArray(header=header(stamp, ''), status=statuses))
        segments.remember(self._notes)


def _work() -> None:
    node = MicroRosBridge()
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    node.bridge.start()
    try:
        executor.spin()
    finally:
        node.destroy_node()
        rclpy.try_shutdown()


def main() -> None:
    """Run until told to stop."""
    guarded('micro_ros_bridge', _work)


if __name__ == '__main__':
    main()
