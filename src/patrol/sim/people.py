"""People who walk about: seeded, and they yield late."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from patrol.sim.clearance import rectangle_gap
from patrol.sim.plan_shapes import PlanShape
from patrol.sim.scene import PERSON_RADIUS
from patrol.sim.walking_graph import WalkingGraph

Array = NDArray[np.float64]

PERIOD = 0.02  # s
SPEED = (0.5, 1.3)  # m/s, slow to brisk
REACHED = 0.25  # m from a node of the way to look at the next one
#: They begin to slow when the car is this near (m, skin to skin) in their way, and stop at HALT.
YIELD = 0.45
HALT = 0.1
#: What lies less than this angle off their heading (cosine) is in their way.
AHEAD = 0.3
PATIENCE = (2.0, 4.0)  # s that they stand before they go elsewhere
FAR = 2.5  # m from the car where they may appear


class People:
    """`state` (n, 4): x, y (m) and velocity (m/s) of each person.

    They never walk on purpose into a car: when it is in their way they slow down, stop, wait, and
    go somewhere else. They do not look at what is beside or behind them.
    """

    def __init__(
        self,
        count: int,
        shapes: Sequence[PlanShape],
        car: Array,
        half: Array,
        random: np.random.Generator,
    ) -> None:
        self.state = np.zeros((count, 4))
        self._half, self._random = half, random
        if count == 0:
            return
        self._graph = WalkingGraph(shapes, car[:2], random)
        self._node = np.array([self._appear(car) for _ in range(count)])
        self._place = random.integers(0, len(self._graph.places), size=count)
        self._pace = random.uniform(*SPEED, size=count)
        self._waited = np.zeros(count)
        self._patience = random.uniform(*PATIENCE, size=count)
        self.state[:, :2] = self._graph.nodes[self._node]

    @property
    def positions(self) -> Array:
        """Positions (n, 2)."""
        return self.state[:, :2]

    def step(self, car: Array) -> None:
        """Walk for PERIOD seconds past a car at a pose (3,)."""
        for number in range(len(self.state)):
            self._walk(number, car)

    def _appear(self, car: Array) -> int:
        nodes = self._graph.nodes[self._graph.places]
        away = np.hypot(*(nodes - car[:2]).T)
        good = self._graph.places[away > FAR] if (away > FAR).any() else self._graph.places
        return int(self._random.choice(good))

    def _walk(self, number: int, car: Array) -> None:
        x, y = self.state[number, :2].tolist()
        goal = self._next_node(number, x, y)
        dx, dy = goal[0] - x, goal[1] - y
        distance = math.hypot(dx, dy)
        if distance < 1e-6:
            self.state[number, 2:] = 0.0
            return
        dx, dy = dx / distance, dy / distance
        speed = min(self._pace[number], distance / PERIOD) * self._room(car, x, y, dx, dy)
        self._wait(number, speed)
        self.state[number] = (
            x + speed * dx * PERIOD,
            y + speed * dy * PERIOD,
            speed * dx,
            speed * dy,
        )

    def _next_node(self, number: int, x: float, y: float) -> tuple[float, float]:
        node = int(self._node[number])
        px, py = self._graph.nodes[node].tolist()
        if math.hypot(px - x, py - y) < REACHED:
            following = self._graph.step(int(self._place[number]), node)
            if following < 0:
                self._go_elsewhere(number)
                following = node
            self._node[number] = following
            px, py = self._graph.nodes[following].tolist()
        return px, py

    def _room(self, car: Array, x: float, y: float, dx: float, dy: float) -> float:
        """Return the share 0..1 of their pace that the car leaves them."""
        if abs(car[0] - x) + abs(car[1] - y) > 2.0:
            return 1.0
        gap, nearest = rectangle_gap(car, self._half, np.array([x, y]))
        gap -= PERSON_RADIUS
        tx, ty = nearest[0] - x, nearest[1] - y
        towards = (dx * tx + dy * ty) / max(math.hypot(tx, ty), 1e-9)
        if gap > YIELD or towards < 0.0 or (towards < AHEAD and gap > HALT):
            return 1.0
        return max(0.0, min(1.0, (gap - HALT) / (YIELD - HALT)))

    def _wait(self, number: int, speed: float) -> None:
        self._waited[number] = self._waited[number] + PERIOD if speed < 0.05 else 0.0
        if self._waited[number] > self._patience[number]:
            self._waited[number] = 0.0
            self._go_elsewhere(number)

    def _go_elsewhere(self, number: int) -> None:
        self._place[number] = self._random.integers(0, len(self._graph.places))
        self._patience[number] = self._random.uniform(*PATIENCE)
        self._pace[number] = self._random.uniform(*SPEED)
