import math

import numpy as np
import pytest

from patrol.dimensions import load_dimensions
from patrol.messages import WheelCommands
from patrol.sim.command_gate import AHEAD, LIFETIME, CommandGate
from patrol.vocabulary import Reason

NOW = 100.0


def command(stamp=NOW, left=5.0, right=6.0):
    return WheelCommands(stamp, np.array([left, right]))


@pytest.fixture
def gate():
    return CommandGate(load_dimensions())


def test_a_good_command_lives_for_its_lifetime(gate):
    assert gate.take(command(), NOW)
    assert gate.wanted(NOW + LIFETIME - 0.001) == (5.0, 6.0)
    assert gate.wanted(NOW + LIFETIME + 0.001) == (0.0, 0.0)


def test_a_late_command_lives_from_its_stamp(gate):
    assert gate.take(command(NOW - 0.15), NOW)
    assert gate.fresh(NOW + 0.04)
    assert not gate.fresh(NOW + 0.06)


def test_stamps_must_strictly_increase(gate):
    assert gate.take(command(NOW), NOW)
    assert not gate.take(command(NOW, 1.0, 1.0), NOW)
    assert not gate.take(command(NOW - 0.01, 1.0, 1.0), NOW)
    assert gate.reason is Reason.CLOCK
    assert gate.wanted(NOW) == (5.0, 6.0)
    assert gate.take(command(NOW + 1e-6, 1.0, 1.0), NOW)
    assert (gate.reason, gate.refused) == (Reason.NONE, '')


@pytest.mark.parametrize(
    ('bad', 'reason'),
    [
        (command(NOW - LIFETIME - 0.01), Reason.CLOCK),
        (command(NOW + AHEAD + 0.01), Reason.CLOCK),
        (command(1.8e9), Reason.CLOCK),
        (command(0.0), Reason.CLOCK),
        (command(math.nan), Reason.COMMAND_INVALID),
        (command(left=math.nan), Reason.COMMAND_INVALID),
        (command(right=math.inf), Reason.COMMAND_INVALID),
        (command(left=-40.0), Reason.COMMAND_INVALID),
    ],
)
def test_bad_commands_do_not_count(gate, bad, reason):
    assert not gate.take(bad, NOW)
    assert gate.wanted(NOW) == (0.0, 0.0)
    assert gate.reason is reason
    assert gate.refused


def test_what_was_forgotten_does_not_come_back(gate):
    gate.take(command(), NOW)
    gate.forget()
    assert gate.wanted(NOW) == (0.0, 0.0)
    assert not gate.take(command(), NOW)
    assert gate.wanted(NOW) == (0.0, 0.0)


def test_a_board_whose_clock_is_set_back_believes_new_commands_again(gate):
    gate.take(command(NOW), NOW)
    assert not gate.fresh(5.0)
    assert gate.take(command(5.0), 5.0)
