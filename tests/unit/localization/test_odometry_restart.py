import pytest

from patrol.localization.odometry_history import OdometryHistory

STILL = (0.0, 0.0)


def history(last=(0.2, 0.1, 0.5)):
    made = OdometryHistory()
    made.add(10.0, last, STILL)
    return made


@pytest.mark.parametrize('pause', [0.02, 0.5, 2.0])
def test_odometry_that_begins_anew_at_the_origin_is_a_break(pause):
    restarted = history()
    assert not restarted.add(10.0 + pause, (0.0, 0.0, 0.0), STILL)
    assert restarted.generation == 1


def test_driving_over_the_origin_is_none():
    made = history((-0.1, 0.01, 0.05))
    for step in range(1, 20):
        assert made.add(10.0 + 0.02 * step, (-0.1 + 0.012 * step, 0.01, 0.05), STILL)


def test_a_pause_on_the_way_to_the_origin_is_none():
    made = history((-0.5, 0.0, 0.0))
    assert made.add(11.0, (0.0, 1e-6, 0.0), STILL)
