"""The simulated car in its world: the same topics as the real one, and the truth beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from patrol.component import Publication, Reply
from patrol.dimensions import Dimensions, load_dimensions
from patrol.messages import Clock, PoseEstimate
from patrol.sim.board import Board
from patrol.sim.board_stand_in import BoardStandIn
from patrol.sim.camera import Camera
from patrol.sim.car_model import expand_xacro
from patrol.sim.clearance import Clearance, rectangle_gap
from patrol.sim.contacts import ContactWatch
from patrol.sim.faults import Faults
from patrol.sim.free_places import FreePlaces
from patrol.sim.ground import Ground
from patrol.sim.imperfections import Imperfections
from patrol.sim.lidar import Lidar
from patrol.sim.noise import random_streams
from patrol.sim.people import People
from patrol.sim.physics import TICK, Physics
from patrol.sim.pins import Pins
from patrol.sim.plan_shapes import plan_shapes
from patrol.sim.proximity import Proximity
from patrol.sim.reach import floor_of, within_reach
from patrol.sim.scene import PERSON_HEIGHT, PERSON_RADIUS
from patrol.sim.sensor_blocks import read_sensor_blocks
from patrol.sim.supports import Supports
from patrol.sim.world import World

Array = NDArray[np.float64]

#: Stamp (s) of the beginning: a stamp of zero means "no time yet" to ROS.
ORIGIN = 1.0
#: Solids that begin lower than this (m) above the floor count for the clearance.
CLEARANCE_HEIGHT = 0.3
#: Steps up to this height (m) are floor.
FLOOR_STEP = 0.01
#: Ticks between messages.
CLOCK, GROUND_TRUTH, PEOPLE, SUPPORTS = 2, 5, 2, 5


@dataclass(frozen=True)
class SimulationOptions:
    """How to simulate. `ground_truth_shift` moves what is told of the truth, nothing else."""

    seed: int = 1
    people: int = 0
    camera: bool = False
    imperfections: Imperfections = field(default_factory=Imperfections)
    ground_truth: bool = True
    ground_truth_shift: tuple[float, float] = (0.0, 0.0)


class Simulation:
    """Advances in ticks of 10 ms. Nothing is random but what the seed decides.

    The car stands at `start` (3,) on the floor. `faults` may be changed at any time. Raises
    UserError when there is no floor or no room at the start.
    """

    def __init__(
        self,
        world: World,
        start: Sequence[float] | Array,
        options: SimulationOptions | None = None,
        dimensions: Dimensions | None = None,
    ) -> None:
        self.options = options = options or SimulationOptions()
        self.dimensions = car = dimensions or load_dimensions()
        self.faults = Faults()
        self.supports_over_edge = False
        urdf = expand_xacro()
        self.blocks = read_sensor_blocks(urdf)
        wrong = options.imperfections
        random = random_streams(options.seed)
        seen = world if options.camera else within_reach(world, start)
        self.physics = Physics(
            seen,
            urdf,
            self.blocks,
            car,
            wrong.wheel_scale,
            people=options.people,
        )
        self.physics.place(start)
        self._ground = ground = Ground(self.physics, world)
        self._pins = Pins(self.physics, ground, self.blocks, car, wrong, random, self.faults)
        self._lidar = Lidar(self.physics, self.blocks.laser, car.lidar_pose, random, wrong)
        self._supports = Supports(self.physics, ground, car)
        self._half = np.array([car.length, car.width]) / 2
        self._people = self._populate(world, random['people'])
        self._start = np.array(self.physics.position)
        self._shapes = plan_shapes(
            world, self._start[2] + FLOOR_STEP, self._start[2] + CLEARANCE_HEIGHT
        )
        self._clearance = Clearance(self._shapes, car.length, car.width)
        floor = floor_of(world, float(self._start[2]) + FLOOR_STEP)
        if floor is not None:
            self.physics.know_floor(floor)
        self._proximity = Proximity(self.physics, self._clearance, float(self._start[2]))
        self._free: FreePlaces | None = None
        self._camera = Camera(self.physics, self.blocks.camera) if options.camera else None
        self._camera_ticks = round(1 / (self.blocks.camera.rate * TICK))
        self._tick = 0
        self._told = 0
        self.new_board: Callable[[float], Board] = lambda now: BoardStandIn(car, self.blocks, now)
        self.board: Board = self.new_board(self.stamp)

    @property
    def time(self) -> float:
        """Simulated seconds since the beginning."""
        return self._tick * TICK

    @property
    def stamp(self) -> float:
        """Simulated time (s) as the messages tell it."""
        return ORIGIN + self.time

    def step(self) -> list[Publication]:
        """Advance one tick; return the messages that are due, in a fixed order."""
        physics, tick = self.physics, self._tick
        volts = self.board.drive() * self._pins.battery.voltage
        apart = self._proximity.apart(self._people.positions)
        physics.step(volts, self.stamp, apart=apart)
        self._tick += 1
        if self.options.people and tick % PEOPLE == 0:
            self._people.step(physics.pose)
            physics.move_people(self._people.positions)
        stamp = self.stamp
        inputs = self._pins.read(stamp, tick, volts)
        if tick % SUPPORTS == 0 or max(inputs.cliffs) > self.dimensions.cliff_floor_limit + 0.1:
            self.supports_over_edge |= self._supports.over_edge()
        out = [Publication('clock', Clock(stamp))] if tick % CLOCK == 0 else []
        out += self.board.sense(inputs)
        scan = self._lidar.tick(stamp)
        if scan is not None:
            out.append(Publication('scan', scan))
        if self._camera is not None and self._tick % self._camera_ticks == 0:
            image = self._camera.take(stamp)
            out += [Publication('camera/image_raw', image)] if image is not None else []
        if not self.faults.none:
            out = self.faults.spoil(out)
        if self.options.ground_truth:
            out += self._truth(stamp, tick)
        return out

    def handle(self, topic: str, message: Any) -> None:
        """Take a message for the board."""
        if topic not in self.faults.silent:
            self.board.handle(topic, message)

    def call(self, service: str) -> Reply:
        """Answer `_mcu/e_stop_trigger` or `_mcu/e_stop_reset`."""
        return self.board.call(service)

    def press_e_stop(self) -> None:
        """Press the button on the car."""
        self.board.press_e_stop()

    def rebuild_board(self) -> None:
        """Reboot the board."""
        self._pins.restart()
        self.board = self.new_board(self.stamp)

    def teleport(self, pose: Sequence[float] | Array) -> None:
        """Lift the car and put it down at rest elsewhere."""
        self.physics.place(pose)

    @property
    def true_pose(self) -> Array:
        """True pose (3,) of base_footprint."""
        return self.physics.pose

    @property
    def true_twist(self) -> Array:
        """True speed (m/s) and yaw rate (rad/s), (2,)."""
        return self.physics.twist

    @property
    def tilt(self) -> float:
        """Angle (rad) of the car from upright."""
        return self.physics.tilt

    @property
    def contacts(self) -> ContactWatch:
        """All contacts so far, counted at every physics step."""
        return self.physics.contacts

    @property
    def people(self) -> Array:
        """People (n, 4): x, y (m) and velocity (m/s)."""
        return self._people.state

    @property
    def battery_used_wh(self) -> float:
        """Energy drawn so far (Wh)."""
        return self._pins.battery.used_wh

    @property
    def camera_reason(self) -> str:
        """Why there are no pictures, in one sentence, or nothing."""
        return self._camera.reason if self._camera is not None else ''

    def clearance(self) -> float:
        """Return the distance (m) from the car's rectangle to the nearest low solid or person."""
        pose = self.physics.pose
        nearest = self._clearance.distance(pose)
        for person in self._people.positions:
            gap, _ = rectangle_gap(pose, self._half, person)
            nearest = min(nearest, max(0.0, gap - PERSON_RADIUS))
        return nearest

    def is_free(self, pose: Sequence[float] | Array) -> bool:
        """Whether the car could have driven to a pose (3,) and would touch nothing there."""
        if self._free is None:
            self._free = FreePlaces(self._shapes, self._clearance, self._ground, self._start)
        return self._free.holds(np.asarray(pose, dtype=np.float64))

    def close(self) -> None:
        """Give the camera's drawing context back."""
        if self._camera is not None:
            self._camera.close()

    def _populate(self, world: World, random: np.random.Generator) -> People:
        floor = float(self.physics.position[2])
        shapes = []
        if self.options.people:
            shapes = plan_shapes(world, floor + FLOOR_STEP, floor + PERSON_HEIGHT)
        people = People(self.options.people, shapes, self.physics.pose, self._half, random)
        self.physics.move_people(people.positions)
        return people

    def _truth(self, stamp: float, tick: int) -> list[Publication]:
        out = []
        if tick % GROUND_TRUTH == 0:
            shift = np.array([*self.options.ground_truth_shift, 0.0])
            pose = PoseEstimate(stamp, self.physics.pose + shift, np.zeros((3, 3)))
            out.append(Publication('ground_truth/pose', pose))
        events = self.physics.contacts.events
        if len(events) > self._told:
            out += [Publication('ground_truth/contacts', event) for event in events[self._told :]]
            self._told = len(events)
        return out
