import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.geometry import arc, between, compose, inverse, transform, wrap

number = st.floats(-50, 50)
angle = st.floats(-3.1, 3.1)
poses = st.tuples(number, number, angle).map(np.array)


@given(poses, poses)
def test_between_undoes_compose(a, b):
    assert compose(a, between(a, b)) == pytest.approx(b, abs=1e-9)


@given(poses)
def test_inverse_leads_back_to_the_origin(a):
    assert compose(a, inverse(a)) == pytest.approx(np.zeros(3), abs=1e-9)


def test_wrap_keeps_the_half_open_interval():
    assert wrap(np.pi) == pytest.approx(-np.pi)
    assert wrap(3 * np.pi + 0.1) == pytest.approx(-np.pi + 0.1)


def test_transform_turns_then_moves():
    moved = transform([1.0, 2.0, np.pi / 2], [[1.0, 0.0], [0.0, 1.0]])
    assert moved == pytest.approx(np.array([[1.0, 3.0], [0.0, 2.0]]))


def test_arc_of_a_quarter_turn():
    assert arc(np.pi / 2, np.pi / 2, 1.0) == pytest.approx([1.0, 1.0, np.pi / 2])


@given(st.floats(-1, 1), st.floats(-2, 2), st.floats(0, 1))
def test_arc_equals_many_small_steps(v, w, t):
    pose, n = np.zeros(3), 2000
    for _ in range(n):
        pose = compose(pose, [v * t / n, 0.0, w * t / n])
    assert arc(v, w, t) == pytest.approx(pose, abs=2e-3)
