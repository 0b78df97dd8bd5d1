import pytest

from patrol.drive.encoder_odometer import Break, EncoderOdometer

FASTEST = 40.0


def odometer(stamp=10.0, position=(5.0, 6.0)):
    made = EncoderOdometer(FASTEST)
    assert made.take(stamp, position, (0.0, 0.0)).broken is Break.FIRST
    return made


def test_the_first_state_is_no_motion():
    first = EncoderOdometer(FASTEST).take(3.0, (100.0, -100.0), (5.0, 5.0))
    assert (first.left, first.right) == (0.0, 0.0)


def test_differences():
    travel = odometer().take(10.02, (5.1, 6.2), (5.0, 10.0))
    assert (travel.dt, travel.left, travel.right) == pytest.approx((0.02, 0.1, 0.2))
    assert travel.broken is Break.NONE


def test_lost_messages_lose_no_way():
    travel = odometer().take(10.2, (8.0, 9.0), (15.0, 15.0))
    assert (travel.left, travel.right, travel.broken) == (3.0, 3.0, Break.NONE)


@pytest.mark.parametrize('position', [(0.0, 0.0), (0.1, -0.1)])
def test_counters_that_restart_do_not_move_the_car(position):
    restarted = odometer()
    travel = restarted.take(11.5, position, (0.0, 0.0))
    assert (travel.left, travel.right, travel.broken) == (0.0, 0.0, Break.RESTART)
    after = restarted.take(11.52, (position[0] + 0.1, position[1] + 0.1), (5.0, 5.0))
    assert (after.left, after.right, after.broken) == pytest.approx((0.1, 0.1, Break.NONE))


def test_a_counter_that_wraps_is_bridged_by_the_speeds():
    wrapped = odometer(position=(1000.0, 5.0)).take(10.02, (-1000.0, 5.2), (10.0, 10.0))
    assert (wrapped.left, wrapped.right) == pytest.approx((0.2, 0.2))
    assert wrapped.broken is Break.JUMP


def test_a_jump_with_nonsense_for_speed_is_standing():
    jumped = odometer().take(10.02, (50.0, 6.0), (1e9, 0.0))
    assert (jumped.left, jumped.right, jumped.broken) == (0.0, 0.0, Break.JUMP)


def test_a_clock_that_goes_back_moves_nothing_and_goes_on_from_there():
    back = odometer()
    travel = back.take(2.0, (0.2, 0.1), (5.0, 5.0))
    assert (travel.dt, travel.left, travel.right) == (0.0, 0.0, 0.0)
    assert travel.broken is Break.CLOCK
    assert back.take(2.02, (0.3, 0.2), (5.0, 5.0)).broken is Break.NONE


def test_a_repeated_stamp_is_of_a_broken_clock_and_loses_no_way():
    stuck = odometer()
    assert stuck.take(10.0, (5.1, 6.1), (5.0, 5.0)).broken is Break.CLOCK
    assert stuck.take(10.04, (5.2, 6.2), (5.0, 5.0)).left == pytest.approx(0.2)


def test_a_clock_that_leaps_ahead_keeps_the_small_way():
    travel = odometer().take(4000.0, (5.1, 6.1), (5.0, 5.0))
    assert travel.broken is Break.CLOCK
    assert travel.left == pytest.approx(0.1)
