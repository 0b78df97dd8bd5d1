import numpy as np
import pytest

from patrol.planning.route_document import Order
from patrol.planning.strategies import Choice, preparing


def order_of(order, efforts, laps=1):
    *_, strategy = preparing(order, efforts)
    found = []
    for lap in range(laps):
        pending = list(range(len(efforts) - 1))
        while pending:
            found.append(strategy.choose(Choice(lap, tuple(pending))))
            pending.remove(found[-1])
    return found, strategy.returns


LINE = np.abs(np.subtract.outer([3.0, 1.0, 2.0, 0.0], [3.0, 1.0, 2.0, 0.0]))  # start at 0


@pytest.mark.parametrize(
    ('order', 'laps', 'wanted', 'returns'),
    [
        (Order.GIVEN, 2, [0, 1, 2, 0, 1, 2], False),
        (Order.LOOP, 2, [0, 1, 2, 0, 1, 2], True),
        (Order.BACK_AND_FORTH, 3, [0, 1, 2, 2, 1, 0, 0, 1, 2], False),
        (Order.SHORTEST, 2, [1, 2, 0, 1, 2, 0], True),
    ],
)
def test_orders(order, laps, wanted, returns):
    assert order_of(order, LINE, laps) == (wanted, returns)


def test_what_cannot_be_reached_comes_last():
    efforts = LINE.copy()
    efforts[1, :] = efforts[:, 1] = np.inf
    efforts[1, 1] = 0.0
    assert order_of(Order.SHORTEST, efforts)[0] == [2, 0, 1]


def test_where_the_start_is_cut_off_all_are_still_handed_out():
    efforts = np.full((4, 4), np.inf)
    np.fill_diagonal(efforts, 0.0)
    assert order_of(Order.SHORTEST, efforts)[0] == [0, 1, 2]
