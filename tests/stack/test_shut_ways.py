"""Ways that are open on the map and shut in the building: round them, or miss with a reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from patrol.planning.route_document import Order
from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.sim.trial import Trial
from patrol.sim.world import Model, Solid
from patrol.vocabulary import Miss, Patrol

pytestmark = pytest.mark.long


def round_with_a_panel(size, place, *checkpoints, order=Order.LOOP):
    """Drive to some checkpoints of the office with a panel (m) that is not on the map."""
    scenario = load_scenario(ScenarioOptions(laps=1))
    panel = Solid('panel', 'box', (*size, 1.0), np.array([*place, 0.5, 0.0, 0.0, 0.0]))
    models = (*scenario.world.models, Model('furniture_panel', (panel,)))
    rows = tuple(c for c in scenario.route.checkpoints if c.name in checkpoints)
    assert len(rows) == len(checkpoints)
    world = replace(scenario.world, models=models)
    route = replace(scenario.route, checkpoints=rows, order=order)
    report = Trial(replace(scenario, world=world, route=route)).run(limit=600.0)
    print(report.to_json())
    assert report.contacts == 0
    assert report.outcome == Patrol.DONE
    return report


def test_a_room_behind_a_shut_door_is_missed_and_the_round_goes_on():
    report = round_with_a_panel((1.1, 0.12), (3.4, 7.05), 'store', 'accounting')
    assert report.missed == [{'name': 'store', 'reason': Miss.BLOCKED}]
    assert report.visited == 1


def test_a_shut_corridor_is_gone_round_the_other_way():
    report = round_with_a_panel((0.12, 2.4), (6.9, 8.1), 'accounting', order=Order.GIVEN)
    assert report.missed == []
    assert report.visited == 1
    assert report.distance_m > 50  # the direct way is 10 m
