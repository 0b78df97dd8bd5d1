"""People walk about the office: the car must not run into any of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from campaign import some
from drivers import BlindDriver, blind_trial

from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.sim.simulation import SimulationOptions
from patrol.sim.trial import Trial
from patrol.sim.world import Model, Solid, World
from patrol.vocabulary import Gate, Key, Reason

pytestmark = pytest.mark.long

HALL = 8.0


@pytest.mark.timeout(600)
@pytest.mark.parametrize('seed', some(range(1, 21), 5))
def test_nobody_is_touched_by_a_moving_car(seed):
    options = ScenarioOptions(layout=1 + seed % 10, seed=seed, people=4, laps=1)
    trial = Trial(load_scenario(options))
    nameless = []

    def look(topic, status):
        if status.values[Key.STATE] == Gate.STOPPED and status.values[Key.REASON] in (
            '',
            Reason.NONE,
        ):
            nameless.append(status)

    trial.bus.tap('stop_reason', look)
    report = trial.run()
    print(report.to_json())
    assert report.contacts == 0
    assert report.encounters >= 5
    assert nameless == []
    assert report.visited + len(report.missed) == report.checkpoints


def hall():
    """Return a hall of 8 x 8 m with two pillars, so that nobody walks straight everywhere."""

    def box(name, x, y, width, depth):
        return Solid(name, 'box', (width, depth, 2.0), np.array([x, y, 1.0, 0, 0, 0]))

    half = HALL / 2
    walls = (
        box('east', half, 0.0, 0.2, HALL),
        box('west', -half, 0.0, 0.2, HALL),
        box('north', 0.0, half, HALL, 0.2),
        box('south', 0.0, -half, HALL, 0.2),
        box('pillar_1', 1.5, 1.5, 0.4, 0.4),
        box('pillar_2', -1.5, -1.0, 0.4, 1.4),
    )
    ground = Solid('ground', 'plane', (60.0, 60.0), np.zeros(6))
    return World('hall', (Model('ground', (ground,)), Model('walls', walls)))


@pytest.mark.timeout(600)
@pytest.mark.parametrize(('seed', 'people'), [(1, 6), (2, 8)])
def test_a_blind_driver_in_a_crowd_touches_nobody(seed, people):
    scenario = replace(
        load_scenario(ScenarioOptions()),
        world=hall(),
        start=np.zeros(3),
        simulation=SimulationOptions(seed=seed, people=people),
    )
    trial = blind_trial(scenario, BlindDriver(seed))
    trial.run_until(lambda: False, 100.0)
    report = trial.report()
    print(report.to_json())
    assert report.distance_m > 5
    assert report.encounters >= 10
    assert report.contacts == 0
