"""What the board's pins read: every sensor on the board, measured once a tick."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.dimensions import Dimensions
from patrol.sim.battery import BatteryModel
from patrol.sim.board import BoardInputs
from patrol.sim.car_model import SIDES
from patrol.sim.cliff import CliffSensors
from patrol.sim.encoder import Encoders
from patrol.sim.faults import Faults
from patrol.sim.ground import Ground
from patrol.sim.imperfections import Imperfections
from patrol.sim.imu import Imu
from patrol.sim.physics import TICK, Physics
from patrol.sim.sensor_blocks import SensorBlocks
from patrol.sim.sonar import Sonar

Array = NDArray[np.float64]


class Pins:
    """Sonars fire one after another, so that none hears another's echo."""

    def __init__(
        self,
        physics: Physics,
        ground: Ground,
        blocks: SensorBlocks,
        dimensions: Dimensions,
        imperfections: Imperfections,
        random: dict[str, np.random.Generator],
        faults: Faults,
    ) -> None:
        raw = dimensions.raw
        self.battery = BatteryModel(raw['battery'], raw['motor'])
        self._flat = 0.95 * raw['battery']['empty_voltage']
        self._physics, self._faults = physics, faults
        self._encoders = Encoders(physics, raw['encoder']['counts_per_turn'], random['encoder'])
        self._imu = Imu(physics, blocks.imu, random['imu'], imperfections)
        self._cliff_names = list(dimensions.cliff_mounts)
        self._cliffs = CliffSensors(
            physics, ground, blocks.cliffs, dimensions.cliff_mounts, random['cliff']
        )
        seeds = random['sonar'].spawn(len(dimensions.sonar_mounts))
        self._sonars = [
            (name, Sonar(physics, blocks.sonars[name], mount, seed))
            for (name, mount), seed in zip(dimensions.sonar_mounts.items(), seeds, strict=True)
        ]
        rate = blocks.sonars[self._sonars[0][0]].rate
        self._between = round(1 / (rate * len(self._sonars) * TICK))

    def restart(self) -> None:
        """Forget what the board keeps in its memory: the counts of the encoders."""
        self._encoders.restart()

    def read(self, stamp: float, tick: int, volts: Array) -> BoardInputs:
        """Measure everything after a tick in which the motors had `volts` (2,)."""
        faults = self._faults
        self.battery.draw(volts, self._physics.wheel_velocity)
        stuck = frozenset(SIDES.index(side) for side in faults.stuck_encoders)
        position, velocity = self._encoders.measure(stuck)
        cliffs = self._cliffs.measure()
        for name in faults.dead_cliffs:
            cliffs[self._cliff_names.index(name)] = math.nan
        return BoardInputs(
            stamp=stamp,
            wheel_position=position,
            wheel_velocity=velocity,
            imu=self._imu.measure(),
            cliffs=cliffs,
            echo=self._echo(tick),
            voltage=self._flat if faults.flat_battery else self.battery.voltage,
            current=self.battery.current,
            charge=self.battery.charge,
        )

    def _echo(self, tick: int) -> tuple[str, float] | None:
        if tick % self._between:
            return None
        name, sonar = self._sonars[tick // self._between % len(self._sonars)]
        return name, sonar.measure()
