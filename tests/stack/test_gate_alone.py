"""The gate must keep the car from touching anything whatever drives it."""

from __future__ import annotations

import pytest
from drivers import BlindDriver, blind_trial

from patrol.sim.scenario import ScenarioOptions, load_scenario

SECONDS = 600.0
#: Physics steps (2 ms) in touch with something.
MANY = 100


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize('seed', [1, 2, 3])
def test_a_blind_driver_touches_nothing_for_ten_minutes(seed):
    scenario = load_scenario(ScenarioOptions(layout=seed, seed=seed))
    trial = blind_trial(scenario, BlindDriver(seed))
    trial.run_until(lambda: False, SECONDS)
    report = trial.report()
    print(report.to_json())
    assert report.distance_m > 50  # it really drove
    assert report.contacts == 0


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize('seed', [1, 2])
def test_a_blind_driver_stays_on_the_floor_of_the_yard(seed):
    trial = blind_trial(load_scenario(ScenarioOptions(world='yard', seed=seed)), BlindDriver(seed))
    trial.run_until(lambda: False, SECONDS / 2)
    report = trial.report()
    print(report.to_json())
    assert report.distance_m > 25
    assert report.contacts == 0
    assert not trial.simulation.supports_over_edge


@pytest.mark.parametrize('seed', [1, 2, 3])
def test_without_the_gate_the_same_driver_touches_things(seed):
    """Soon it pushes against something, until the board sees a wheel that does not turn."""
    scenario = load_scenario(ScenarioOptions(layout=seed, seed=seed))
    trial = blind_trial(scenario, BlindDriver(seed), gate=False)
    contacts = trial.simulation.contacts
    trial.run_until(lambda: contacts.steps > MANY, 60.0)
    assert contacts.count > 0
    assert contacts.steps > MANY
