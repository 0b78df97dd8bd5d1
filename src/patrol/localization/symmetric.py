"""Matrices of 3 x 3 in plain floats: an order faster than calling LAPACK for nine numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from patrol.geometry import Array

Rows = Sequence[Sequence[float]]


def _cofactors(m: Rows) -> tuple[float, float, float, float, float, float, float]:
    (a, b, c), (_, d, e), (_, _, f) = m
    p, q, r = d * f - e * e, c * e - b * f, b * e - c * d
    return p, q, r, a * f - c * c, b * c - a * e, a * d - b * b, a * p + b * q + c * r


def solve(m: Rows, b: Sequence[float]) -> tuple[float, float, float]:
    """Return x of m x = b for a symmetric matrix; only its upper triangle is read.

    Raises ZeroDivisionError when it is singular.
    """
    p, q, r, s, t, u, determinant = _cofactors(m)
    scale = 1.0 / determinant
    return (
        (p * b[0] + q * b[1] + r * b[2]) * scale,
        (q * b[0] + s * b[1] + t * b[2]) * scale,
        (r * b[0] + t * b[1] + u * b[2]) * scale,
    )


def inverse(matrix: Array) -> Array:
    """Return the inverse (3, 3) of a symmetric positive definite matrix (3, 3)."""
    p, q, r, s, t, u, determinant = _cofactors(matrix.tolist())
    return np.array([[p, q, r], [q, s, t], [r, t, u]]) / determinant


def largest_deviation(covariance: Array) -> float:
    """Return the standard deviation (m) along the worst direction of the first two axes."""
    (a, b), (_, d) = covariance[:2, :2].tolist()
    return math.sqrt(max(0.5 * (a + d) + math.hypot(0.5 * (a - d), b), 0.0))
