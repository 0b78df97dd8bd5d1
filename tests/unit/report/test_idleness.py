import pytest

from patrol.report.idleness import intervals, mean_idleness, worst_idleness


def test_open_ends_count():
    assert intervals([3.0, 5.0], 0.0, 9.0) == [3.0, 2.0, 4.0]
    assert worst_idleness({'a': [3.0, 5.0], 'b': []}, 0.0, 9.0) == 9.0


def test_mean_is_the_time_average_of_the_sawtooth():
    # One visit in the middle of 10 s: two triangles of 5 s, mean height 2.5 s.
    assert mean_idleness({'a': [5.0]}, 0.0, 10.0) == pytest.approx(2.5)
    assert mean_idleness({'a': [5.0], 'b': []}, 0.0, 10.0) == pytest.approx((2.5 + 5.0) / 2)


def test_an_empty_span_has_no_idleness():
    assert mean_idleness({'a': []}, 2.0, 2.0) == 0.0
