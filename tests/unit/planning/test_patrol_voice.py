import numpy as np
import pytest

from patrol.messages import Level, Status
from patrol.planning.patrol_inputs import PatrolInputs
from patrol.planning.patrol_voice import PatrolVoice
from patrol.planning.planner_parameters import PlannerParameters
from patrol.planning.route_document import Checkpoint, Order, Route
from patrol.planning.strategies import GivenOrder
from patrol.vocabulary import Key, Name, Patrol

ROUTE = Route('r', np.zeros(3), 1, Order.GIVEN, (Checkpoint('a', np.ones(3)),), revision='abc')


class Listener:
    def __init__(self):
        self.heard = PatrolInputs()
        self.said = []
        self.voice = PatrolVoice(self.hear, self.heard, ROUTE, PlannerParameters())

    def hear(self, topic, message):
        self.said.append((topic, message))

    def topics(self):
        found = [topic for topic, _ in self.said]
        self.said.clear()
        return found

    def time(self, stamp):
        self.heard.take_diagnostics(Status(stamp, Name.VELOCITY_GATE, Level.OK, '', {}))


def test_it_introduces_itself_with_the_route_and_an_empty_plan():
    listener = Listener()
    listener.voice.introduce()
    said = dict(listener.said)
    assert list(said) == ['plan', 'patrol/route', 'patrol/markers']
    assert len(said['plan'].poses) == 0
    assert 'revision: abc' in said['patrol/route'].data


def test_the_lease_comes_with_each_report_the_state_twice_a_second_and_after_events():
    listener = Listener()
    listener.voice.report(0.0)
    assert listener.topics() == ['diagnostics', 'patrol/state']
    listener.voice.report(0.1)
    assert listener.topics() == ['diagnostics']
    listener.voice.machine.enter(Patrol.READY)
    listener.voice.machine.start(GivenOrder())
    assert listener.topics() == ['patrol/events', 'patrol/markers']
    listener.voice.report(0.2)
    state = dict(listener.said)['patrol/state']
    assert state.values[Key.NEXT] == 'a'
    listener.topics()
    listener.voice.report(0.6)
    assert listener.topics() == ['diagnostics']
    listener.voice.report(0.7)
    assert listener.topics() == ['diagnostics', 'patrol/state']


def test_plans_have_the_newest_stamp_and_never_the_same():
    listener = Listener()
    listener.time(100.0)
    machine = listener.voice.machine
    machine.enter(Patrol.READY)
    machine.start(GivenOrder())
    for _ in range(3):
        machine.abort('again')
        machine.start(GivenOrder())
    stamps = [message.stamp for topic, message in listener.said if topic == 'plan']
    assert stamps == pytest.approx([100.0, 100.001, 100.002])
    listener.time(200.0)
    machine.abort('again')
    assert [m.stamp for topic, m in listener.said if topic == 'plan'][-1] == 200.0
