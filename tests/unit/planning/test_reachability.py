from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drawn_plans import CHAMBER, drawn

from patrol.errors import UserError
from patrol.planning.floor import Floor
from patrol.planning.lap_length import lap_length
from patrol.planning.path_planner import PathPlanner
from patrol.planning.reachability import check_reachability, vet_route
from patrol.planning.route_document import Checkpoint, Order, Route


def findings(start=(1.0, 1.0), **places):
    rows = tuple(Checkpoint(name, np.array([*place, 0.0])) for name, place in places.items())
    route = Route('r', np.array([*start, 0.0]), 1, Order.GIVEN, rows)
    return check_reachability(route, Floor(drawn(CHAMBER)))


def test_what_can_be_reached_is_not_mentioned():
    assert findings(a=(0.8, 0.8), b=(1.8, 1.5)) == []


def test_each_reason_has_its_words():
    told = findings(a=(2.5, 1.0), b=(0.4, 1.0), c=(3.5, 1.0), d=(3.6, 1.2), e=(0.5, 1.0))
    assert [(f.checkpoint, f.fatal) for f in told] == [
        ('a', True),
        ('b', True),
        ('c', True),
        ('d', True),
        ('e', False),
    ]
    messages = [f.message for f in told]
    assert 'in a wall' in messages[0]
    assert '0.10 m from a wall' in messages[1]
    assert messages[2] == "checkpoint 'c' cannot be reached from the start, only from d"
    assert 'to turn there the car needs' in messages[4]


def test_a_checkpoint_that_is_alone_says_so():
    assert 'nor from any other checkpoint' in findings(a=(3.5, 1.0))[0].message


def test_a_start_in_a_wall_is_found_and_the_rest_checked_all_the_same():
    told = findings(start=(2.5, 1.0), a=(1.0, 1.0), b=(2.5, 1.5))
    assert [f.checkpoint for f in told] == ['', 'b']
    assert told[0].message.startswith('the start at (2.50, 1.00) cannot be used')


def test_before_a_round_a_start_in_a_wall_is_refused_and_the_rest_remarked():
    rows = (Checkpoint('z', np.array([3.5, 1.0, 0.0])),)
    file, lines = Path('r.yaml'), {'': 4, 'z': 6}
    good = Route('r', np.array([1.0, 1.0, 0.0]), 1, Order.GIVEN, rows, lines=lines)
    remarks = vet_route(good, drawn(CHAMBER), file)
    assert len(remarks) == 1
    assert remarks[0].startswith("r.yaml:6: checkpoint 'z' cannot be reached")
    with pytest.raises(UserError, match=r'^r.yaml:4: the start at \(2.50, 1.00\) cannot be'):
        vet_route(replace(good, start=np.array([2.5, 1.0, 0.0])), drawn(CHAMBER), file)


def test_the_length_of_a_lap():
    rows = tuple(
        Checkpoint(n, np.array([x, 1.0, 0.0])) for n, x in (('a', 1.9), ('b', 1.0), ('z', 3.5))
    )
    planner = PathPlanner(drawn(CHAMBER))
    start = np.array([0.6, 1.0, 0.0])
    given = lap_length(Route('r', start, 1, Order.GIVEN, rows), planner)
    assert given[1] == ['a', 'b']
    assert abs(given[0] - (1.3 + 0.9)) < 0.15
    closed = lap_length(Route('r', start, 1, Order.SHORTEST, rows), planner)
    assert closed[1] == ['b', 'a']
    assert abs(closed[0] - 2.6) < 0.2
