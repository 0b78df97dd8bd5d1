"""Which sensors at the two ends of the car speak, and make sense."""

from __future__ import annotations

import math
from dataclasses import dataclass

from patrol.dimensions import Dimensions
from patrol.messages import RangeReading
from patrol.sensing.velocity_gate_parameters import VelocityGateParameters
from patrol.vocabulary import Reason

#: Invalid readings in a row after which an ultrasonic sensor is broken.
INVALID = 2


@dataclass(slots=True)
class _Sensor:
    topic: str
    ahead: bool
    timeout: float
    silent: Reason
    heard: float = -math.inf
    invalid: int = 0


class RangeWatch:
    """Deadlines of ultrasonic and cliff sensors, per end of the car, on the steady clock."""

    def __init__(self, parameters: VelocityGateParameters, dimensions: Dimensions) -> None:
        self._sensors: dict[str, _Sensor] = {}
        for name, cliff in dimensions.cliff_mounts.items():
            self._sensors[f'cliff/{name}'] = _Sensor(
                f'cliff/{name}', cliff[0] > 0, parameters.cliff_timeout, Reason.CLIFF_SILENT
            )
        for name, sonar in dimensions.sonar_mounts.items():
            self._sensors[f'range/{name}'] = _Sensor(
                f'range/{name}', sonar[0] > 0, parameters.range_timeout, Reason.RANGE_SILENT
            )

    def hear(self, topic: str, reading: RangeReading, now: float) -> None:
        """Note a reading of `range/<name>` or `cliff/<name>`."""
        sensor = self._sensors[topic]
        sensor.heard = now
        sensor.invalid = sensor.invalid + 1 if math.isnan(reading.range) else 0

    def fault(self, *, ahead: bool, now: float) -> tuple[Reason, str]:
        """Return the first fault at one end of the car: reason and topic."""
        for sensor in self._sensors.values():
            if sensor.ahead != ahead:
                continue
            if now - sensor.heard > sensor.timeout:
                return sensor.silent, sensor.topic
            if sensor.invalid >= INVALID and sensor.silent is Reason.RANGE_SILENT:
                return Reason.RANGE_INVALID, sensor.topic
        return Reason.NONE, ''
