"""Puts the bridge together: transport, agent, middleware, threads."""

from __future__ import annotations

import sys
from collections.abc import Callable

from rclpy.context import Context

from patrol.bridge.bridge_parameters import BridgeParameters
from patrol.bridge.executor_loop import ExecutorLoop
from patrol.bridge.interfaces import import_common
from patrol.bridge.link import Link, Transport
from patrol.bridge.ros_middleware import RosMiddleware
from patrol.bridge.ros_side import RosSide
from patrol.bridge.serial_port import baud_constant
from patrol.bridge.serial_transport import SerialTransport
from patrol.bridge.tracing import print_message
from patrol.bridge.udp_transport import UdpTransport
from patrol.bridge.wait_loop import WaitLoop
from patrol.xrce.agent import Agent

#: How long (s) one thread may hold the interpreter; the default of 5 ms is felt as latency.
SWITCH_INTERVAL = 0.0005


class Bridge:
    """Everything between a port and ROS. `clock` gives the ROS time in ns.

    Raises UserError for a port that cannot be listened on. Nothing is heard before `start`.
    """

    def __init__(
        self, parameters: BridgeParameters, context: Context, clock: Callable[[], int]
    ) -> None:
        import_common()  # before the port opens: a board waits one second, not longer
        sys.setswitchinterval(SWITCH_INTERVAL)
        self._ros = _ros_side(parameters, context)
        self.middleware = RosMiddleware(
            context,
            self._ros,
            lambda key, name, body: self.link.deliver(key, name, body),
            namespace=parameters.namespace,
            allowed=parameters.allowed,
            restamp=clock if parameters.restamp else None,
        )
        agent = Agent(self.middleware, clock, history=parameters.history)
        self.link = Link(
            agent,
            _transport(parameters),
            housekeeping=self.middleware.tick,
            trace=print_message if parameters.trace else None,
        )

    def start(self) -> None:
        """Begin to listen."""
        self._ros.start()
        self.link.start()

    def stop(self) -> None:
        """End; the boards' nodes disappear from the graph."""
        self.link.stop()
        self._ros.stop()


def _ros_side(parameters: BridgeParameters, context: Context) -> RosSide:
    if not parameters.public_executor:
        try:
            return WaitLoop(context)
        except ImportError:
            pass  # a newer rclpy: the public way works too
    return ExecutorLoop(context)


def _transport(parameters: BridgeParameters) -> Transport:
    if parameters.transport == 'udp':
        return UdpTransport(parameters.host, parameters.port)
    baud_constant(parameters.baud)
    return SerialTransport(parameters.device, parameters.baud)
