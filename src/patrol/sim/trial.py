"""The trial: simulator and all components in one process, deterministic, as fast as it goes."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import cv2
import numpy as np

from patrol.component import Component, Publication, Reply
from patrol.components.localization import Localization
from patrol.components.map_server import MapServer
from patrol.components.motor_control import MotorControl
from patrol.components.obstacle_sensing import ObstacleSensing
from patrol.components.path_follower import PathFollower
from patrol.components.patrol_planner import PatrolPlanner
from patrol.components.round_driver import RoundDriver, Stage
from patrol.components.round_observer import RoundObserver
from patrol.components.velocity_gate import VelocityGate
from patrol.geometry import Array
from patrol.report.round_report import RoundReport
from patrol.sim.bus import Bus
from patrol.sim.judge import Judge
from patrol.sim.scenario import Scenario
from patrol.sim.simulation import Simulation

#: Simulated seconds a round may last per checkpoint and lap before it is given up.
PATIENCE = 120.0
BOARD_SERVICES = ('_mcu/e_stop_trigger', '_mcu/e_stop_reset')
Factory = Callable[[], Component]


def default_components(scenario: Scenario) -> dict[str, Factory]:
    """Return how to make each component of the car, by name, in the order they are wired."""
    return {
        'motor_control': MotorControl,
        'velocity_gate': VelocityGate,
        'obstacle_sensing': ObstacleSensing,
        'localization': Localization,
        'map_server': lambda: MapServer(scenario.grid),
        'path_follower': PathFollower,
        'patrol_planner': lambda: PatrolPlanner(route=scenario.route),
    }


class Trial:
    """One simulated round on the in-process bus.

    `factories` replaces components by name (None leaves one out); the rest of the wiring is the
    table of doors, the same that the nodes read. `believed_start` (3,) is the initial pose that
    the car is told, where that is not the true one.
    """

    def __init__(
        self,
        scenario: Scenario,
        factories: Mapping[str, Factory | None] | None = None,
        *,
        believed_start: Array | None = None,
    ) -> None:
        self.scenario = scenario
        self.simulation = Simulation(scenario.world, scenario.start, scenario.simulation)
        self.bus = Bus()
        self.driver = RoundDriver(scenario.start if believed_start is None else believed_start)
        self.observer = RoundObserver(scenario.route)
        self.judge = Judge(self.simulation)
        cv2.setNumThreads(1)  # a trial is one thread: its speed is told in CPU time
        self._hash = hashlib.sha256()
        self._judged = 0
        self._cpu = 0.0
        self._began = self.simulation.time
        self.bus.serve(BOARD_SERVICES, self._board)
        self.bus.tap('_mcu/wheel_commands', self._command)
        made = {**default_components(scenario), **(factories or {})}
        for component in self._build(made.values()):
            self.bus.add(component, self.simulation.time)

    @property
    def time(self) -> float:
        """Simulated time (s)."""
        return self.simulation.time

    @property
    def real_time_factor(self) -> float:
        """Simulated time over CPU time of this process."""
        return (self.time - self._began) / self._cpu if self._cpu > 0 else 0.0

    def run(self, *, limit: float | None = None) -> RoundReport:
        """Drive until the round ends, or `limit` simulated seconds; return its report."""
        route = self.scenario.route
        patience = limit or PATIENCE * len(route.checkpoints) * route.laps
        self.run_until(lambda: self.driver.stage is Stage.FINISHED, patience)
        return self.report()

    def run_until(self, done: Callable[[], bool], limit: float) -> bool:
        """Step until `done()` or for `limit` simulated seconds; return whether it was done."""
        end = self.time + limit
        begin = time.process_time()
        while not done() and self.time < end:
            self.step()
        self._cpu += time.process_time() - begin
        return done()

    def step(self) -> None:
        """Advance by one tick of the simulator (10 ms) and deliver what follows."""
        simulation, bus = self.simulation, self.bus
        for publication in simulation.step():
            bus.publish(publication.topic, publication.message, simulation.time)
        bus.tick(simulation.time)
        self._hash.update(np.asarray(simulation.true_pose, dtype=np.float64).tobytes())
        self._judged += 1
        if self._judged % 10 == 0:
            self.judge.observe()

    def report(self) -> RoundReport:
        """Return the figures of the round so far."""
        self.judge.observe()
        self.observer.on_diagnostics(self.judge.status(self.real_time_factor), self.time)
        report = self.observer.report(laps=self.scenario.route.laps, stamp=self.time)
        report.hash = self._hash.hexdigest()
        return report

    def _build(self, factories: Iterable[Factory | None]) -> list[Component]:
        made = [factory() for factory in factories if factory is not None]
        return [*made, self.driver, self.observer]

    def _command(self, topic: str, message: Any) -> None:
        self.simulation.handle(topic, message)
        self._hash.update(np.asarray(message.velocity, dtype=np.float64).tobytes())

    def _board(self, service: str, now: float) -> tuple[Reply, list[Publication]]:
        return self.simulation.call(service), []
