import pytest

from patrol.drive.board_link import FINE, BoardLink
from patrol.messages import Level, Status
from patrol.vocabulary import Board, Key, Name, Reason


def status(state=Board.STANDING, reason=Reason.NONE, sensor='', armed='true', fault=''):
    values = {
        Key.STATE: state,
        Key.REASON: reason,
        Key.SENSOR: sensor,
        Key.E_STOP: 'false' if armed == 'true' else 'true',
        Key.ARMED: armed,
        Key.FAULT: fault,
    }
    return Status(1.0, Name.BOARD, Level.OK, '', values)


def heard(**values):
    link = BoardLink(1.6)
    link.take(status(**values), 0.0)
    return link


def test_a_board_never_heard_is_silent_and_stopped():
    link = BoardLink(1.6)
    assert link.latched
    assert link.own_trouble(0.0) == (Reason.BOARD_SILENT, '_mcu/status')


def test_an_armed_board_is_fine_while_it_is_heard():
    link = heard()
    assert link.own_trouble(1.6) == FINE
    assert not link.latched
    assert link.own_trouble(1.7) == (Reason.BOARD_SILENT, '_mcu/status')


@pytest.mark.parametrize(
    ('values', 'trouble'),
    [
        (
            {'state': Board.E_STOP, 'reason': Reason.NOT_ARMED, 'armed': 'false'},
            (Reason.NOT_ARMED, ''),
        ),
        (
            {'state': Board.E_STOP, 'reason': Reason.E_STOP, 'sensor': 'e_stop_button'},
            (Reason.E_STOP, 'e_stop_button'),
        ),
        (
            {'state': Board.FAULT, 'reason': Reason.BATTERY_EMPTY, 'sensor': 'battery_state'},
            (Reason.BATTERY_EMPTY, 'battery_state'),
        ),
        (
            {'state': Board.STOPPING, 'reason': Reason.BOARD_CLIFF, 'sensor': 'cliff/x'},
            (Reason.BOARD_CLIFF, 'cliff/x'),
        ),
        (
            {'state': Board.FAULT, 'reason': Reason.BOARD_FAULT, 'fault': 'encoder_left'},
            (Reason.ENCODER_STUCK, 'encoder_left'),
        ),
        (
            {'state': Board.FAULT, 'reason': Reason.BOARD_FAULT, 'fault': 'bridge_hot'},
            (Reason.BOARD_FAULT, 'bridge_hot'),
        ),
    ],
)
def test_what_the_board_says_is_the_reason(values, trouble):
    assert heard(**values).own_trouble(0.1) == trouble


def test_a_word_that_nobody_knows_is_not_guessed_at():
    for values in ({'state': 'dancing'}, {'reason': 'because'}):
        link = heard(**values)
        assert link.own_trouble(0.1) == (Reason.BOARD_FAULT, '_mcu/status')
        assert link.latched


def test_a_latched_board_without_a_reason_is_an_e_stop():
    assert heard(armed='false').own_trouble(0.0) == (Reason.E_STOP, '')


def test_what_it_misses_from_motor_control_comes_last():
    link = heard(reason=Reason.MOTOR_SILENT, sensor='_mcu/wheel_commands')
    assert link.own_trouble(0.1) == FINE
    assert link.echo == (Reason.MOTOR_SILENT, '_mcu/wheel_commands')
