"""A whole stack of processes, watched and driven by the test."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass, field

import rclpy
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.signals import SignalHandlerOptions
from std_srvs.srv import Trigger

from patrol.bringup.simulated_round import prepare
from patrol.components.round_driver import RoundDriver, Stage
from patrol.dimensions import load_dimensions
from patrol.doors import DOORS
from patrol.nodes.component_node import ComponentNode
from patrol.nodes.convert import converter
from patrol.nodes.lean_executor import LeanExecutor
from patrol.nodes.qos import QOS
from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.vocabulary import Key

RADIUS = load_dimensions().wheel_radius
WATCHED = (
    '_mcu/wheel_states',
    '_mcu/wheel_commands',
    '_mcu/status',
    'ground_truth/pose',
    'ground_truth/contacts',
    'stop_reason',
    'diagnostics',
    'patrol/state',
)
#: Topics whose stamps are the board's time; elsewhere the time of arrival counts.
STAMPED = ('_mcu/wheel_states', '_mcu/wheel_commands')
#: Real seconds that anything may take on a busy machine.
LIMIT = 120.0


@dataclass
class Seen:
    """The messages of a topic with the time (s, simulated) of their arrival."""

    messages: list = field(default_factory=list)

    def since(self, stamp):
        return [(at, message) for at, message in self.messages if at >= stamp]

    @property
    def last(self):
        return self.messages[-1][1] if self.messages else None


class ProcessStack:
    """Starts the stack of a scenario; `with` it. Time is that of the newest wheel state."""

    def __init__(self, folder, options=None, order=None):
        self.options = options or ScenarioOptions()
        self.scenario = load_scenario(self.options)
        folder.mkdir(parents=True, exist_ok=True)
        self.supervisor = prepare(self.options, self.scenario, folder, 1.0)
        self.seen = {topic: Seen() for topic in WATCHED}
        self.now = 0.0
        self._order = order

    def __enter__(self):
        rclpy.init(args=[], signal_handler_options=SignalHandlerOptions.NO)
        self.driver = RoundDriver(self.scenario.start)
        simulated = [Parameter('use_sim_time', value=True)]
        self._driver_node = ComponentNode(
            'round_driver', lambda _: self.driver, parameter_overrides=simulated
        )
        self._witness = Node('witness')
        self._publishers = {}
        for topic in WATCHED:
            self._watch(topic)
        self._clients = {}
        for service in ('e_stop_trigger', 'e_stop_reset', 'patrol/start', 'patrol/resume'):
            self._clients[service] = self._witness.create_client(Trigger, service)
        self._executor = LeanExecutor([self._driver_node, self._witness]).__enter__()
        if self._order is None:
            self.supervisor.start()
        else:
            self._start_in_turn()
        return self

    def __exit__(self, *error):
        self.supervisor.stop()
        self._executor.__exit__()
        self._driver_node.destroy_node()
        self._witness.destroy_node()
        rclpy.try_shutdown()

    def until(self, condition, limit=LIMIT):
        """Watch until the condition holds."""
        end = time.monotonic() + limit
        while not (value := condition()):
            assert time.monotonic() < end, self.describe()
            self._executor.spin_once(0.02)
        return value

    def watch_for(self, seconds):
        """Watch for simulated seconds."""
        end = self.now + seconds
        self.until(lambda: self.now >= end)

    def drive(self, speed=0.58):
        """Let the round begin, and wait until the car drives at this speed (m/s)."""
        self.until(lambda: self._alive() and self.driver.stage is Stage.RUNNING)
        self.until(lambda: self._alive() and self.speed >= speed)

    def kill(self, name):
        """Kill a node the hard way; return the time."""
        for _ in range(50):  # what already came counts as before
            self._executor.spin_once(0.0)
        os.kill(self.supervisor.process_id(name), signal.SIGKILL)
        return self.now

    def call(self, service):
        """Call a Trigger service and return the answer."""
        client = self._clients[service]
        self.until(client.service_is_ready)
        future = client.call_async(Trigger.Request())
        self.until(future.done)
        return future.result()

    @property
    def speed(self):
        """Speed (m/s) of the faster wheel."""
        return _fastest(self.seen['_mcu/wheel_states'].last)

    def commanded(self, since):
        """Return (time, speed of the faster wheel in m/s) of the commands since then."""
        seen = self.seen['_mcu/wheel_commands'].since(since)
        return [(at, _fastest(command)) for at, command in seen]

    def driven(self, since):
        """Return (time, speed of the faster wheel in m/s) since then."""
        return [(at, _fastest(s)) for at, s in self.seen['_mcu/wheel_states'].since(since)]

    def reasons(self, since):
        """Return the (name, reason) that anybody told since then."""
        told = [
            (str(status.name), status.values.get(Key.REASON, ''))
            for topic in ('stop_reason', 'diagnostics', '_mcu/status')
            for _, status in self.seen[topic].since(since)
        ]
        return set(told)

    def pose(self):
        """Return the newest true pose (3,)."""
        return self.seen['ground_truth/pose'].last.pose

    def describe(self):
        """Return what is going on, for a failed test."""
        tails = {name: self.supervisor.last_words(name) for name in self.supervisor.names}
        stop = self.seen['stop_reason'].last
        return f'{self.driver.stage} {self.driver.complaint} {stop} {self.now} {tails}'

    def _start_in_turn(self):
        """Start each node only when the one before renews its lease."""
        for name in self._order:
            self.supervisor.start_node(name)
            self.until(lambda name=name: self._alive() and self.leases(name))

    def leases(self, name, since=0.0):
        """Return the leases that a node renewed since then."""
        return [s for _, s in self.seen['diagnostics'].since(since) if s.name == name]

    def _alive(self):
        deaths = self.supervisor.poll()
        assert not deaths, [str(death) for death in deaths]
        return True

    def _watch(self, topic):
        door = DOORS[topic]
        pair = converter(door)
        seen = self.seen[topic]

        def hear(message):
            for plain in pair.from_ros(message):
                if topic == '_mcu/wheel_states':
                    self.now = plain.stamp
                at = plain.stamp if topic in STAMPED else self.now
                seen.messages.append((at, plain))

        self._witness.create_subscription(pair.ros_type, topic, hear, QOS[door.delivery].ask)


def _fastest(wheels):
    return 0.0 if wheels is None else float(abs(wheels.velocity).max()) * RADIUS
