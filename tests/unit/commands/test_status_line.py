import io

from patrol.commands.status_line import QUIET, StatusLine, describe
from patrol.components.round_driver import Stage
from patrol.messages import Level, Status
from patrol.vocabulary import Gate, Key, Name, Patrol, Reason

NOTHING = Status(0.0, Name.PATROL, Level.STALE, '')


def test_before_the_patrol_runs_the_line_says_what_is_waited_for():
    text = describe(3.0, Stage.RELEASE, 'e_stop_reset: somebody commands', NOTHING, NOTHING, 1.0)
    assert 'releasing the e-stop' in text
    assert 'somebody commands' in text


def test_a_running_patrol_and_a_stop():
    patrol = {
        Key.STATE: Patrol.DRIVING,
        Key.LAP: '1',
        Key.LAPS: '2',
        Key.VISITED: '3',
        Key.CHECKPOINT: 'kitchen',
        Key.REMAINING: '4.21',
    }
    gate = {Key.STATE: Gate.STOPPED, Key.REASON: Reason.OBSTACLE, Key.SENSOR: 'scan'}
    text = describe(
        61.24,
        Stage.RUNNING,
        '',
        Status(1.0, Name.PATROL, Level.OK, '', patrol),
        Status(1.0, Name.STOP_REASON, Level.WARN, '', gate),
        0.994,
    )
    for part in ('61.2 s', 'lap 1 of 2', '3 visited', 'kitchen 4.2 m', 'obstacle (scan)', '0.99x'):
        assert part in text


def test_a_gate_that_drives_is_not_mentioned():
    gate = Status(1.0, Name.STOP_REASON, Level.OK, '', {Key.STATE: Gate.DRIVING})
    assert 'driving' not in describe(1.0, Stage.RUNNING, '', NOTHING, gate, 1.0)


def test_elsewhere_than_on_a_terminal_the_line_comes_now_and_then():
    stream = io.StringIO()
    line = StatusLine(stream)
    for tick in range(100):
        line.show(f'tick {tick}', tick * QUIET / 10)
    line.end()
    assert stream.getvalue().splitlines() == [f'tick {n}' for n in range(0, 100, 10)]
