import numpy as np
import pytest

from patrol.drive.gyro_heading import GyroHeading


def heading(**changed):
    values = {'scale': 1.0, 'noise': 0.002, 'bias_sigma': 0.05, 'bias_drift': 5e-5, **changed}
    return GyroHeading(*values.values())


def feed(gyro, rates, start=0.0, *, standing=False, dt=0.01):
    for number, rate in enumerate(rates):
        gyro.add(start + number * dt, float(rate), standing=standing)
    return start + (len(rates) - 1) * dt


def test_a_steady_turn_is_integrated():
    gyro = heading()
    gyro.add(0.0, 0.5, standing=False)
    assert gyro.turn(0.0) is None  # nothing was seen before
    end = feed(gyro, [0.5] * 100, 0.01)
    assert gyro.turn(end) == pytest.approx(0.5)


def test_wheel_states_between_two_samples_lose_nothing():
    gyro = heading()
    gyro.add(0.0, 0.0, standing=False)
    gyro.turn(0.0)
    total = 0.0
    for number in range(1, 201):
        gyro.add(number * 0.01, number * 0.01, standing=False)
        if number % 2 == 0:
            total += gyro.turn(number * 0.01 + 0.004)
    assert total == pytest.approx(0.5 * 2.004**2, abs=1e-4)


def test_the_bias_is_learned_while_standing_and_frozen_in_motion():
    rng = np.random.default_rng(1)
    gyro = heading()
    end = feed(gyro, 0.0175 + 0.002 * rng.standard_normal(300), standing=True)
    assert gyro.bias == pytest.approx(0.0175, abs=4e-4)
    assert gyro.bias_variance**0.5 < 4e-4
    learned = gyro.bias
    feed(gyro, [0.3] * 500, end + 0.01)
    assert gyro.bias == learned


def test_a_parked_car_does_not_turn_from_noise():
    rng = np.random.default_rng(2)
    gyro = heading()
    gyro.add(0.0, 0.01, standing=True)
    gyro.turn(0.0)
    end = feed(gyro, 0.01 + 0.002 * rng.standard_normal(1000), 0.01, standing=True)
    assert gyro.turn(end) == 0.0


def test_a_parked_car_that_is_turned_by_hand_turns_and_learns_no_bias():
    gyro = heading()
    end = feed(gyro, [0.001] * 200, standing=True)
    gyro.turn(end)
    end = feed(gyro, [0.5] * 100, end + 0.01, standing=True)
    assert gyro.turn(end) == pytest.approx(0.5, abs=0.01)
    assert gyro.bias == pytest.approx(0.001, abs=1e-4)


def test_a_bias_learned_wrong_is_learned_anew():
    gyro = heading()
    end = feed(gyro, [0.09] * 5, standing=True)
    feed(gyro, [0.001] * 400, end + 0.01, standing=True)
    assert gyro.bias == pytest.approx(0.001, abs=1e-3)


def test_a_silent_gyro_gives_no_turn_until_it_has_seen_all_of_a_step():
    gyro = heading()
    end = feed(gyro, [0.2] * 10)
    gyro.turn(end)
    assert gyro.turn(end + 0.2) is None
    end = feed(gyro, [0.2] * 10, end + 0.3)
    assert gyro.turn(end) is None
    end = feed(gyro, [0.2] * 2, end + 0.01)
    assert gyro.turn(end) == pytest.approx(0.004)


def test_the_scale_is_applied():
    gyro = heading(scale=1.1)
    gyro.add(0.0, 1.0, standing=False)
    gyro.turn(0.0)
    assert gyro.turn(feed(gyro, [1.0] * 10, 0.01)) == pytest.approx(0.11)
