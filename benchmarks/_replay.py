"""All components of the car in one process, fed with what the sensors said in a trial."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from patrol.component import Component, Publication, Reply
from patrol.components.round_driver import RoundDriver
from patrol.sim.bus import Bus
from patrol.sim.scenario import Scenario
from patrol.sim.trial import BOARD_SERVICES, Trial, default_components

Tick = tuple[float, list[Publication]]
#: Figure, component, and the topic that is one piece of its work.
PIECES = (
    ('localization_ms', 'localization', 'pose'),
    ('costmap_ms', 'obstacle_sensing', 'local_costmap'),
    ('gate_ms', 'velocity_gate', '_cmd_vel_safe'),
    ('follower_ms', 'path_follower', 'cmd_vel_nav'),
    ('planner_ms', 'patrol_planner', 'plan'),
)


@dataclass
class Cost:
    """CPU time (s) of a component, its longest single call, and what it published."""

    total: float = 0.0
    longest: float = 0.0
    said: Counter[str] = field(default_factory=Counter)


def record_round(scenario: Scenario, seconds: float) -> list[Tick]:
    """Return what the simulator published, tick by tick, in the first seconds of a round."""
    trial, ticks = Trial(scenario), []
    step = trial.simulation.step

    def recording() -> list[Publication]:
        out = step()
        ticks.append((trial.simulation.time, list(out)))
        return out

    trial.simulation.step = recording  # type: ignore[method-assign]
    trial.run_until(lambda: False, seconds)
    return ticks


def component_figures(scenario: Scenario, ticks: list[Tick]) -> dict[str, Any]:
    """Replay the ticks: once as they are for the sum, once with a stop-watch per component."""
    seconds = ticks[-1][0] - ticks[0][0]
    components = _components(scenario)
    begin = time.process_time()
    _replay(components, ticks)
    total = time.process_time() - begin
    components = _components(scenario)
    costs = {part.name: _watch(part) for part in components}
    _replay(components, ticks)
    figures: dict[str, Any] = {'cores_cpu_percent': 100.0 * total / seconds}
    for figure, name, topic in PIECES:
        figures[figure] = 1e3 * costs[name].total / max(1, costs[name].said[topic])
    figures['longest_call_ms'] = {name: 1e3 * cost.longest for name, cost in costs.items()}
    return figures


def _components(scenario: Scenario) -> list[Component]:
    made = [factory() for factory in default_components(scenario).values()]
    return [*made, RoundDriver(scenario.start)]


def _replay(components: list[Component], ticks: list[Tick]) -> None:
    bus = Bus()
    bus.serve(BOARD_SERVICES, lambda service, now: (Reply(True, 'done'), []))
    for component in components:
        bus.add(component, ticks[0][0])
    for now, publications in ticks:
        for publication in publications:
            bus.publish(publication.topic, publication.message, now)
        bus.tick(now)


def _watch(component: Component) -> Cost:
    """Put a stop-watch around each way into a component."""
    cost = Cost()

    def timed(method: Any) -> Any:
        def call(*args: Any) -> Any:
            begin = time.process_time()
            out = method(*args)
            spent = time.process_time() - begin
            cost.total += spent
            cost.longest = max(cost.longest, spent)
            cost.said.update(p.topic for p in (out[1] if isinstance(out, tuple) else out))
            return out

        return call

    for name in ('handle', 'tick', 'call', 'reply'):
        setattr(component, name, timed(getattr(component, name)))
    return cost
