import math

import pytest

from patrol.dimensions import load_dimensions
from patrol.sim.board_guards import BatteryGuard, CliffGuard, EncoderGuard

CAR = load_dimensions()
NAMES = list(CAR.cliff_mounts)
FLOOR = [mount[2] for mount in CAR.cliff_mounts.values()]
PERIOD = 0.01


@pytest.mark.parametrize('missing', [math.nan, math.inf, 0.3])
@pytest.mark.parametrize('name', NAMES)
def test_two_samples_without_floor_close_that_end_and_name_the_sensor(name, missing):
    guard, distances = CliffGuard(CAR), list(FLOOR)
    distances[NAMES.index(name)] = missing
    guard.look(distances)
    assert (guard.front, guard.rear) == ('', '')
    guard.look(distances)
    ends = (f'cliff/{name}', '') if name.startswith('front') else ('', f'cliff/{name}')
    assert (guard.front, guard.rear) == ends
    guard.look(FLOOR)
    assert (guard.front, guard.rear) == ('', '')


def test_a_step_within_the_limit_is_floor():
    guard = CliffGuard(CAR)
    for _ in range(5):
        guard.look([d + 0.9 * CAR.cliff_floor_limit for d in FLOOR])
    assert guard.front == ''
    guard.look(FLOOR)
    for _ in range(2):
        guard.look([d + 1.1 * CAR.cliff_floor_limit for d in FLOOR])
    assert guard.front


def drive(guard, seconds, *, speed=(5.0, 5.0), wanted=(5.0, 5.0), volts=(6.0, 6.0)):
    """Run the guard; return after how long it found a fault."""
    position = [1.0, 1.0]
    for step in range(round(seconds / PERIOD)):
        position = [p + PERIOD * s for p, s in zip(position, speed, strict=True)]
        guard.look(position, speed, wanted, volts)
        if guard.fault:
            return (step + 1) * PERIOD
    return None


def test_turning_wheels_are_fine():
    assert drive(EncoderGuard(PERIOD), 10.0) is None


@pytest.mark.parametrize(
    ('speed', 'fault'),
    [
        ((0.0, 5.0), 'encoder_left'),
        ((5.0, 0.0), 'encoder_right'),
        ((-5.0, 5.0), 'encoder_left_reversed'),
        ((5.0, -5.0), 'encoder_right_reversed'),
    ],
)
def test_each_fault_has_its_name_within_a_fifth_of_a_second(speed, fault):
    guard = EncoderGuard(PERIOD)
    assert drive(guard, 1.0, speed=speed) < 0.2
    assert guard.fault == fault
    assert guard.faulty == {1 if 'right' in fault else 0}
    guard.reset()
    assert (guard.fault, guard.faulty) == ('', set())


def test_a_weak_drive_that_does_not_overcome_friction_is_no_fault():
    assert drive(EncoderGuard(PERIOD), 5.0, speed=(0.0, 0.0), volts=(2.0, 2.0)) is None


def test_the_moment_of_reversing_is_no_fault():
    guard = EncoderGuard(PERIOD)
    assert drive(guard, 0.08, speed=(5.0, 5.0), wanted=(-5.0, -5.0)) is None
    assert drive(guard, 1.0, speed=(-5.0, -5.0), wanted=(-5.0, -5.0)) is None


def test_the_battery_is_empty_after_a_second_below_and_full_only_well_above():
    guard = BatteryGuard(9.6, PERIOD)
    for _ in range(99):
        guard.look(9.5)
    guard.look(9.7)
    assert not guard.empty
    for _ in range(102):
        guard.look(9.5)
    assert guard.empty
    guard.look(10.0)
    assert guard.empty
    guard.look(10.2)
    assert not guard.empty
