"""The path follower in the whole car: what stands in its way on a leg of a round."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from patrol.planning.path_planner import PathPlanner
from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.sim.trial import Trial
from patrol.sim.world import Model, Solid
from patrol.vocabulary import Event, Follow, Gate, Key, Name, Reason

pytestmark = pytest.mark.long

#: A crate is put where there is this much room (m) about the path.
ROOM = 0.75
#: On a path longer than this (m), where the car does not see it when it plans.
LONG, UNSEEN = 8.0, 4.5


def first_long_plan(scenario):
    """Return the first path (n, 3) that is longer than LONG."""
    trial = Trial(scenario)
    plans = []

    def take(topic, plan):
        steps = np.hypot(*np.diff(plan.poses[:, :2], axis=0).T)
        plans.extend([plan.poses] * bool(steps.sum() > LONG))

    trial.bus.tap('plan', take)
    assert trial.run_until(lambda: bool(plans), 60.0)
    return plans[0]


def crate_on_the_way(scenario, aside):
    """Return the scenario with a crate on that path, moved aside (m) from its middle."""
    path = first_long_plan(scenario)
    field = PathPlanner(scenario.grid).bare
    room = field.at(field.to_local(path[:, :2]))
    far = np.hypot(*(path[:, :2] - path[0, :2]).T)
    x, y, yaw = path[np.flatnonzero((room > ROOM) & (far > UNSEEN))[0]]
    place = np.array([x - aside * np.sin(yaw), y + aside * np.cos(yaw), 0.2, 0, 0, yaw])
    crate = Model('furniture_crate_99', (Solid('crate', 'box', (0.4, 0.4, 0.4), place),))
    world = replace(scenario.world, models=(*scenario.world.models, crate))
    return replace(scenario, world=world)


@pytest.mark.parametrize('aside', [-0.15, 0.0, 0.15])
def test_a_crate_that_is_not_on_the_map_is_driven_round(aside):
    scenario = crate_on_the_way(load_scenario(ScenarioOptions(seed=5, laps=1)), aside)
    trial = Trial(scenario)
    states, stops, visits = set(), [], []

    def hear(topic, status):
        if status.name == Name.PATH_FOLLOWER:
            states.add(status.values[Key.STATE])

    def look(topic, status):
        if status.values[Key.STATE] == Gate.STOPPED:
            stops.append(status.values[Key.REASON])

    def note(topic, event):
        if event.values[Key.EVENT] == Event.VISITED:
            visits.append(event.stamp)

    trial.bus.tap('diagnostics', hear)
    trial.bus.tap('stop_reason', look)
    trial.bus.tap('patrol/events', note)
    assert trial.run_until(lambda: len(visits) == 2, 120.0)
    trial.run_until(lambda: False, 0.5)  # until the truth of that moment is known
    report = trial.report()
    assert report.contacts == 0
    assert report.missed == []
    assert report.arrival_error_m['max'] <= 0.06
    assert Follow.AVOIDING in states
    assert Reason.OBSTACLE not in stops  # the gate had nothing to do
    assert not states & {Follow.RECOVERING, Follow.BLOCKED}
