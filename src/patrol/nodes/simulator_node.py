"""The simulated car and its world as a ROS node: the board's topics, sensors, truth and clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rclpy.node import Node
from std_srvs.srv import Trigger

from patrol.doors import DOORS, WIRINGS
from patrol.messages import Status
from patrol.nodes.convert import converter
from patrol.nodes.lean_executor import LeanExecutor
from patrol.nodes.name_lock import NameLock
from patrol.nodes.pace import WATCHED, Pace
from patrol.nodes.qos import QOS
from patrol.sim.judge import Judge
from patrol.sim.simulation import Simulation
from patrol.vocabulary import Key, Name

BOARD = WIRINGS['board']
SAID = (
    *BOARD.publishes,
    'scan',
    'camera/image_raw',
    'clock',
    'ground_truth/pose',
    'ground_truth/contacts',
    'diagnostics',
)
#: Ticks of 10 ms between looks of the judge, and between its reports.
JUDGE, REPORT = 10, 50
COMMANDS = '_mcu/wheel_commands'
#: Nodes whose leases come ten times a second.
FAST = (
    Name.MOTOR_CONTROL,
    Name.VELOCITY_GATE,
    Name.LOCALIZATION,
    Name.PATH_FOLLOWER,
    Name.PATROL_PLANNER,
)


class SimulatorNode(Node):
    """Steps a simulation at the pace of real time, or slower, and publishes what it says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            'simulator', automatically_declare_parameters_from_overrides=True, **kwargs
        )
        self._name_lock = NameLock(self.get_fully_qualified_name())
        self._simulation: Simulation | None = None

    def load(self, simulation: Simulation, speed: float) -> None:
        """Take the simulation and offer its topics and services."""
        self._simulation = simulation
        self._judge = Judge(simulation)
        self._pace = Pace(speed)
        self._ticks = 0
        self._moved = False
        self._voices = {topic: self._voice(topic) for topic in SAID}
        self._watch(COMMANDS, self._command)
        for watched in WATCHED:
            if watched.topic != COMMANDS:
                self._watch(watched.topic, lambda _: None)
        self._listen('diagnostics', self._lease)
        for service in BOARD.serves:
            self.create_service(Trigger, service, self._server(service))

    def destroy_node(self) -> None:
        """Take the node off the graph."""
        super().destroy_node()
        self._name_lock.close()
        if self._simulation is not None:
            self._simulation.close()

    def run(self, executor: LeanExecutor) -> None:
        """Let time pass until the context ends."""
        simulation = self._simulation
        assert simulation is not None
        while self.context.ok():
            wait = self._pace.wait(simulation.stamp, time.monotonic())
            executor.spin_once(timeout_sec=wait)
            if wait <= 0.0:
                self.step()

    def step(self) -> None:
        """Advance one tick and tell what is due."""
        simulation = self._simulation
        assert simulation is not None
        for publication in simulation.step():
            self._voices[publication.topic](publication.message)
        self._ticks += 1
        if self._ticks % JUDGE == 0:
            self._judge.observe()
        if self._ticks % REPORT == 0:
            self._voices['diagnostics'](self.status())

    def status(self) -> Status:
        """Return the sums of the judge and the speed that was reached."""
        assert self._simulation is not None
        status = self._judge.status(self._pace.factor(self._simulation.stamp, time.monotonic()))
        told = {**status.values, Key.CAMERA: self._simulation.camera_reason}
        return replace(status, values=told)

    def _voice(self, topic: str) -> Any:
        door = DOORS[topic]
        pair = converter(door)
        publisher = self.create_publisher(pair.ros_type, topic, QOS[door.delivery].offer)
        publish, form, heard = publisher.publish, pair.send, publisher.get_subscription_count

        def send(message: Any) -> None:
            if heard():
                publish(form(message))

        return send

    def _watch(self, topic: str, take: Callable[[Any], None]) -> None:
        def hear(message: Any) -> None:
            self._pace.hear(topic, message.stamp, time.monotonic())
            take(message)

        self._listen(topic, hear)

    def _listen(self, topic: str, take: Callable[[Any], None]) -> None:
        door = DOORS[topic]
        pair = converter(door)

        def hear(message: Any) -> None:
            for plain in pair.receive(message):
                take(plain)

        self.create_subscription(pair.ros_type, topic, hear, QOS[door.delivery].ask, raw=pair.raw)

    def _lease(self, status: Status) -> None:
        if status.name in FAST:
            assert self._simulation is not None
            self._pace.hear_lease(status.name, self._simulation.stamp, time.monotonic())

    def _command(self, command: Any) -> None:
        assert self._simulation is not None
        self._simulation.handle(COMMANDS, command)
        if not self._moved and command.velocity.any():
            self._moved = True  # the factor is that of the round, not of starting processes
            self._pace.restart_measurement(self._simulation.stamp, time.monotonic())

    def _server(self, service: str) -> Any:
        def answer(request: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
            assert self._simulation is not None
            reply = self._simulation.call(service)
            response.success, response.message = reply.success, reply.message
            return response

        return answer
