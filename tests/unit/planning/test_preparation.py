import numpy as np
import pytest
from drawn_plans import TWO_ROOMS, drawn

from patrol.planning.path_planner import PathPlanner
from patrol.planning.preparation import Preparation
from patrol.planning.route_document import Checkpoint, Order, Route
from patrol.planning.strategies import ClosedTour, GivenOrder

PLANNER = PathPlanner(drawn(TWO_ROOMS))


def prepared(order, count):
    x = np.linspace(0.6, 5.7, count)
    rows = tuple(Checkpoint(f'c{k}', np.array([x[k], 1.65, 0.0])) for k in range(count))
    preparation = Preparation(Route('r', np.array([0.6, 1.0, 0.0]), 1, order, rows), PLANNER)
    pieces = 0
    while not preparation.ready:
        preparation.work()
        pieces += 1
    return preparation.strategy, pieces


def test_a_written_order_needs_no_measuring():
    strategy, pieces = prepared(Order.GIVEN, 5)
    assert isinstance(strategy, GivenOrder)
    assert pieces == 1


@pytest.mark.parametrize('count', [1, 5, 20])
def test_the_shortest_order_is_measured_a_row_at_a_time(count):
    strategy, pieces = prepared(Order.SHORTEST, count)
    assert isinstance(strategy, ClosedTour)
    assert pieces > count
