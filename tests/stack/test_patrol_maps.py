"""Rounds over the five building maps of the patrolling benchmark: every vertex, no contact."""

from __future__ import annotations

import pytest

from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.sim.trial import Trial

pytestmark = pytest.mark.long


@pytest.mark.timeout(900)
@pytest.mark.parametrize('name', ['1r5', 'grid', 'DIAG_labs', 'example', 'cumberland'])
def test_every_vertex_is_visited(name, shared_data):
    folder = shared_data / 'patrol_maps' / name
    options = ScenarioOptions(
        map=str(folder / f'{name}.yaml'), route=str(folder / f'{name}.graph'), laps=1
    )
    report = Trial(load_scenario(options)).run()
    print(report.to_json())
    assert report.missed == []
    assert report.visited == report.checkpoints
    assert report.contacts == 0
