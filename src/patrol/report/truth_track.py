"""The true path of a simulated car, and how far an estimate was from it."""

from __future__ import annotations

import numpy as np

from patrol.geometry import Array, wrap


class TruthTrack:
    """True poses over time (s), looked up between samples."""

    def __init__(self) -> None:
        self._stamps: list[float] = []
        self._poses: list[Array] = []

    def add(self, stamp: float, pose: Array) -> None:
        """Remember the true pose (3,) at a stamp."""
        self._stamps.append(stamp)
        self._poses.append(np.asarray(pose, dtype=float))

    @property
    def poses(self) -> Array:
        """All true poses (n, 3)."""
        return np.array(self._poses).reshape(-1, 3)

    def at(self, stamps: Array) -> Array:
        """Return the true poses (n, 3) at the stamps; NaN outside of what was seen."""
        if len(self._stamps) < 2:
            return np.full((len(stamps), 3), np.nan)
        times, poses = np.array(self._stamps), self.poses
        yaw = np.unwrap(poses[:, 2])
        columns = [poses[:, 0], poses[:, 1], yaw]
        found = np.stack([np.interp(stamps, times, c, np.nan, np.nan) for c in columns], -1)
        found[:, 2] = wrap(found[:, 2])
        return found


def spread(errors: Array, *, p95: bool = True) -> dict[str, float | None]:
    """Return median, 95th percentile and maximum of errors (n,); nulls when there are none."""
    finite = errors[np.isfinite(errors)]
    names = ('median', 'p95', 'max') if p95 else ('median', 'max')
    if not len(finite):
        return dict.fromkeys(names)
    figures = {
        'median': float(np.median(finite)),
        'p95': float(np.percentile(finite, 95)),
        'max': float(finite.max()),
    }
    return {name: figures[name] for name in names}
