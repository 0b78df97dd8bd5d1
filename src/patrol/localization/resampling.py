"""How many particles are needed, and drawing them by weight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from patrol.geometry import Array

#: Size of a bin of the pose histogram: m, m, rad.
BIN = (0.25, 0.25, 0.175)


def systematic(weights: Array, count: int, offset: float) -> NDArray[np.intp]:
    """Return `count` indices drawn in proportion to the weights (n,), low-variance resampling.

    `offset` in [0, 1) is the one random number it takes.
    """
    edges = np.cumsum(weights)
    places = (np.arange(count) + offset) * (edges[-1] / count)
    chosen = np.searchsorted(edges, places, side='right')
    return np.asarray(np.minimum(chosen, len(weights) - 1))


def effective_number(weights: Array) -> float:
    """Return how many equal particles the weights (n,), of sum one, are worth."""
    return float(1.0 / np.square(weights).sum())


def needed_particles(
    poses: NDArray[np.floating],
    low: int,
    high: int,
    *,
    error: float = 0.05,
    quantile: float = 2.33,
) -> int:
    """Return how many particles bound the error of the pose histogram (KLD sampling, Fox 2003).

    poses (n, 3); `error` is the Kullback-Leibler distance that is kept with the probability of
    the normal `quantile`.
    """
    bins = np.floor(poses / np.array(BIN, dtype=poses.dtype)).astype(np.int64)
    bins -= bins.min(axis=0)
    extent = bins.max(axis=0) + 1
    keys = (bins[:, 0] * extent[1] + bins[:, 1]) * extent[2] + bins[:, 2]
    occupied = len(np.unique(keys))
    if occupied < 2:
        return low
    a = 2.0 / (9.0 * (occupied - 1))
    count = (occupied - 1) / (2 * error) * (1 - a + np.sqrt(a) * quantile) ** 3
    return int(np.clip(count, low, high))
