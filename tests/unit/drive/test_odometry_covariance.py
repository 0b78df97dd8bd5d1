import numpy as np
import pytest

from patrol.drive.motor_parameters import MotorControlParameters
from patrol.drive.odometry_covariance import OdometryCovariance

EXACT = MotorControlParameters(
    gyro_noise=1e-5, gyro_scale_sigma=0.0, distance_scale_sigma=0.01, gyro_bias_sigma=1e-4
)


def after(parameters, steps, *, distance=0.0, turn=0.0, bias=0.0, yaw=0.0):
    covariance = OdometryCovariance(parameters)
    result = np.zeros((3, 3))
    for _ in range(steps):
        covariance.add(0.1, distance, turn, 0.0, 0.0)
        yaw += turn
        result = covariance.update(yaw, bias)
    return result


def test_an_error_of_the_wheel_radius_grows_with_the_way_not_with_its_root():
    straight = after(EXACT, 100, distance=0.06)
    assert np.sqrt(straight[0, 0]) == pytest.approx(0.01 * 6.0, rel=0.03)


def test_a_bias_turns_and_bends():
    bent = after(EXACT, 100, distance=0.06, bias=0.001**2)
    assert np.sqrt(bent[2, 2]) == pytest.approx(0.001 * 10.0, rel=0.1)
    assert np.sqrt(bent[1, 1]) == pytest.approx(0.001 * 10.0 * 6.0 / 2, rel=0.1)
    assert bent[1, 2] > 0  # both to the same side


def test_there_and_back_cancels_an_error_of_scale():
    covariance = OdometryCovariance(EXACT)
    for distance in [0.06] * 50 + [-0.06] * 50:
        covariance.add(0.1, distance, 0.0, 0.0, 0.0)
        result = covariance.update(0.0, 0.0)
    assert np.sqrt(result[0, 0]) < 0.01


def test_a_parked_car_stays_certain():
    assert after(MotorControlParameters(), 1000, bias=0.001**2).max() == 0.0


def test_it_stays_a_covariance():
    result = after(MotorControlParameters(), 2000, distance=0.05, turn=0.03, bias=1e-7)
    assert np.allclose(result, result.T)
    assert np.linalg.eigvalsh(result).min() > 0
