from patrol.messages import Level, Status
from patrol.report.stop_log import StopLog
from patrol.vocabulary import Gate, Key, Name, Reason


def status(stamp, state, reason=Reason.NONE, sensor=''):
    values = {Key.STATE: state, Key.REASON: reason, Key.SENSOR: sensor}
    return Status(stamp, Name.STOP_REASON, Level.OK, '', values)


def test_seconds_add_up_by_reason_and_sensor():
    log = StopLog()
    log.add(status(0.0, Gate.DRIVING))
    log.add(status(1.0, Gate.STOPPED, Reason.OBSTACLE, 'scan'))
    log.add(status(1.5, Gate.STOPPED, Reason.OBSTACLE, 'scan'))
    log.add(status(3.0, Gate.STOPPED, Reason.E_STOP))
    log.add(status(4.0, Gate.DRIVING))
    log.close(9.0)
    assert log.stops() == [
        {'reason': 'obstacle (scan)', 'seconds': 2.0},
        {'reason': 'e_stop', 'seconds': 1.0},
    ]


def test_a_stop_that_lasts_to_the_end_is_closed():
    log = StopLog()
    log.add(status(1.0, Gate.STOPPED, Reason.LOST))
    log.close(3.5)
    assert log.stops() == [{'reason': 'lost', 'seconds': 2.5}]
