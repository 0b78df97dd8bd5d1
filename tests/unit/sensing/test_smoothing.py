import pytest

from patrol.dimensions import load_dimensions
from patrol.sensing.smoothing import LONGEST_STEP, Smoother

LIMITS = load_dimensions().limits


@pytest.fixture
def smoother():
    return Smoother(LIMITS)


def test_bounds_keep_the_arc(smoother):
    assert smoother.bounded((1.2, 0.6)) == pytest.approx((0.6, 0.3))
    assert smoother.bounded((-0.5, 1.0)) == pytest.approx((-0.25, 0.5))
    assert smoother.bounded((0.0, -9.0)) == pytest.approx((0.0, -2.0))
    assert smoother.bounded((0.3, 0.3)) == (0.3, 0.3)


def test_ramps_up_and_down_comfortably(smoother):
    assert smoother.towards((0.6, 2.0), 0.02) == pytest.approx((0.016, 0.08))
    smoother.value = (0.6, 0.0)
    assert smoother.towards((0.0, 0.0), 0.02) == pytest.approx((0.584, 0.0))
    assert smoother.towards((0.59, 0.0), 0.02) == pytest.approx((0.59, 0.0))


def test_a_pause_is_no_jump(smoother):
    linear, _ = smoother.towards((0.6, 0.0), 1e9)
    assert linear == pytest.approx(LIMITS.acceleration * LONGEST_STEP)
