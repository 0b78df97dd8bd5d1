import numpy as np

from patrol.component import Call, Reply
from patrol.components.round_driver import RoundDriver, Stage
from patrol.messages import Level, Status
from patrol.vocabulary import Key, Localized, Name, Patrol, Reason


def tell(driver, name, now, **values):
    keys = {Key[key.upper()]: value for key, value in values.items()}
    driver.handle('diagnostics', Status(now, name, Level.OK, '', keys), now)


def patrol_state(driver, state, now):
    status = Status(now, Name.PATROL, Level.OK, '', {Key.STATE: state})
    driver.handle('patrol/state', status, now)


def topics(publications):
    return [p.topic for p in publications]


def test_each_step_follows_what_was_seen():
    driver = RoundDriver(np.array([1.0, 2.0, 0.5]))
    assert driver.tick(0.0) == []
    assert driver.stage is Stage.STACK
    tell(driver, Name.MOTOR_CONTROL, 1.0, state='stopped', reason=Reason.NOT_ARMED)
    tell(driver, Name.VELOCITY_GATE, 1.0)
    tell(driver, Name.LOCALIZATION, 1.0, state=Localized.WAITING)
    placed = driver.tick(1.0)
    assert topics(placed) == ['initialpose']
    assert placed[0].message.pose.tolist() == [1.0, 2.0, 0.5]
    assert driver.tick(1.1) == []  # asked just now
    tell(driver, Name.LOCALIZATION, 2.0, state=Localized.TRACKING)
    driver.tick(2.1)
    assert driver.stage is Stage.PLANNER
    patrol_state(driver, Patrol.READY, 2.2)
    released = driver.tick(2.3)
    assert [(p.topic, type(p.message)) for p in released] == [('e_stop_reset', Call)]
    tell(driver, Name.MOTOR_CONTROL, 2.4, state='ok', reason=Reason.NONE)
    assert topics(driver.tick(3.4)) == ['patrol/start']
    driver.reply('patrol/start', Reply(True, ''), 3.5)
    assert driver.stage is Stage.RUNNING
    patrol_state(driver, Patrol.DONE, 9.0)
    assert driver.stage is Stage.FINISHED
    assert driver.outcome == Patrol.DONE


def test_it_never_releases_an_e_stop_of_a_running_round():
    driver = RoundDriver(np.zeros(3))
    driver.reply('patrol/start', Reply(True, ''), 0.0)
    tell(driver, Name.MOTOR_CONTROL, 1.0, state='stopped', reason=Reason.E_STOP)
    patrol_state(driver, Patrol.PAUSED, 1.0)
    assert [driver.tick(t) for t in (1.0, 5.0, 60.0)] == [[], [], []]


def test_a_round_that_somebody_else_started_is_left_alone():
    driver = RoundDriver(np.zeros(3))
    tell(driver, Name.LOCALIZATION, 0.0, state=Localized.TRACKING)
    tell(driver, Name.VELOCITY_GATE, 0.0)
    patrol_state(driver, Patrol.DRIVING, 0.5)
    tell(driver, Name.MOTOR_CONTROL, 1.0, state='stopped', reason=Reason.E_STOP)
    patrol_state(driver, Patrol.PAUSED, 1.0)
    assert [driver.tick(t) for t in (1.0, 5.0, 60.0)] == [[], [], []]


def test_it_never_releases_an_e_stop_that_somebody_pressed():
    driver = RoundDriver(np.zeros(3))
    tell(driver, Name.LOCALIZATION, 0.0, state=Localized.TRACKING)
    tell(driver, Name.VELOCITY_GATE, 0.0)
    tell(driver, Name.MOTOR_CONTROL, 0.0, state='stopped', reason=Reason.E_STOP)
    patrol_state(driver, Patrol.READY, 0.0)
    assert [driver.tick(t) for t in (1.0, 5.0, 60.0)] == [[], [], []]
    tell(driver, Name.MOTOR_CONTROL, 61.0, state='standing', reason=Reason.NONE)
    assert driver.tick(61.0) == []


def test_a_refusal_is_kept():
    driver = RoundDriver(np.zeros(3))
    driver.reply('patrol/start', Reply(False, 'no map yet'), 0.0)
    assert driver.complaint == 'patrol/start: no map yet'
    assert driver.stage is Stage.STACK
