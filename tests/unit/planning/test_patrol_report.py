import numpy as np

from patrol.messages import Level
from patrol.planning.itinerary import Itinerary
from patrol.planning.patrol_report import (
    MISSED,
    PENDING,
    TARGET,
    VISITED,
    Situation,
    event_status,
    lease_status,
    markers,
    state_status,
)
from patrol.planning.route_document import Checkpoint, Order, Route
from patrol.planning.strategies import GivenOrder
from patrol.vocabulary import CURES, Event, Key, Miss, Name, Patrol, Reason

ROWS = tuple(
    Checkpoint(n, np.array([1.0, 2.0, 0.0]), any_heading=n == 'd') for n in ('a', 'b', 'c', 'd')
)
ROUTE = Route('r', np.zeros(3), 3, Order.GIVEN, ROWS, revision='abc')


def test_the_state_has_every_key_a_reader_needs():
    books = Itinerary(ROUTE, GivenOrder())
    books.advance()
    books.visit()
    books.advance()
    books.fail(Miss.UNREACHABLE)
    now = Situation(4.5, ROUTE, Patrol.DRIVING, target='c', remaining=2.5, itinerary=books)
    status = state_status(now)
    assert (status.name, status.stamp, status.level) == (Name.PATROL, 4.5, Level.OK)
    assert status.values == {
        Key.STATE: 'driving',
        Key.REASON: 'none',
        Key.CURE: '',
        Key.LAP: '1',
        Key.LAPS: '3',
        Key.NEXT: 'c',
        Key.VISITED: '1',
        Key.MISSED: '1',
        Key.REMAINING: '2.5',
        Key.REVISION: 'abc',
    }


def test_trouble_is_a_warning_with_its_cure():
    now = Situation(0.0, ROUTE, Patrol.PAUSED, Reason.PAUSED)
    assert state_status(now).level is Level.WARN
    assert state_status(now).message == CURES[Reason.PAUSED]
    lease = lease_status(now)
    assert lease.name == Name.PATROL_PLANNER
    assert lease.values[Key.REASON] == Reason.PAUSED


def test_an_event_says_what_where_and_why():
    now = Situation(1.0, ROUTE, Patrol.DRIVING)
    event = event_status(now, Event.MISSED, 'a', Miss.BLOCKED)
    assert event.message == 'missed a: blocked'
    assert event.values[Key.EVENT] == Event.MISSED
    assert event.values[Key.CHECKPOINT] == 'a'
    assert event.values[Key.REASON] == Miss.BLOCKED
    assert event.values[Key.LAP] == '0'


def test_markers_show_how_far_the_round_is():
    now = Situation(1.0, ROUTE, Patrol.DRIVING, target='c', outcomes={'a': True, 'b': False})
    drawn = markers(now).markers
    spheres = [m.colour for m in drawn if m.namespace == 'checkpoints']
    assert spheres == [VISITED, MISSED, TARGET, PENDING]
    assert [m.text for m in drawn if m.namespace == 'names'] == ['a', 'b', 'c', 'd']
    assert [m.id for m in drawn if m.namespace == 'headings'] == [0, 1, 2]  # d takes any
