"""Whether the samples of the IMU can be believed."""

from __future__ import annotations

import math
from collections.abc import Sequence

from patrol.vocabulary import Reason

#: So many equal samples of six noisy numbers do not happen.
EQUAL = 20


class ImuWatch:
    """Looks at every sample."""

    def __init__(self) -> None:
        self._last: list[float] = []
        self._stamp = -math.inf
        self._equal = 0

    def look(self, stamp: float, values: Sequence[float]) -> Reason:
        """Take a stamp (s) and six values; return what is wrong with them."""
        sample = list(values)
        if not all(map(math.isfinite, sample)):
            return Reason.IMU_INVALID
        advanced = stamp > self._stamp
        self._stamp = stamp
        self._equal = self._equal + 1 if sample == self._last else 0
        self._last = sample
        if not advanced:
            return Reason.CLOCK
        return Reason.IMU_STUCK if self._equal >= EQUAL else Reason.NONE
