import numpy as np
import pytest

from patrol.dimensions import load_dimensions
from patrol.planning.effort import Effort, EffortParameters


def test_a_metre_with_ample_room_is_one_and_dearer_near_walls():
    effort = Effort.of(EffortParameters(), load_dimensions())
    per_metre = effort.per_metre(np.array([5.0, 0.7, 0.5, 0.3, 0.2]))
    assert per_metre[:2] == pytest.approx([1.0, 1.0])
    assert (np.diff(per_metre[1:]) > 0).all()
    assert per_metre[-1] > 5


def test_where_the_car_does_not_fit_nothing_helps():
    effort = Effort.of(EffortParameters(), load_dimensions())
    assert effort.least == pytest.approx(0.14 + 0.05)
    assert np.isinf(effort.per_metre(np.array([effort.least - 1e-6, -1.0]))).all()
    assert np.isfinite(effort.per_metre(np.array([effort.least])))
