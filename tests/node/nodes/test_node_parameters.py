from dataclasses import dataclass

import pytest
from graph import graph_of_nodes
from rcl_interfaces.msg import ParameterType
from rclpy.node import Node
from rclpy.parameter import Parameter

from patrol.errors import UserError
from patrol.nodes.node_parameters import declare
from patrol.parameters import parameter

pytestmark = pytest.mark.ros


@dataclass(frozen=True)
class Some:
    """Parameters for the test."""

    margin: float = parameter(0.1, 'room', low=0.0, high=0.5, unit='m')
    count: int = parameter(3, 'how many', low=1)
    mode: str = parameter('a', 'which', choices=('a', 'b'))
    on: bool = parameter(True, 'whether')


@dataclass(frozen=True)
class More:
    """Parameters of the node besides."""

    file: str = parameter('', 'which file')


@pytest.fixture
def make():
    with graph_of_nodes() as graph:

        def node(**values):
            made = Node(
                'n',
                context=graph.context,
                automatically_declare_parameters_from_overrides=True,
                parameter_overrides=[Parameter(k, value=v) for k, v in values.items()],
            )
            return graph.add(made)

        yield node


def test_defaults_and_overrides(make):
    node = make(margin=0.2, file='x')
    assert declare(node, [Some, More]) == [Some(margin=0.2), More('x')]
    assert node.get_parameter('margin').value == 0.2
    assert node.get_parameter('count').value == 3


def test_a_whole_number_will_do_for_a_float(make):
    assert declare(make(margin=0), [Some]) == [Some(margin=0.0)]


@pytest.mark.parametrize(
    ('values', 'words'),
    [
        ({'marjin': 0.1}, "unknown parameter 'marjin'"),
        ({'margin': 0.7}, "'margin' is 0.7, allowed is 0.0 .. 0.5"),
        ({'margin': 'wide'}, "'margin' must be float"),
        ({'count': 0}, "'count' is 0"),
        ({'mode': 'c'}, "'mode' is 'c', allowed: a, b"),
        ({'on': 1}, "'on' must be bool"),
    ],
)
def test_a_mistake_is_named(make, values, words):
    with pytest.raises(UserError, match=words):
        declare(make(**values), [Some, More])


def test_parameters_describe_themselves_and_do_not_change(make):
    node = make()
    declare(node, [Some])
    about = node.describe_parameter('margin')
    assert about.description == 'room [m]'
    assert about.type == ParameterType.PARAMETER_DOUBLE
    assert about.floating_point_range[0].to_value == 0.5
    (result,) = node.set_parameters([Parameter('margin', value=0.3)])
    assert not result.successful
