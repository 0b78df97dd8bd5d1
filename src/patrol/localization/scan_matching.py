"""Gauss-Newton matching of a scan to the likelihood field, with the prediction as a prior."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from patrol.geometry import Array
from patrol.localization.likelihood_field import REACH, LikelihoodField

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
    px, py = points
    guess = pose.astype(np.float64, copy=True)
    hessian = prior.copy()
    residual, total = 0.0, 0.0
    for iteration in range(iterations):
        scale = kernel[min(iteration, len(kernel) - 1)]
        c, s = math.cos(guess[2]), math.sin(guess[2])
        rx, ry = c * px - s * py, s * px + c * py
        d, gx, gy = field.surface(rx + guess[0], ry + guess[1])
        r = d - offset
        w = np.square(1.0 / (1.0 + np.square(r / scale)))
        w[(d >= REACH - 0.05) | (gx * rx + gy * ry > FROM_BEHIND * np.hypot(rx, ry))] = 0.0
        if weights is not None:
            w *= weights
        jacobian = np.stack([gx, gy, gy * rx - gx * ry])
        weighted = jacobian * w
        hessian = prior + beam_information * (weighted @ jacobian.T)
        slope = beam_information * (weighted @ r) + prior @ _difference(guess, pose)
        step = np.linalg.solve(hessian, slope)
        guess -= step
        total = float(w.sum())
        residual = float(w @ r) / total if total > 0 else 0.0
        small = abs(step[0]) + abs(step[1]) < CONVERGED[0] and abs(step[2]) < CONVERGED[1]
        if small and iteration >= len(kernel) - 1:
            break
    guess[2] = math.remainder(guess[2], 2 * math.pi)
    return Match(guess, hessian, residual + offset, total)


def _difference(a: Array, b: Array) -> Array:
    return np.array([a[0] - b[0], a[1] - b[1], math.remainder(a[2] - b[2], 2 * math.pi)])


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
