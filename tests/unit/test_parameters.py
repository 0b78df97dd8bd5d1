from dataclasses import dataclass

import pytest

from patrol.errors import UserError
from patrol.parameters import load, parameter


@dataclass(frozen=True)
class Example:
    speed: float = parameter(0.5, 'top speed', low=0.0, high=1.0, unit='m/s')
    beams: int = parameter(60, 'beams used', low=1)
    order: str = parameter('loop', 'order', choices=('loop', 'given'))
    on: bool = parameter(True, 'switch')


def test_values_replace_defaults_and_whole_numbers_serve_as_floats():
    assert load(Example, {'speed': 1, 'on': False}) == Example(speed=1.0, on=False)


@pytest.mark.parametrize(
    ('values', 'words'),
    [
        ({'sped': 0.1}, "unknown parameter 'sped'"),
        ({'speed': 1.5}, "'speed' is 1.5, allowed is 0.0 .. 1.0"),
        ({'speed': float('nan')}, "'speed' is nan"),
        ({'beams': 0}, "'beams' is 0"),
        ({'beams': 1.5}, "'beams' must be int"),
        ({'beams': True}, "'beams' must be int"),
        ({'order': 'random'}, "'order' is 'random', allowed: loop, given"),
        ({'on': 'yes'}, "'on' must be bool"),
    ],
)
def test_a_mistake_is_named(values, words):
    with pytest.raises(UserError, match=r'p\.yaml:7: ') as mistake:
        load(Example, values, file='p.yaml', lines=dict.fromkeys(values, 7))
    assert words in str(mistake.value)
