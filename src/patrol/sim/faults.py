"""Faults that a test plants into a running simulation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from patrol.component import Publication
from patrol.messages import ImuSample, RangeReading, Scan, WheelStates


@dataclass
class Faults:
    """What is broken now; change it at any time. No fault changes what is drawn at random.

    silent: topics that do not get through (`_mcu/wheel_commands` too). frozen_scan: the last scan
    comes again with new stamps. nan_sector: bearings (from, to) in rad where the scan is NaN.
    stuck_encoders: 'left', 'right' do not count. stuck_imu: it repeats one sample.
    nan_imu, nan_wheels: the values are NaN.
    stuck_sonars: what a sonar always says (m, NaN or Inf), by name. dead_cliffs: cliff sensors
    that measure nothing, neither for the board nor on their topic. flat_battery: the board
    measures less than the battery's empty voltage.
    """

    silent: set[str] = field(default_factory=set)
    frozen_scan: bool = False
    nan_sector: tuple[float, float] | None = None
    stuck_encoders: set[str] = field(default_factory=set)
    stuck_imu: bool = False
    nan_imu: bool = False
    nan_wheels: bool = False
    stuck_sonars: dict[str, float] = field(default_factory=dict)
    dead_cliffs: set[str] = field(default_factory=set)
    flat_battery: bool = False
    _frozen: Scan | None = None
    _sample: ImuSample | None = None

    def spoil(self, publications: Iterable[Publication]) -> list[Publication]:
        """Return what gets through of the messages of one tick, spoiled where asked."""
        return [
            Publication(p.topic, self._spoiled(p.topic, p.message))
            for p in publications
            if p.topic not in self.silent
        ]

    @property
    def none(self) -> bool:
        """Whether nothing is broken, so that `spoil` need not be called."""
        return not (
            self.silent
            or self.frozen_scan
            or self._frozen is not None
            or self.nan_sector is not None
            or self.stuck_imu
            or self.nan_imu
            or self.nan_wheels
            or self.stuck_sonars
        )

    def _spoiled(self, topic: str, message: object) -> object:
        if isinstance(message, Scan):
            return self._scan(message)
        if isinstance(message, ImuSample):
            return self._imu(message)
        if isinstance(message, WheelStates) and self.nan_wheels:
            nan = np.full(2, np.nan)
            return replace(message, position=nan, velocity=nan)
        group, _, name = topic.partition('/')
        if isinstance(message, RangeReading) and group == 'range' and name in self.stuck_sonars:
            return replace(message, range=self.stuck_sonars[name])
        return message

    def _imu(self, sample: ImuSample) -> ImuSample:
        if self.nan_imu:
            nan = np.full(3, np.nan)
            return replace(sample, angular_velocity=nan, linear_acceleration=nan)
        if not self.stuck_imu or self._sample is None:
            self._sample = sample
        return replace(self._sample, stamp=sample.stamp)

    def _scan(self, scan: Scan) -> Scan:
        if not self.frozen_scan:
            self._frozen = None
        elif self._frozen is None:
            self._frozen = scan
        ranges = (self._frozen or scan).ranges
        if self.nan_sector is not None:
            bearing = scan.angle_min + scan.angle_increment * np.arange(len(ranges))
            start, end = self.nan_sector
            inside = (bearing - start) % (2 * np.pi) <= (end - start) % (2 * np.pi)
            ranges = np.where(inside, np.float32(np.nan), ranges)
        return replace(scan, ranges=ranges)
