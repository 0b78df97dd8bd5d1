"""How well scans have agreed with the map over the last stretch of way."""

from __future__ import annotations

import math

from patrol.localization.scan_fit import ScanFit, agreement

#: Averages reach back this far (m) while driving; a scan counts as this much way at least.
REACH, LEAST = 0.6, 0.02


class Agreement:
    """Averages of the shares of `ScanFit` over the way."""

    def __init__(self) -> None:
        self.explained = 1.0
        self.through = 0.0
        self._scans = 0

    def add(self, fit: ScanFit, way: float) -> None:
        """Take the fit of a scan that was made `way` (m) after the last one."""
        if fit.beams == 0:
            return
        gain = 1 - math.exp(-max(way, LEAST) / REACH)
        self._scans += 1
        gain = max(gain, 1 / self._scans) if self._scans < 4 else gain
        self.explained += gain * (fit.explained - self.explained)
        self.through += gain * (fit.through - self.through)

    @property
    def score(self) -> float:
        """One figure, at most 1."""
        return agreement(self.explained, self.through)
