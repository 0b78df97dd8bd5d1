import importlib.util
import json
from pathlib import Path

import pytest

from patrol.bringup.description import Group, Policy
from patrol.bringup.stacks import CAR, sim_stack
from patrol.doors import WIRINGS
from patrol.nodes.node_table import NODES, parameter_types
from patrol.parameters import load
from patrol.sim.scenario import ScenarioOptions

STACK = sim_stack(
    ScenarioOptions(seed=7, laps=2), map_file=Path('m.yaml'), route=Path('r.yaml'), speed=3
)


def test_the_stack_holds_every_component_of_the_car():
    drivers = {'board', 'round_driver', 'round_observer'}  # in the simulator, in the operator
    assert set(WIRINGS) - drivers <= set(STACK.names())
    assert len(set(STACK.names())) == len(STACK.names())


@pytest.mark.parametrize('node', STACK.nodes, ids=lambda n: n.name)
def test_every_node_can_be_started_as_it_is_told(node):
    assert importlib.util.find_spec(f'patrol.nodes.{node.name}')
    for kind in parameter_types(node.name):
        mine = {k: v for k, v in node.parameters.items() if k in kind.__dataclass_fields__}
        load(kind, mine)
    known = {name for kind in parameter_types(node.name) for name in kind.__dataclass_fields__}
    assert set(node.parameters) <= known


@pytest.mark.parametrize('node', STACK.nodes, ids=lambda n: n.name)
def test_every_policy_says_why(node):
    assert node.why
    assert node.policy in Policy


def test_the_gate_shares_no_group_with_heavy_work():
    safety = {node.name for node in STACK.nodes if node.group is Group.SAFETY}
    assert safety == {'motor_control', 'velocity_gate'}


def test_all_but_the_simulator_live_in_simulated_time():
    assert [n.name for n in STACK.nodes if not n.simulated_time] == ['simulator']


def test_the_simulator_is_told_the_scenario():
    told = STACK['simulator'].parameters
    assert ScenarioOptions(**json.loads(told['scenario'])) == ScenarioOptions(seed=7, laps=2)
    assert told['speed'] == 3.0


def test_the_car_is_not_told_of_the_simulation():
    assert all('scenario' not in node.parameters for node in CAR)
    assert set(NODES) == {node.name for node in CAR} | {'simulator'}
