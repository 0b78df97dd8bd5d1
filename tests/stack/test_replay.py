"""A round over DDS, written down by its nodes, lived through again by the trial's components.

Each component gets what its node heard, in that order and at those times, and must say the same:
nodes and trial are one wiring of one logic.
"""

import dataclasses
import os
import subprocess
import sys

import numpy as np
import pytest
from short_route import write_short_route

from patrol.bringup.stacks import CAR
from patrol.doors import WIRINGS
from patrol.nodes.trace import read_trace, relive
from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.sim.trial import default_components

pytestmark = [pytest.mark.ros, pytest.mark.serial]

PARTS = [node.name for node in CAR if node.name in WIRINGS]


@pytest.fixture(scope='module')
def recorded(tmp_path_factory):
    """Return route and traces of a short round of `patrol sim`."""
    folder = tmp_path_factory.mktemp('replay')
    route = write_short_route(folder / 'short.yaml')
    environment = {
        **os.environ,
        'PATROL_TRACE': str(folder / 'traces'),
        'PATROL_HOME': str(folder / 'home'),
    }
    command = [sys.executable, '-m', 'patrol.cli', 'sim', '--headless', '--laps', '1', '--json']
    result = subprocess.run(
        [*command, '--route', str(route)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return route, folder / 'traces'


@pytest.mark.timeout(400)
@pytest.mark.parametrize('name', PARTS)
def test_a_component_says_again_what_its_node_said(recorded, name):
    route, traces = recorded
    scenario = load_scenario(ScenarioOptions(route=str(route), laps=1))
    component = default_components(scenario)[name]()
    said = heard = 0
    for moment in read_trace(traces / f'{name}.trace'):
        assert moment.kind != 'heard' or moment.subject in WIRINGS[name].subscribes
        out = relive(component, moment)
        assert same(out, list(moment.out)), (moment.kind, moment.subject, moment.now)
        said += len(out)
        heard += moment.kind == 'heard'
    assert said > 10
    assert heard > 100 or not WIRINGS[name].subscribes


def same(a, b):
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == 'f')
    if dataclasses.is_dataclass(a):
        return type(a) is type(b) and all(
            same(getattr(a, f.name), getattr(b, f.name)) for f in dataclasses.fields(a)
        )
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    return a == b or (a != a and b != b)
