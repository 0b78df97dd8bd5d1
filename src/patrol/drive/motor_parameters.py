"""What can be tuned about motor control."""

from __future__ import annotations

from dataclasses import dataclass

from patrol.parameters import parameter


@dataclass(frozen=True)
class MotorControlParameters:
    """Parameters of the motor_control node. The multipliers are one car's calibration."""

    left_radius_multiplier: float = parameter(
        1.0, 'true radius of the left wheel over the design', low=0.8, high=1.25
    )
    right_radius_multiplier: float = parameter(
        1.0, 'true radius of the right wheel over the design', low=0.8, high=1.25
    )
    separation_multiplier: float = parameter(
        1.0, 'effective distance of the wheels over the design', low=0.8, high=1.5
    )
    gyro_scale: float = parameter(1.0, 'true yaw rate over the measured', low=0.8, high=1.25)
    gyro_noise: float = parameter(
        0.002, 'white noise of one gyro sample', low=1e-5, high=0.2, unit='rad/s'
    )
    gyro_bias_sigma: float = parameter(
        0.05, 'spread of the gyro bias before it was seen', low=1e-4, high=1.0, unit='rad/s'
    )
    gyro_bias_drift: float = parameter(
        5e-5, 'random walk of the gyro bias', low=0.0, high=0.01, unit='rad/s/sqrt(s)'
    )
    gyro_scale_sigma: float = parameter(
        0.003, 'spread of the error of gyro_scale', low=0.0, high=0.1
    )
    distance_scale_sigma: float = parameter(
        0.01, 'spread of the error of the wheel radius', low=0.0, high=0.1
    )
    wheel_ratio_sigma: float = parameter(
        0.03, 'spread of the error of the ratio of both radii', low=0.0, high=0.1
    )
    separation_sigma: float = parameter(
        0.03, 'spread of the error of the separation', low=0.0, high=0.2
    )
    gate_silence: float = parameter(
        0.16, 'the velocity gate may be silent this long', low=0.05, high=1.0, unit='s'
    )
    sensor_silence: float = parameter(
        0.2, 'wheel states and IMU may be silent this long', low=0.05, high=1.0, unit='s'
    )
    status_silence: float = parameter(
        1.6, 'the status of the board may be silent this long', low=0.6, high=5.0, unit='s'
    )
    hold: float = parameter(
        0.5, 'a passing fault stops the car for this long', low=0.1, high=10.0, unit='s'
    )
