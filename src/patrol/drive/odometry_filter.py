"""Odometry: the way from the encoders, the heading from the gyro."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.dimensions import Dimensions
from patrol.drive.encoder_odometer import Break, EncoderOdometer, Travel
from patrol.drive.gyro_heading import GyroHeading
from patrol.drive.kinematics import DifferentialDrive, along_arc
from patrol.drive.motor_parameters import MotorControlParameters
from patrol.drive.odometry_covariance import OdometryCovariance
from patrol.drive.slip import SlipDetector
from patrol.messages import Odometry

Array = NDArray[np.float64]

#: The car counts as standing when wheels and command have been zero for this long (s), at the
#: start and after motion, when it may still rock.
SETTLED_AT_START, SETTLED = 0.1, 0.3
#: Before its first command a car that settles on its wheels may turn them by this much (rad).
SETTLING = 0.03
#: Wheel states between two propagations of the covariance.
EVERY = 5
#: Standard deviations while the wheels slip: share of the whole way since it began, and rad per
#: rad of disagreement.
SLIP_WAY, SLIP_TURN = 0.5, 0.1
#: Standard deviation of what a car may have done unseen where wheel states broke: m, rad.
BREAK_WAY, BREAK_TURN = 0.05, 0.05


def drive_of(parameters: MotorControlParameters, dimensions: Dimensions) -> DifferentialDrive:
    """Return the drive of this car: the design times its calibration."""
    return DifferentialDrive(
        dimensions.wheel_radius * parameters.left_radius_multiplier,
        dimensions.wheel_radius * parameters.right_radius_multiplier,
        dimensions.wheel_separation * parameters.separation_multiplier,
    )


class OdometryFilter:
    """Pose in odom from wheel states and gyro; both by their stamps (ROS time)."""

    def __init__(self, parameters: MotorControlParameters, dimensions: Dimensions) -> None:
        limits = dimensions.limits
        self.drive = drive_of(parameters, dimensions)
        edge = limits.speed + limits.turn_rate * dimensions.wheel_separation / 2
        self._encoders = EncoderOdometer(2.0 * edge / dimensions.wheel_radius)
        self._gyro = GyroHeading(
            parameters.gyro_scale,
            parameters.gyro_noise,
            parameters.gyro_bias_sigma,
            parameters.gyro_bias_drift,
        )
        self._slip = SlipDetector(parameters, self.drive.separation)
        self._covariance = OdometryCovariance(parameters)
        self._ratio = parameters.wheel_ratio_sigma / self.drive.separation
        self._still_since = math.inf
        self._settled = SETTLED_AT_START
        self._turned = 0.0
        self._commanded = False
        self._count = 0
        self._slipped = 0.0
        self._x = self._y = self._yaw = 0.0
        self._pose_covariance = np.zeros((3, 3))
        self.standing = False

    @property
    def slipping(self) -> bool:
        """Whether wheels and gyro disagree."""
        return self._slip.slipping

    @property
    def gyro_bias(self) -> float:
        """The gyro bias (rad/s) as known now."""
        return self._gyro.bias

    def command(self, moving: bool) -> None:
        """Tell whether the wheels are commanded to move."""
        self._commanded = moving
        if moving:
            self._still_since, self._settled, self.standing = math.inf, SETTLED, False

    def add_gyro(self, stamp: float, rate: float) -> None:
        """Take a finite yaw rate (rad/s)."""
        self._gyro.add(stamp, rate, standing=self.standing)

    def add_wheels(
        self, stamp: float, position: tuple[float, float], speed: tuple[float, float]
    ) -> tuple[Odometry, Break]:
        """Take finite wheel angles (rad) and speeds (rad/s); return where the car is."""
        travel = self._encoders.take(stamp, position, speed)
        self._note_standing(stamp, travel)
        distance, wheel_turn = self.drive.body(travel.left, travel.right)
        gyro_turn = self._gyro.turn(stamp)
        turn = wheel_turn if gyro_turn is None else gyro_turn
        if gyro_turn is not None and 0.0 < travel.dt <= 0.1:
            self._slip.look(travel.dt, distance, wheel_turn, gyro_turn)
        self._x, self._y, self._yaw = along_arc(self._x, self._y, self._yaw, distance, turn)
        self._add_covariance(travel, distance, wheel_turn, gyro_turn)
        linear, angular = self.drive.body(*speed)
        if gyro_turn is not None:
            angular = self._gyro.rate
        return self._odometry(stamp, linear, angular), travel.broken

    def _note_standing(self, stamp: float, travel: Travel) -> None:
        if self._settled == SETTLED_AT_START:
            self._turned += abs(travel.left) + abs(travel.right)
            turning = self._turned > SETTLING
        else:
            turning = travel.left != 0.0 or travel.right != 0.0
        if self._commanded or turning or travel.dt > 0.25:
            self._still_since, self._settled, self.standing = math.inf, SETTLED, False
        elif not self._still_since <= stamp:
            self._still_since = stamp
        elif stamp - self._still_since > self._settled:
            self.standing = True

    def _add_covariance(
        self, travel: Travel, distance: float, wheel_turn: float, gyro_turn: float | None
    ) -> None:
        way = heading = 0.0
        turn = wheel_turn if gyro_turn is None else gyro_turn
        if gyro_turn is None:
            heading = (self._ratio * distance) ** 2 + (0.05 * wheel_turn) ** 2
        elif self.slipping:
            self._slipped += abs(distance)
            way = 2 * SLIP_WAY**2 * self._slipped * abs(distance)
            heading = (SLIP_TURN * (wheel_turn - gyro_turn)) ** 2
        else:
            self._slipped = 0.0
        if travel.broken not in (Break.NONE, Break.FIRST):
            way, heading = way + BREAK_WAY**2, heading + BREAK_TURN**2
        self._covariance.add(travel.dt, distance, turn, way, heading)
        self._count += 1
        if self._count % EVERY == 0 or travel.broken is not Break.NONE:
            self._pose_covariance = self._covariance.update(self._yaw, self._gyro.bias_variance)

    def _odometry(self, stamp: float, linear: float, angular: float) -> Odometry:
        spread = 0.005 + 0.02 * abs(linear) + (SLIP_WAY * abs(linear) if self.slipping else 0.0)
        turn = self._gyro.bias_variance + 2e-5
        return Odometry(
            stamp,
            np.array((self._x, self._y, self._yaw)),
            np.array((linear, angular)),
            self._pose_covariance,
            np.array(((spread * spread, 0.0), (0.0, turn))),
        )
