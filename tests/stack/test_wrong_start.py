"""The car is told a start pose that is half a metre and 17 degrees wrong."""

from __future__ import annotations

import numpy as np
import pytest
from campaign import some

from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.sim.trial import Trial

pytestmark = pytest.mark.long


@pytest.mark.parametrize('run', some(range(20), 4))
def test_the_round_is_completed_all_the_same(run):
    scenario = load_scenario(ScenarioOptions(layout=1 + run % 10, seed=run, laps=1))
    direction = 2 * np.pi * run / 20
    yaw = np.radians(17) * (1 if run % 2 else -1)
    wrong = [0.5 * np.cos(direction), 0.5 * np.sin(direction), yaw]
    report = Trial(scenario, believed_start=scenario.start + wrong).run()
    print(report.to_json())
    assert report.missed == []
    assert report.visited == report.checkpoints
    assert report.contacts == 0
