import itertools

import pytest

from patrol.drive.board_clock import RUN_ON, BoardClock


def test_unknown_until_heard():
    clock = BoardClock()
    assert not clock.known
    clock.hear(100.0, 3.0)
    assert clock.known
    assert clock.read(3.0) == 100.0


def test_it_runs_on_for_a_moment_only():
    clock = BoardClock()
    clock.hear(100.0, 3.0)
    assert clock.read(3.1) == pytest.approx(100.1)
    assert clock.read(60.0) == pytest.approx(100.0 + RUN_ON)


@pytest.mark.parametrize('origin', [1.0, 1.8e9])
def test_stamps_strictly_increase_whatever_is_heard(origin):
    clock, stamps = BoardClock(), []
    for now in (0.0, 0.0, 0.01, 0.01, 0.02, 1.0, 1.0, 1.02):
        clock.hear(origin + (0.0 if now == 0.01 else now), now)
        stamps.append(clock.next(now))
    assert all(b > a for a, b in itertools.pairwise(stamps))


def test_a_clock_that_is_set_back_is_followed():
    clock = BoardClock()
    clock.hear(1000.0, 3.0)
    clock.next(3.0)
    clock.hear(2.0, 4.0)
    assert clock.next(4.0) == pytest.approx(2.0, abs=1e-3)
