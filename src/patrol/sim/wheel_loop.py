"""The board's velocity loop: feed-forward of a DC motor plus PI, for one wheel."""

from __future__ import annotations

import math

from patrol.dimensions import Dimensions

#: Bandwidth (rad/s) of the closed loop with a 10 ms period, and integral time (s).
BANDWIDTH = 25.0
INTEGRAL_TIME = 0.1


class WheelLoop:
    """Volts for one wheel.

    Feed-forward: V = kS sign(w) + kV w + kA dw/dt with the constants of the design. PI on the
    error, with back-calculation: the integral gives back what the supply could not deliver
    (Astrom & Hagglund, PID Controllers, 1995, section 3.5).
    """

    def __init__(self, dimensions: Dimensions, period: float) -> None:
        motor, wheel = dimensions.raw['motor'], dimensions.raw['wheel']
        constant = motor['nominal_voltage'] / motor['no_load_speed']
        resistance = motor['nominal_voltage'] * constant / motor['stall_torque']
        per_torque = resistance / constant
        inertia = total_mass(dimensions) * wheel['radius'] ** 2 / 2 + motor['armature']
        self._period = period
        self._static: float = wheel['friction'] * per_torque
        self._speed: float = constant + wheel['damping'] * per_torque
        self._acceleration: float = inertia * per_torque
        self._gain = max(0.0, BANDWIDTH * self._acceleration - self._speed)
        self._integral = 0.0

    def reset(self) -> None:
        """Forget the past; before the motors are switched on again."""
        self._integral = 0.0

    def feed_forward(self, wanted: float, acceleration: float) -> float:
        """Return the voltage that a speed (rad/s) and acceleration (rad/s^2) need by design."""
        volts = self._speed * wanted + self._acceleration * acceleration
        return volts + math.copysign(self._static, wanted) if wanted != 0.0 else volts

    def volts(self, wanted: float, acceleration: float, measured: float, supply: float) -> float:
        """Return the voltage for a wanted speed (rad/s) and acceleration (rad/s^2)."""
        error = wanted - measured
        volts = self.feed_forward(wanted, acceleration) + self._gain * error + self._integral
        given = float(max(-supply, min(supply, volts)))
        gain = self._gain / INTEGRAL_TIME
        self._integral += self._period * (gain * error + (given - volts) / INTEGRAL_TIME)
        return given


def total_mass(dimensions: Dimensions) -> float:
    """Mass (kg) of the whole car."""
    raw = dimensions.raw
    single = sum(raw[part]['mass'] for part in ('body', 'lidar', 'camera', 'imu'))
    pairs = 2 * (raw['wheel']['mass'] + raw['caster']['mass'])
    sonars = len(raw['sonar']['mounts']) * raw['sonar']['mass']
    cliffs = len(raw['cliff']['mounts']) * raw['cliff']['mass']
    return float(single + pairs + sonars + cliffs)
