import dataclasses

import pytest
import yaml

from patrol.bringup.description import Group, NodeProcess, Policy
from patrol.bringup.parameter_file import check_parameter_file, write_parameter_file
from patrol.bringup.simulated_round import parameter_file
from patrol.errors import UserError
from patrol.nodes.node_table import NODES, parameter_types


@pytest.fixture
def check(tmp_path):
    def run(text):
        file = tmp_path / 'p.yaml'
        file.write_text(text)
        check_parameter_file(file, NODES)

    return run


def test_our_own_file_is_good():
    check_parameter_file(parameter_file(), NODES)


@pytest.mark.parametrize('node', NODES)
def test_our_own_file_holds_every_parameter_as_the_trial_has_it(node):
    told = yaml.safe_load(parameter_file().read_text())[node]['ros__parameters']
    defaults = {
        field.name: field.default
        for kind in parameter_types(node)
        for field in dataclasses.fields(kind)
    }
    assert told == defaults


GOOD = 'velocity_gate:\n  ros__parameters:\n'


@pytest.mark.parametrize(
    ('text', 'line', 'words'),
    [
        ('gate:\n  ros__parameters:\n    margin: 0.1\n', 1, "unknown node 'gate'"),
        (GOOD + '    margin: 0.1\n    marjin: 0.1\n', 4, "unknown parameter 'marjin'"),
        (GOOD + '    margin: 5.0\n', 3, "'margin' is 5.0, allowed is"),
        (GOOD + '    margin: wide\n', 3, "'margin' must be float"),
        (GOOD + '    margin: .nan\n', 3, "'margin' is nan"),
        ('velocity_gate:\n  parameters:\n    margin: 0.1\n', 2, "must be 'ros__parameters'"),
        ('velocity_gate: 3\n', 1, 'a mapping'),
        ('velocity_gate: [\n', 2, 'no YAML'),
        ('/**:\n  ros__parameters:\n    margin: 0.1\n', 3, "unknown parameter 'margin'"),
    ],
)
def test_a_mistake_is_told_with_its_line(check, text, line, words):
    with pytest.raises(UserError) as mistake:
        check(text)
    assert mistake.value.line == line
    assert words in str(mistake.value)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UserError, match='No such file'):
        check_parameter_file(tmp_path / 'none.yaml', NODES)


def test_an_empty_file_and_whole_numbers_are_good(check):
    check('')
    check(GOOD + '    person_speed: 1\n')


def test_what_is_written_can_be_read(tmp_path):
    node = NodeProcess(
        'patrol_planner',
        Group.NAVIGATION,
        Policy.END,
        '',
        {'route': 'it\'s {odd}: "x"', 'laps': 2},
    )
    file = tmp_path / 'told.yaml'
    write_parameter_file(file, [node])
    told = yaml.safe_load(file.read_text())['patrol_planner']['ros__parameters']
    assert told == {'route': 'it\'s {odd}: "x"', 'laps': 2, 'use_sim_time': True}
