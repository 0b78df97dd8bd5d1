"""The operator of an unattended round as ROS nodes: starts it, watches it, ends with it."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType

import rclpy
from rclpy.parameter import Parameter
from rclpy.signals import SignalHandlerOptions

from patrol.component import Component
from patrol.components.round_driver import RoundDriver, Stage
from patrol.components.round_observer import RoundObserver
from patrol.nodes.component_node import ComponentNode
from patrol.nodes.lean_executor import LeanExecutor
from patrol.report.round_report import RoundReport
from patrol.sim.scenario import Scenario
from patrol.vocabulary import Key, read_number

#: The simulator tells its sums twice a second; wait so long (s) for the last ones.
LAST_WORDS = 2.0


class Operator:
    """Hosts RoundDriver and RoundObserver in this process; use it in a `with` statement.

    It spins only in `run`, and leaves signals to whoever called it.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.driver = RoundDriver(scenario.start)
        self.observer = RoundObserver(scenario.route)

    def __enter__(self) -> Operator:
        rclpy.init(args=[], signal_handler_options=SignalHandlerOptions.NO)
        simulated = [Parameter('use_sim_time', value=True)]
        self._nodes = [_node(part, simulated) for part in (self.driver, self.observer)]
        self._executor = LeanExecutor(self._nodes).__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._executor.__exit__()
        for node in self._nodes:
            node.destroy_node()
        rclpy.try_shutdown()

    @property
    def time(self) -> float:
        """Simulated time (s) as the messages tell it; 0 before the first."""
        return float(self._nodes[0].get_clock().now().nanoseconds * 1e-9)

    @property
    def finished(self) -> bool:
        """Whether the round has ended by itself."""
        return self.driver.stage is Stage.FINISHED

    @property
    def factor(self) -> float:
        """The real-time factor that the simulator told last."""
        return read_number(self.observer.simulator.get(Key.REAL_TIME_FACTOR, 'nan'))

    def run(self, done: Callable[[], bool], limit: float) -> bool:
        """Spin until `done()`, asked between messages, or for `limit` real seconds."""
        end = time.monotonic() + limit
        while not done():
            left = end - time.monotonic()
            if left <= 0.0:
                return False
            self._executor.spin_once(timeout_sec=min(left, 0.05))
        return True

    def report(self, outcome: str = '', *, patience: float = LAST_WORDS) -> RoundReport:
        """Wait for the last sums of the simulator and return the figures of the round."""
        sums = self.observer.simulator
        self.run(lambda: self.observer.simulator is not sums, patience)
        report = self.observer.report(laps=self.scenario.route.laps, stamp=self.time)
        report.outcome = outcome or report.outcome
        return report


def _node(part: Component, overrides: list[Parameter]) -> ComponentNode:
    return ComponentNode(part.name, lambda _: part, parameter_overrides=overrides)
