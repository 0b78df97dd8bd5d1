"""The nodes find each other in whichever order they are started."""

import pytest
from process_stack import ProcessStack

from patrol.bringup.stacks import CAR, SIMULATOR

pytestmark = [
    pytest.mark.ros,
    pytest.mark.serial,
    pytest.mark.long,
    pytest.mark.timeout(400),
]

NAMES = [node.name for node in (SIMULATOR, *CAR)]
ORDERS = {
    'simulator last': [*NAMES[1:], NAMES[0]],
    'planner first': NAMES[::-1],
    'safety last': [*NAMES[3:], NAMES[0], *NAMES[1:3]],
}


@pytest.mark.parametrize('order', ORDERS.values(), ids=ORDERS)
def test_a_round_begins(order, tmp_path):
    assert sorted(order) == sorted(NAMES)
    with ProcessStack(tmp_path / 'run', order=order) as stack:
        stack.drive()
        assert not stack.seen['ground_truth/contacts'].messages
