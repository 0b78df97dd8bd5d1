"""A light closed loop for the path follower: a unicycle among boxes, with latency."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

import cv2
import numpy as np

from patrol.components.path_follower import PathFollower
from patrol.dimensions import load_dimensions
from patrol.geometry import arc, compose, inverse
from patrol.messages import Grid, Odometry, Path, PoseEstimate, Status
from patrol.vocabulary import Follow, Key, Name

PERIOD = 0.02
SIZE, CELL = 6.0, 0.05
SLEW, TURN_SLEW = 2.5, 10.0


def _rim():
    car, u = load_dimensions(), np.linspace(-0.5, 0.5, 9)
    long, short = u * car.length, u * car.width
    half = np.full(9, 0.5)
    sides = [np.column_stack([long, s * half * car.width]) for s in (-1, 1)]
    ends = [np.column_stack([s * half * car.length, short]) for s in (-1, 1)]
    return np.vstack(sides + ends)


#: Points on the outline of the car.
RIM = _rim()


@dataclass
class Box:
    """An axis-aligned obstacle in map: middle and size (m), present from `begin` to `end` (s)."""

    x: float
    y: float
    width: float
    height: float
    begin: float = -math.inf
    end: float = math.inf
    velocity: tuple[float, float] = (0.0, 0.0)

    def corners(self, now):
        dx, dy = self.velocity[0] * now, self.velocity[1] * now
        w, h = self.width / 2, self.height / 2
        x, y = self.x + dx, self.y + dy
        return np.array([[x - w, y - h], [x + w, y - h], [x + w, y + h], [x - w, y + h]])


@dataclass
class Loop:
    """Runs a PathFollower against the kinematic car; all time is handed in."""

    boxes: list[Box] = field(default_factory=list)
    start: tuple[float, float, float] = (0.0, 0.0, 0.0)
    latency: float = 0.06
    noise: float = 0.0
    seed: int = 0
    gate: bool = False
    parameters: object = None
    costmap_on: bool = True
    pose_on: bool = True
    odometry_on: bool = True

    def __post_init__(self):
        self.follower = PathFollower(self.parameters)
        self.dimensions = load_dimensions()
        self.pose = np.array(self.start, dtype=float)
        self.random = np.random.default_rng(self.seed)
        self.odom_in_map = np.array([1.3, -0.7, 0.8])
        self.twist = np.zeros(2)
        self.now = 0.0
        self.step_count = 0
        self.commands = deque([(0.0, 0.0)] * max(1, round(self.latency / PERIOD)))
        self.command = (0.0, 0.0)
        self.status: dict = {}
        self.states: list[str] = []
        self.track: list = []
        self.least = math.inf
        self.touched = 0
        self.stopped = False
        self.cut = 0

    def plan(self, poses):
        message = Path(self.now, np.atleast_2d(np.asarray(poses, dtype=float)).reshape(-1, 3))
        self._take(self.follower.handle('plan', message, self.now))

    def run(self, seconds, *, until=None):
        end = self.now + seconds
        while self.now < end - 1e-9:
            self.step()
            if until is not None and self.state == until:
                return True
        return False

    def arrive(self, seconds):
        return self.run(seconds, until=Follow.ARRIVED)

    @property
    def state(self):
        return self.status.get(Key.STATE, '')

    def step(self):
        self.now += PERIOD
        self.step_count += 1
        self._move()
        count = self.step_count
        if count % 10 == 0 and self.costmap_on:
            self._take(self.follower.handle('local_costmap', self.costmap(), self.now))
        if count % 5 == 0 and self.pose_on:
            wrong = self.random.normal(0, self.noise, 3) * (1, 1, 0.3)
            estimate = PoseEstimate(self.now, self.pose + wrong, np.eye(3) * 1e-4)
            self._take(self.follower.handle('pose', estimate, self.now))
        if self.odometry_on:
            self._take(self.follower.handle('odom', self.odometry(), self.now))
        if count % 3 == 0:
            self._take(self.follower.tick(self.now))
        self.track.append((self.now, *self.pose, *self.twist))
        if count % 5 == 0:
            room = self.clearance(self.pose)
            self.least = min(self.least, room)
            self.touched += room < 0

    def odometry(self):
        pose = compose(inverse(self.odom_in_map), self.pose)
        return Odometry(self.now, pose, self.twist.copy(), np.eye(3), np.eye(2))

    def costmap(self):
        count = round(SIZE / CELL)
        pose = compose(inverse(self.odom_in_map), self.pose)
        corner = np.floor(pose[:2] / CELL) * CELL - SIZE / 2
        cells = np.zeros((count, count), np.uint8)
        back = inverse(self.odom_in_map)
        c, s = math.cos(back[2]), math.sin(back[2])
        for box in self.present():
            p = box.corners(self.now)
            x, y = c * p[:, 0] - s * p[:, 1] + back[0], s * p[:, 0] + c * p[:, 1] + back[1]
            q = (np.stack([x, y], -1) - corner) / CELL - 0.5
            cv2.fillConvexPoly(cells, np.rint(q * 16).astype(np.int32), 100, shift=4)
        grid = cells.astype(np.int8)
        return Grid(self.now, 'odom', CELL, np.array([*corner, 0.0]), grid)

    def present(self):
        return [b for b in self.boxes if b.begin <= self.now < b.end]

    def clearance(self, pose):
        """Distance of the car's rectangle to the nearest box, sampled on its outline."""
        boxes = self.present()
        if not boxes:
            return math.inf
        c, s = math.cos(pose[2]), math.sin(pose[2])
        x = pose[0] + c * RIM[:, 0] - s * RIM[:, 1]
        y = pose[1] + s * RIM[:, 0] + c * RIM[:, 1]
        corners = np.array([b.corners(self.now)[[0, 2]] for b in boxes])[..., None]
        low, high = corners[:, 0], corners[:, 1]
        dx = np.maximum(np.maximum(low[:, 0] - x, x - high[:, 0]), 0)
        dy = np.maximum(np.maximum(low[:, 1] - y, y - high[:, 1]), 0)
        least = float(np.hypot(dx, dy).min())
        return least if least > 0 else -1.0

    def _move(self):
        self.commands.append(self.command)
        wanted = np.array(self.commands.popleft())
        if self.gate and self._gate_stops(wanted):
            self.cut += 1
            wanted = np.zeros(2)
        slew = np.array([SLEW, TURN_SLEW]) * PERIOD
        self.twist = np.clip(wanted, self.twist - slew, self.twist + slew)
        self.pose = compose(self.pose, arc(*self.twist, PERIOD))

    def _gate_stops(self, wanted):
        if not wanted.any():
            return False
        brake = 0.12 + abs(wanted[0]) / SLEW / 2
        ahead = [compose(self.pose, arc(*wanted, brake * k)) for k in (0.5, 1.0)]
        here = self.clearance(self.pose)
        worst = min(self.clearance(p) for p in ahead)
        return worst < 0.02 and worst <= here

    def _take(self, publications):
        for publication in publications:
            message = publication.message
            if publication.topic == 'cmd_vel_nav':
                self.command = (message.linear, message.angular)
            elif isinstance(message, Status) and message.name == Name.PATH_FOLLOWER:
                self.status = message.values
                if not self.states or self.states[-1] != self.state:
                    self.states.append(str(self.state))
