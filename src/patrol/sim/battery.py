"""The battery: its voltage sags under load and falls as charge is drawn."""

from __future__ import annotations

import bisect
from typing import Any

import numpy as np
from numpy.typing import NDArray

from patrol.sim.physics import TICK

Array = NDArray[np.float64]

#: Open-circuit voltage of a lithium-ion cell as a share of the way from empty to full voltage,
#: over state of charge (typical NMC curve).
CHARGE = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
SHARE = (0.0, 0.18, 0.28, 0.38, 0.48, 0.6, 0.78, 1.0)


class BatteryModel:
    """raw: the `battery` and `motor` sections of the dimensions."""

    def __init__(self, battery: dict[str, Any], motor: dict[str, Any]) -> None:
        self._low = float(battery['empty_voltage'])
        self._span = float(battery['full_voltage']) - self._low
        self._resistance = float(battery['resistance'])
        self._idle = float(battery['idle_current'])
        self._capacity = float(battery['capacity_ah'])
        self._motor_constant = motor['nominal_voltage'] / motor['no_load_speed']
        self._motor_resistance = (
            motor['nominal_voltage'] * self._motor_constant / motor['stall_torque']
        )
        self.charge = 1.0
        self.used_wh = 0.0
        self.current = self._idle
        self.voltage = self._open_circuit() - self.current * self._resistance

    def draw(self, volts: Array, wheel_velocity: Array) -> None:
        """Supply the motors (V and rad/s, each (2,)) for one tick; call once a tick.

        A chopper takes voltage x motor current from the battery; braking gives nothing back.
        """
        current = self._idle
        for volt, speed in zip(volts.tolist(), wheel_velocity.tolist(), strict=True):
            motor_current = (volt - self._motor_constant * speed) / self._motor_resistance
            current += max(0.0, volt * motor_current) / self.voltage
        self.current = current
        self.voltage = self._open_circuit() - current * self._resistance
        hours = TICK / 3600
        self.used_wh += self.voltage * current * hours
        self.charge = max(0.0, self.charge - current * hours / self._capacity)

    def _open_circuit(self) -> float:
        upper = min(max(bisect.bisect_right(CHARGE, self.charge), 1), len(CHARGE) - 1)
        before, after = CHARGE[upper - 1], CHARGE[upper]
        part = (self.charge - before) / (after - before)
        share = SHARE[upper - 1] + part * (SHARE[upper] - SHARE[upper - 1])
        return self._low + self._span * share
