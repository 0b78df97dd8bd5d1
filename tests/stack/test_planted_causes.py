"""Plants one cause after the other into a driving car; the operator must read exactly that cause.

The confusion matrix is printed. A cause that needs another place than the round through the
office has a scene of its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from causes import Cause
from causes_planted import PLACES, ROUND
from operated_trial import OperatedTrial

from patrol.messages import Velocity
from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.sim.world import Model, Solid
from patrol.vocabulary import Gate

pytestmark = pytest.mark.long

#: A car that was stopped stands this long (s) after the cause was planted, at the latest.
STANDS = 1.0
BESIDE = Solid('wall', 'box', (2.0, 0.1, 1.0), np.array([2.5, 7.95, 0.5, 0.0, 0.0, 0.0]))
SHUT = Solid('shutter', 'box', (1.3, 0.1, 1.0), np.array([3.4, 6.95, 0.5, 0.0, 0.0, 0.0]))
STARTS = {
    'beside a wall': (2.5, 8.2, 0.0),
    'stairs': (11.5, 5.0, 0.0),
    'stairs behind': (12.5, 5.0, np.pi),
    'glass': (7.0, 8.0, np.pi / 2 + 0.15),
}
NOBODY = dict.fromkeys(
    ('path_follower', 'patrol_planner', 'obstacle_sensing', 'localization', 'map_server')
)


def with_furniture(scenario, solid):
    """Put something into the world that is not on the map."""
    models = (*scenario.world.models, Model(f'furniture_{solid.name}', (solid,)))
    return replace(scenario, world=replace(scenario.world, models=models))


def scene(name):
    """Return a trial at a place, released; the patrol runs where there is one."""
    if name in STARTS:
        world = 'office' if name == 'beside a wall' else 'yard'
        scenario = load_scenario(ScenarioOptions(world=world))
        if name == 'beside a wall':
            scenario = with_furniture(scenario, BESIDE)
        trial = OperatedTrial(replace(scenario, start=np.array(STARTS[name])), NOBODY)
        trial.wait(1.0)
        assert trial.bus.call('e_stop_reset', trial.time).success
        trial.wait(0.2)
        return trial
    scenario = load_scenario(ScenarioOptions(laps=3))
    if name == 'shut door':
        scenario = with_furniture(scenario, SHUT)
    trial = OperatedTrial(scenario)
    assert trial.bring_back(), trial.seen()
    return trial


def read(trial, cause: Cause):
    """Plant a cause; return what the operator reads, and the distance driven at the end."""
    if cause.teleop is not None:
        trial.stream['cmd_vel_teleop'] = lambda stamp: Velocity(stamp, *cause.teleop)
        trial.wait(1.0)
    cause.plant(trial)
    trial.wait(cause.seconds - STANDS / 2)
    before = np.array(trial.simulation.true_pose)
    trial.wait(STANDS / 2)
    moved = float(np.hypot(*(trial.simulation.true_pose - before)[:2]))
    return trial.seen(), trial.patrol_state(), moved


def line(cause, seen, patrol, moved):
    mark = ' ' if seen == cause.expected else '*'
    return f'{mark} {cause.name:36} {" ".join(seen):52} {patrol:10} {moved:6.3f}'


def confusion(results):
    """Return expected against seen, one row per expected (state, reason, sensor)."""
    rows = Counter((cause.expected, seen) for cause, seen, _, _ in results)
    lines = [f'{"expected":54} {"seen":54} times']
    for (expected, seen), count in sorted(rows.items()):
        same = '=' if expected == seen else ' '.join(seen)
        lines.append(f'{" ".join(expected):54} {same:54} {count:5}')
    return '\n'.join(lines)


def wrong(cause, seen, patrol, moved):
    """Return whether a result is not exactly the one expected."""
    stands = moved < 0.02 if cause.state != Gate.DRIVING else moved > 0.05
    told = cause.patrol is None or patrol == cause.patrol
    return seen != cause.expected or not stands or not told


@pytest.mark.timeout(1800)
def test_every_planted_cause_is_named_and_mended(capsys):
    results, stuck = [], []
    trial = scene('round')
    for cause in ROUND:
        results.append((cause, *read(trial, cause)))
        trial.mend()
        if not trial.bring_back():
            stuck.append(cause.name)
            trial = scene('round')
    for cause in PLACES:
        results.append((cause, *read(scene(cause.scene), cause)))
    with capsys.disabled():
        print('', *(line(*result) for result in results), confusion(results), sep='\n')
    assert len(results) >= 30
    assert [cause.name for cause, *rest in results if wrong(cause, *rest)] == []
    assert stuck == []  # without the fault, and after what an operator can do, it drives on
