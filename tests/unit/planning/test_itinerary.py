import numpy as np

from patrol.planning.itinerary import Itinerary, Verdict
from patrol.planning.route_document import Checkpoint, OnFailure, Order, Route
from patrol.planning.strategies import GivenOrder
from patrol.vocabulary import Miss


def books(laps=1, **policies):
    names = ('a', 'b', 'c')
    rows = tuple(
        Checkpoint(n, np.zeros(3), on_failure=policies.get(n, OnFailure.RETRY)) for n in names
    )
    return Itinerary(Route('r', np.zeros(3), laps, Order.GIVEN, rows), GivenOrder())


def lap(itinerary, fail=None):
    """Drive a lap, failing at what `fail` says; return the names tried."""
    tried = []
    while (checkpoint := itinerary.advance()) is not None:
        tried.append(checkpoint.name)
        reason = (fail or {}).get(checkpoint.name)
        if reason is None:
            itinerary.visit()
        else:
            itinerary.fail(reason)
    return tried


def test_laps_visit_everything():
    itinerary = books(laps=2)
    assert lap(itinerary) == ['a', 'b', 'c']
    assert itinerary.next_lap()
    assert lap(itinerary) == ['a', 'b', 'c']
    assert not itinerary.next_lap()
    assert itinerary.visits == 6
    assert itinerary.missed == []


def test_what_was_blocked_is_tried_once_more_at_the_end_of_the_lap():
    itinerary = books(laps=2)
    assert lap(itinerary, {'a': Miss.BLOCKED}) == ['a', 'b', 'c', 'a']
    assert [(m.lap, m.checkpoint, m.reason) for m in itinerary.missed] == [(0, 'a', 'blocked')]
    itinerary.next_lap()
    assert lap(itinerary, {'b': Miss.TIMEOUT}) == ['a', 'b', 'c', 'b']
    assert itinerary.visits == 4


def test_a_second_try_that_succeeds_is_no_miss():
    itinerary = books()
    assert itinerary.advance().name == 'a'
    assert itinerary.fail(Miss.BLOCKED) is Verdict.LATER
    assert lap(itinerary) == ['b', 'c', 'a']
    assert itinerary.missed == []


def test_policies():
    itinerary = books(a=OnFailure.SKIP, b=OnFailure.ABORT)
    itinerary.advance()
    assert itinerary.fail(Miss.BLOCKED) is Verdict.MISSED
    itinerary.advance()
    assert itinerary.fail(Miss.BLOCKED) is Verdict.ABORT
    assert itinerary.give_up() == ['c']
    assert [(m.checkpoint, m.reason) for m in itinerary.missed] == [
        ('a', Miss.BLOCKED),
        ('b', Miss.BLOCKED),
        ('c', Miss.ABORTED),
    ]


def test_an_operators_skip_is_final_and_no_reason_to_abort():
    itinerary = books(a=OnFailure.ABORT)
    itinerary.advance()
    assert itinerary.fail(Miss.SKIPPED) is Verdict.MISSED
    assert lap(itinerary) == ['b', 'c']


def test_what_has_no_way_is_not_tried_again():
    assert lap(books(), {'b': Miss.UNREACHABLE}) == ['a', 'b', 'c']


def test_giving_up_counts_what_is_under_way_and_what_was_put_off():
    itinerary = books()
    itinerary.advance()
    itinerary.fail(Miss.BLOCKED)
    itinerary.advance()
    assert itinerary.give_up() == ['a', 'b', 'c']
    assert itinerary.give_up() == []
    assert itinerary.checkpoint is None
