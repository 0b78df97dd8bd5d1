"""People walk about the office: the car must not run into any of them."""

from __future__ import annotations

import pytest

from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.sim.trial import Trial
from patrol.vocabulary import Gate, Key, Reason

pytestmark = pytest.mark.long


@pytest.mark.parametrize('seed', range(1, 21))
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
