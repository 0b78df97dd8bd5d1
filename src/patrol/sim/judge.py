"""The judge of a simulated round: what really happened, from ground truth alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from patrol.messages import Level, Status
from patrol.vocabulary import Key, Name, number

if TYPE_CHECKING:
    from patrol.sim.simulation import Simulation

#: A person nearer than this (m, centre to centre) is an encounter, until twice as far again.
ENCOUNTER = 1.5


class Judge:
    """Adds up distance, clearance, contacts and encounters; sees the simulator, touches nothing.

    `contacts` counts each time the car begins to touch something, except that a person who walks
    into a car that does not move towards them (> 0.05 m/s) counts as `bumped`.
    """

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._last = np.array(simulation.true_pose, dtype=float)
        self._near: set[int] = set()
        self.driven = 0.0
        self.encounters = 0
        self.min_clearance = math.inf
        self._room = -math.inf
        self._corner = simulation.dimensions.circumscribed_radius

    def observe(self) -> None:
        """Look at the world; call ten times a simulated second."""
        simulation = self._simulation
        pose = np.array(simulation.true_pose, dtype=float)
        x, y, yaw = (pose - self._last).tolist()
        self._last = pose
        driven = math.hypot(x, y)
        self.driven += driven
        self._look_for_room(driven + self._corner * abs(math.remainder(yaw, math.tau)))
        for index, person in enumerate(simulation.people):
            distance = math.hypot(person[0] - pose[0], person[1] - pose[1])
            if distance < ENCOUNTER and index not in self._near:
                self._near.add(index)
                self.encounters += 1
            elif distance > 2 * ENCOUNTER:
                self._near.discard(index)

    def _look_for_room(self, moved: float) -> None:
        """Measure the clearance unless it cannot be the least so far.

        Among things that stand still it shrinks by no more than a corner of the car has moved (m).
        """
        self._room -= moved
        if len(self._simulation.people) or self._room < self.min_clearance:
            self._room = self._simulation.clearance()
            self.min_clearance = min(self.min_clearance, self._room)

    def status(self, real_time_factor: float) -> Status:
        """Return the sums as the simulator's status."""
        simulation = self._simulation
        contacts = simulation.contacts
        return Status(
            stamp=simulation.time,
            name=Name.SIMULATOR,
            level=Level.OK,
            message=f'{real_time_factor:.2f} times real time',
            values={
                Key.REAL_TIME_FACTOR: number(real_time_factor),
                Key.CONTACTS: str(contacts.count),
                Key.BUMPED: str(contacts.bumped),
                Key.ENCOUNTERS: str(self.encounters),
                Key.MIN_CLEARANCE: number(self.min_clearance),
                Key.DRIVEN: number(self.driven),
                Key.BATTERY_USED: number(simulation.battery_used_wh),
            },
        )
