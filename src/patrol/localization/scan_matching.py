"""Gauss-Newton matching of a scan to the likelihood field, with the prediction as a prior."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from patrol.geometry import Array
from patrol.localization.likelihood_field import REACH, LikelihoodField
from patrol.localization.symmetric import solve

#: Stop when a step moves less than this (m, rad).
CONVERGED = (2e-4, 1e-4)
#: A beam that meets a surface from behind (cosine above this) went through a wall: ignored.
FROM_BEHIND = 0.2


@dataclass(frozen=True, slots=True)
class Match:
    """Where a scan fits: pose (3,), information (3, 3) of pose *with* prior, the mean residual
    (m, positive: short of the mapped surface) and the total weight of the beams used.
    """

    pose: Array
    information: Array
    residual: float
    weight: float


def match(
    field: LikelihoodField,
    points: Array,
    pose: Array,
    *,
    prior: Array,
    kernel: tuple[float, ...] = (0.15, 0.1, 0.07),
    beam_information: float,
    offset: float = 0.0,
    weights: Array | None = None,
    iterations: int = 8,
) -> Match:
    """Return the most likely pose near the predicted `pose` (3,).

    points (2, n) in the car's frame; `prior`: information (3, 3) of the prediction;
    `beam_information` (1/m^2): what one beam at full weight is worth; `offset` (m): where the
    true surface is in the field; `kernel` (m): scale of the robust weight (Geman-McClure), one
    per iteration, the last one repeated. Residuals beyond REACH have no influence.
    """
    if points.shape[1] == 0:
        return Match(pose.copy(), prior.copy(), offset, 0.0)
    residuals = _Residuals(field, points, offset, weights)
    guess: list[float] = pose.tolist()
    begin = tuple(guess)
    known: list[list[float]] = prior.tolist()
    sums, last = [[0.0] * 5] * 5, len(kernel) - 1
    hessian = known
    for iteration in range(iterations):
        sums = residuals.sums(guess, kernel[min(iteration, last)])
        hessian = [
            [known[i][j] + beam_information * sums[i][j] for j in range(3)] for i in range(3)
        ]
        off = (guess[0] - begin[0], guess[1] - begin[1], _wrapped(guess[2] - begin[2]))
        slope = [
            beam_information * sums[i][3] + sum(k * o for k, o in zip(known[i], off, strict=True))
            for i in range(3)
        ]
        step = solve(hessian, slope)
        for i in range(3):
            guess[i] -= step[i]
        small = abs(step[0]) + abs(step[1]) < CONVERGED[0] and abs(step[2]) < CONVERGED[1]
        if small and iteration >= last:
            break
    weight = sums[4][4]
    residual = sums[3][4] / weight if weight > 0 else 0.0
    guess[2] = _wrapped(guess[2])
    return Match(np.array(guess), np.array(hessian), residual + offset, weight)


class _Residuals:
    """The scan's residuals with their derivatives, in buffers made once per match."""

    def __init__(
        self, field: LikelihoodField, points: Array, offset: float, weights: Array | None
    ) -> None:
        self._field, self._offset = field, np.float32(offset)
        self._points = points.astype(np.float32)
        self._weights = None if weights is None else weights.astype(np.float32)
        self._behind = np.float32(FROM_BEHIND) * np.hypot(self._points[0], self._points[1])
        self._rows = np.ones((5, points.shape[1]), dtype=np.float32)

    def sums(self, pose: list[float], scale: float) -> list[list[float]]:
        """Return the weighted products (5, 5) of d/dx, d/dy, d/dyaw, residual and one."""
        px, py = self._points
        c, s = math.cos(pose[2]), math.sin(pose[2])
        rx, ry = c * px - s * py, s * px + c * py
        found = self._field.surface(rx + pose[0], ry + pose[1])
        rows = self._rows
        gx, gy, residual = rows[0], rows[1], rows[3]
        gx[:], gy[:] = found[:, 1], found[:, 2]
        distance = found[:, 0]
        np.subtract(gy * rx, gx * ry, out=rows[2])
        np.subtract(distance, self._offset, out=residual)
        w = residual * residual
        w *= 1.0 / (scale * scale)
        w += 1.0
        np.reciprocal(w, out=w)
        w *= w
        w *= (distance < REACH - 0.05) & (gx * rx + gy * ry <= self._behind)
        if self._weights is not None:
            w *= self._weights
        return list(((rows * w) @ rows.T).tolist())


def _wrapped(angle: float) -> float:
    return math.remainder(angle, 2 * math.pi)


def spread_evenly(points: Array, limit: int) -> Array:
    """Return at most about `limit` of the points (2, n), every k-th."""
    count = points.shape[1]
    if count <= limit:
        return points
    return points[:, np.arange(limit) * count // limit]


def arc_weights(points: Array, *, reference: float = 2.0) -> Array:
    """Return weights (n,) that make up for near walls holding more beams than far ones.

    A wall is one measurement however many beams meet it: the weight grows with the distance up
    to twice `reference` (m) and has a mean of one.
    """
    weight = np.clip(np.hypot(points[0], points[1]) / reference, 0.25, 2.0)
    return np.asarray(weight / weight.mean()) if len(weight) else weight
