"""Feeds a velocity gate with what a healthy car sends, at its rates, without a simulator."""

from __future__ import annotations

import math

import numpy as np

from patrol.components.velocity_gate import VelocityGate
from patrol.dimensions import load_dimensions
from patrol.messages import Level, Odometry, RangeReading, Scan, Status, Velocity
from patrol.vocabulary import Key, Localized, Name, Patrol, Reason

CAR = load_dimensions()
STEP = 0.02
BEAMS = 360


class GateRig:
    """A car that does at once what the gate says. `silent`: topics that do not arrive.

    ROS time runs 1000 s ahead of the steady clock. `ranges` (360,), `sonars`, `cliffs` by name.
    """

    def __init__(self, **parameters):
        self.gate = VelocityGate(**parameters)
        self.now = 0.0
        self.pose = np.zeros(3)
        self.twist = np.zeros(2)
        self.silent = set()
        self.commands = {}
        self.ranges = np.full(BEAMS, np.inf)
        self.noise = np.random.default_rng(0)
        self.sonars = dict.fromkeys(CAR.sonar_mounts, math.inf)
        self.cliffs = {name: mount[2] for name, mount in CAR.cliff_mounts.items()}
        self.leases = {
            Name.MOTOR_CONTROL: {Key.STATE: 'driving', Key.REASON: Reason.NONE},
            Name.LOCALIZATION: {Key.STATE: Localized.TRACKING, Key.REASON: Reason.NONE},
            Name.PATROL_PLANNER: {Key.STATE: Patrol.DRIVING, Key.REASON: Reason.NONE},
        }
        self.safe = []
        self.reasons = []
        self.count = 0

    @property
    def stamp(self):
        return 1000.0 + self.now

    def send(self, topic, message):
        if topic in self.silent:
            return
        self._take(self.gate.handle(topic, message, self.now))

    def _take(self, publications):
        for publication in publications:
            if publication.topic == '_cmd_vel_safe':
                self.safe.append((self.now, publication.message))
                self.twist[:] = publication.message.linear, publication.message.angular
            elif publication.topic == 'stop_reason':
                self.reasons.append(publication.message)

    def step(self):
        """Advance 20 ms: sensors at their rates, commands, odometry, tick."""
        self.now = round(self.now + STEP, 6)
        v, w = self.twist
        self.pose += np.array([v * math.cos(self.pose[2]), v * math.sin(self.pose[2]), w]) * STEP
        if self.count % 5 == 0:
            self.send('scan', self.scan())
            for name, values in self.leases.items():
                if name not in self.silent:
                    self.send('diagnostics', Status(self.stamp, name, Level.OK, '', values))
        if self.count % 10 == 0:
            for name, distance in self.sonars.items():
                self.send(f'range/{name}', self.reading(name, distance, 0.02, 4.0, 0.52))
        if self.count % 3 == 0:
            for name, distance in self.cliffs.items():
                self.send(f'cliff/{name}', self.reading(name, distance, 0.01, 0.3, 0.04))
        if self.count % 2 == 0:
            for topic, (linear, angular) in self.commands.items():
                self.send(topic, Velocity(self.stamp, linear, angular))
        self.send('odom', self.odometry())
        self._take(self.gate.tick(self.now))
        self.count += 1

    def run(self, seconds):
        for _ in range(round(seconds / STEP)):
            self.step()
        return self.verdict

    @property
    def verdict(self):
        return self.gate.verdict

    def scan(self):
        ranges = self.ranges + 0.005 * self.noise.standard_normal(len(self.ranges))
        return Scan(
            self.stamp - 0.1,
            -math.pi,
            2 * math.pi / BEAMS,
            0.1 / BEAMS,
            0.12,
            12.0,
            ranges.astype(np.float32),
        )

    def reading(self, name, distance, low, high, view):
        return RangeReading(self.stamp, name, distance, low, high, view)

    def odometry(self):
        return Odometry(
            self.stamp, self.pose.copy(), self.twist.copy(), np.zeros((3, 3)), np.zeros((2, 2))
        )


def wall_ahead(distance):
    """Return ranges of a wall across the way, `distance` (m) before base_footprint."""
    angle = -math.pi + 2 * math.pi / BEAMS * np.arange(BEAMS)
    cosine = np.cos(angle)
    with np.errstate(divide='ignore'):
        return np.where(cosine > 0.2, distance / cosine, np.inf)
