"""A node that turns the car on the spot and sees when the wheels are told to."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

from rclpy.node import Node
from rclpy.parameter import Parameter
from std_srvs.srv import Trigger

from patrol.doors import DOORS
from patrol.messages import Velocity
from patrol.nodes.convert import converter
from patrol.nodes.lean_executor import LeanExecutor
from patrol.nodes.qos import QOS


class Turner(Node):
    """Publishes `cmd_vel`, hears `_mcu/wheel_commands`."""

    def __init__(self) -> None:
        super().__init__('turner', parameter_overrides=[Parameter('use_sim_time', value=True)])
        out, back = DOORS['cmd_vel'], DOORS['_mcu/wheel_commands']
        self._out, self._back = converter(out), converter(back)
        self._publisher = self.create_publisher(
            self._out.ros_type, out.topic, QOS[out.delivery].offer
        )
        self.create_subscription(
            self._back.ros_type, back.topic, self._hear, QOS[back.delivery].ask
        )
        self._release = self.create_client(Trigger, 'e_stop_reset')
        self._wheel = 0.0
        self._at = 0.0

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Listen while in here."""
        with LeanExecutor([self]) as self._executor:
            yield

    def release(self, limit: float) -> None:
        """Wait for the chain, then ask for release until the car obeys."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            self._spin(0.5)
            if self._release.service_is_ready():
                self._release.call_async(Trigger.Request())
                self._spin(0.5)
                self.hold(0.3, 0.5, 0.04)
                if self._wheel:
                    return
        raise RuntimeError('the chain does not obey')

    def hold(self, turn: float, seconds: float, period: float) -> None:
        """Command a turn (rad/s) for so many real seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._say(turn)
            self._spin(period)

    def change(self, turn: float, deadline: float) -> float:
        """Command another turn; return the seconds until the wheels are told something new."""
        before, began = self._wheel, time.monotonic()
        self._say(turn)
        while abs(self._wheel - before) < 1e-3:
            if time.monotonic() > deadline:
                raise RuntimeError('the wheels were not told')
            self._executor.spin_once(0.01)
        return self._at - began

    def _say(self, turn: float) -> None:
        stamp = self.get_clock().now().nanoseconds * 1e-9
        self._publisher.publish(self._out.to_ros(Velocity(stamp, 0.0, turn)))

    def _spin(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0.0:
            self._executor.spin_once(left)

    def _hear(self, message: Any) -> None:
        self._at = time.monotonic()
        for command in self._back.from_ros(message):
            self._wheel = float(command.velocity[1])
