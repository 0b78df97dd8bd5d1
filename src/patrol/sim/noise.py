"""Random streams of the simulator: one per source, so that none depends on another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Order matters: a name's place is its seed. Append only.
STREAMS = ('lidar', 'lidar_dropout', 'scan_jitter', 'imu', 'encoder', 'sonar', 'cliff', 'people')


def random_streams(seed: int) -> dict[str, np.random.Generator]:
    """Return one independent generator per stream."""
    seeds = np.random.SeedSequence(seed).spawn(len(STREAMS))
    return {name: np.random.default_rng(s) for name, s in zip(STREAMS, seeds, strict=True)}


class Normals:
    """Standard normal numbers in rows of `width`, drawn in blocks: single draws are slow."""

    def __init__(self, random: np.random.Generator, width: int, block: int = 512) -> None:
        self._random, self._shape = random, (block, width)
        self._rows = np.empty(self._shape)
        self._next = block

    def row(self) -> Array:
        """Return the next row (width,); do not change it."""
        if self._next == self._shape[0]:
            self._rows = self._random.standard_normal(self._shape)
            self._next = 0
        self._next += 1
        row: Array = self._rows[self._next - 1]
        return row
