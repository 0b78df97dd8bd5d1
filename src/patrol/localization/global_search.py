"""Where on the whole map a scan may have been taken: an exhaustive search in slices.

Every free place of a lattice and every heading is scored on a coarse likelihood field. Since all
places are cells of that field, turning the scan once per heading leaves one addition and one
look-up per beam and place (the table-lookup matching of Olson 2009, without its pyramid).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from patrol.geometry import Array, wrap
from patrol.localization.likelihood_field import MARGIN, LikelihoodField
from patrol.localization.scan_matching import spread_evenly

#: Coarse cell (m), places per cell side, headings, beams, farthest return used (m).
CELL = 0.125
STRIDE = 2
HEADINGS = 72
BEAMS = 40
FARTHEST = 8.0
SIGMA = 0.2
FLOOR = 0.1
#: A place nearer than this (m) to a wall cannot hold the middle of the car.
CLEARANCE = 0.12
#: Candidates closer than this (m, rad) are one.
SAME_PLACE, SAME_HEADING = 0.45, 0.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pose (3,) in the grid's frame and its mean log likelihood per beam."""

    pose: Array
    score: float


class GlobalSearch:
    """The lattice of one map; `start` a search, `run` it slice by slice, then `best`."""

    def __init__(self, field: LikelihoodField) -> None:
        self._pad = int(np.ceil(FARTHEST / CELL)) + 2
        size = (
            max(1, round(field.width * field.resolution / CELL)),
            max(1, round(field.height * field.resolution / CELL)),
        )
        distance = cv2.resize(np.abs(field.distance), size, interpolation=cv2.INTER_AREA)
        signed = cv2.resize(field.distance, size, interpolation=cv2.INTER_AREA)
        free = cv2.resize(field.free.astype(np.float32), size, interpolation=cv2.INTER_AREA)
        log = np.log((1 - FLOOR) * np.exp(-0.5 * np.square(distance / SIGMA)) + FLOOR)
        padded = np.pad(log, self._pad, constant_values=np.log(FLOOR)).astype(np.float32)
        self._width = padded.shape[1]
        self._log = padded.ravel()
        rows, columns = np.nonzero((free > 0.5) & (signed > CLEARANCE))
        on_lattice = (rows % STRIDE == 0) & (columns % STRIDE == 0)
        self._rows, self._columns = rows[on_lattice], columns[on_lattice]
        self._shift = MARGIN * field.resolution
        self._chosen = np.arange(len(self._rows))
        self._scores = np.zeros((0, 0), dtype=np.float32)
        self._points = np.zeros((2, 0))
        self._next = HEADINGS

    @property
    def places(self) -> int:
        """How many places the lattice has."""
        return len(self._rows)

    @property
    def done(self) -> bool:
        """Whether every heading has been scored."""
        return self._next >= HEADINGS

    def start(self, points: Array, *, about: Array | None = None, radius: float = 0.0) -> None:
        """Search for where returns (2, n), seen from the car, fit; `about` (3,) within `radius`
        (m) only, or everywhere.
        """
        near = points[:, np.hypot(points[0], points[1]) < FARTHEST]
        self._points = spread_evenly(near, BEAMS)
        self._chosen = np.arange(self.places)
        if about is not None:
            x, y = self._places()
            self._chosen = np.flatnonzero(np.hypot(x - about[0], y - about[1]) < radius)
        self._scores = np.empty((HEADINGS, len(self._chosen)), dtype=np.float32)
        self._next = 0 if self._points.shape[1] and len(self._chosen) else HEADINGS

    def run(self, lookups: int) -> bool:
        """Score headings until about so many look-ups are spent (one heading at least); say
        whether the search is done.
        """
        while not self.done:
            self._score(self._next)
            self._next += 1
            lookups -= self._points.shape[1] * len(self._chosen)
            if lookups <= 0:
                break
        return self.done

    def best(self, count: int) -> list[Candidate]:
        """Return up to `count` candidates, the best first, no two of them alike."""
        scores = self._scores.ravel()
        if scores.size == 0:
            return []
        many = min(scores.size, 60 * count)
        top = np.argpartition(-scores, many - 1)[:many]
        top = top[np.argsort(-scores[top], kind='stable')]
        x, y = self._places()
        heading, place = np.divmod(top, len(self._chosen))
        poses = np.stack(
            [x[self._chosen[place]], y[self._chosen[place]], _heading(heading)], axis=-1
        )
        kept = distinct(poses, count)
        return [Candidate(poses[i], float(scores[top[i]])) for i in kept]

    def _score(self, heading: int) -> None:
        angle = _heading(heading)
        c, s = np.cos(angle), np.sin(angle)
        x, y = c * self._points[0] - s * self._points[1], s * self._points[0] + c * self._points[1]
        columns, rows = np.rint(x / CELL).astype(np.int32), np.rint(y / CELL).astype(np.int32)
        base = (self._rows + self._pad) * self._width + self._columns + self._pad
        base = base[self._chosen].astype(np.int32)
        total = np.zeros(len(base), dtype=np.float32)
        for offset in rows * self._width + columns:
            total += self._log.take(base + offset)
        self._scores[heading] = total / len(columns)

    def _places(self) -> tuple[Array, Array]:
        x = (self._columns + 0.5) * CELL - self._shift
        y = (self._rows + 0.5) * CELL - self._shift
        return x, y


def _heading(index: int | NDArray[np.intp]) -> Array:
    return wrap(np.asarray(index) * (2 * np.pi / HEADINGS))


def distinct(
    poses: Array, count: int, *, place: float = SAME_PLACE, heading: float = SAME_HEADING
) -> list[int]:
    """Return indices of up to `count` poses (n, 3), in order, each unlike all before it."""
    kept: list[int] = []
    left = np.arange(len(poses))
    while len(left) and len(kept) < count:
        first = left[0]
        kept.append(int(first))
        off = poses[left] - poses[first]
        alike = (np.hypot(off[:, 0], off[:, 1]) < place) & (np.abs(wrap(off[:, 2])) < heading)
        left = left[~alike]
    return kept
