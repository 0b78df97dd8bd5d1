import pytest

from patrol.nodes.clocks import GRACE, SimulatedClock


class Hands:
    """A simulated and a real clock, set by hand."""

    def __init__(self):
        self.stamp = 0.0
        self.real = 100.0
        self.clock = SimulatedClock(lambda: self.stamp, lambda: self.real)

    def pass_by(self, simulated, real):
        self.stamp += simulated
        self.real += real
        return self.clock.now()


@pytest.fixture
def hands():
    return Hands()


def test_it_follows_simulated_time_however_slow_that_is(hands):
    hands.pass_by(1.0, 0.1)
    begin = hands.clock.now()
    for _ in range(100):
        hands.pass_by(0.02, 0.2)
    assert hands.clock.now() - begin == pytest.approx(2.0)


def test_real_time_runs_when_simulated_time_has_stopped(hands):
    hands.pass_by(1.0, 0.1)
    begin = hands.clock.now()
    assert not hands.clock.silent
    assert hands.pass_by(0.0, GRACE) - begin == pytest.approx(0.0)
    assert hands.pass_by(0.0, 3.0) - begin == pytest.approx(3.0)
    assert hands.clock.silent
    assert hands.pass_by(0.02, 0.0) - begin == pytest.approx(3.02)
    assert not hands.clock.silent


def test_a_simulation_that_starts_anew_does_not_turn_time_back(hands):
    before = hands.pass_by(50.0, 1.0)
    hands.stamp = 1.0
    assert hands.clock.now() == before
    assert hands.pass_by(0.5, 0.1) == pytest.approx(before + 0.5)


def test_the_first_stamp_is_no_jump(hands):
    begin = hands.clock.now()
    assert hands.pass_by(1e9, 0.1) == begin
