"""A blind controller drives at edges, a kerb and glass; the host is killed in half of the runs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pytest
from drivers import BlindDriver, blind_trial

from patrol.geometry import wrap
from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.vocabulary import Gate, Key, Reason

pytestmark = pytest.mark.long

RUNS = 20
#: Metres from where the car starts to the hazard, along its heading.
RUN_UP = 1.8
#: Seconds that are enough to get there at either speed, and to stand.
LONGEST = 12.0


@dataclass(frozen=True)
class Hazard:
    """A line between two points; `outward` (rad) points from the yard across it."""

    ends: tuple[tuple[float, float], tuple[float, float]]
    outward: float
    sensor: str
    reasons: tuple[Reason, ...]


FLOOR = (Reason.NO_FLOOR, Reason.BOARD_CLIFF)
HAZARDS = {
    'stair': Hazard(((14.0, 4.2), (14.0, 5.8)), 0.0, 'cliff/', FLOOR),
    'table_edge': Hazard(((0.0, 3.6), (0.0, 6.4)), math.pi, 'cliff/', FLOOR),
    'kerb': Hazard(((4.0, 0.013), (9.0, 0.013)), -math.pi / 2, 'range/', (Reason.OBSTACLE,)),
    'glass': Hazard(((6.4, 9.99), (7.2, 9.99)), math.pi / 2, 'range/', (Reason.OBSTACLE,)),
}


@dataclass(frozen=True)
class Approach:
    """How one run goes at a hazard; the host dies `kill_at` metres before it (nan: lives)."""

    start: np.ndarray
    command: tuple[float, float]
    kill_at: float


def approach(hazard: Hazard, run: int) -> Approach:
    """Straight, diagonal and curved, forward and (every third run) backward."""
    random = np.random.default_rng(run)
    share = random.uniform()
    goal = (1 - share) * np.array(hazard.ends[0]) + share * np.array(hazard.ends[1])
    off = 0.0 if run % 4 == 0 else random.uniform(-1.0, 1.0)
    course = hazard.outward + off
    backward = run % 3 == 2
    place = goal - RUN_UP * np.array([math.cos(course), math.sin(course)])
    yaw = course + math.pi if backward else course
    turn = random.uniform(-0.15, 0.15) if run % 5 == 4 else 0.0
    kill_at = random.uniform(0.0, 0.6) if run % 2 else math.nan
    return Approach(np.array([*place, wrap(yaw)]), (-0.6 if backward else 0.6, turn), kill_at)


def beyond(hazard: Hazard, pose) -> float:
    """Return how far (m) base_footprint still is from the hazard's line."""
    normal = np.array([math.cos(hazard.outward), math.sin(hazard.outward)])
    return float(normal @ (np.array(hazard.ends[0]) - pose[:2]))


@pytest.mark.timeout(600)
@pytest.mark.parametrize('run', range(RUNS))
@pytest.mark.parametrize('name', HAZARDS)
def test_the_hazard_is_not_touched_and_no_wheel_leaves_the_floor(name, run):
    hazard = HAZARDS[name]
    plan = approach(hazard, run)
    scenario = replace(
        load_scenario(ScenarioOptions(world='yard', seed=run + 1)), start=plan.start
    )
    trial = blind_trial(scenario, BlindDriver(run, script=plan.command))
    simulation = trial.simulation
    told = []
    trial.bus.tap('stop_reason', lambda topic, status: told.append(status))
    if math.isnan(plan.kill_at):
        trial.run_until(lambda: False, LONGEST)
        assert told[-1].values[Key.STATE] == Gate.STOPPED
        assert told[-1].values[Key.REASON] in hazard.reasons
        assert told[-1].values[Key.SENSOR].startswith(hazard.sensor)
    else:
        half = simulation.dimensions.length / 2
        near = half + plan.kill_at
        trial.run_until(lambda: beyond(hazard, simulation.true_pose) < near, LONGEST)
        for component in list(trial.bus.components()):
            trial.bus.remove(component)
        trial.run_until(lambda: False, 3.0)
    print(name, run, f'{beyond(hazard, simulation.true_pose):.3f}', plan)
    assert simulation.contacts.count == 0, simulation.contacts.events
    assert not simulation.supports_over_edge
    assert np.abs(simulation.true_twist).max() < 0.02
