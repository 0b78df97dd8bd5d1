from __future__ import annotations

import numpy as np
import pytest

from patrol.localization.symmetric import inverse, largest_deviation, solve


def some_covariance(seed):
    root = np.random.default_rng(seed).standard_normal((3, 3))
    return root @ root.T + 0.1 * np.eye(3)


@pytest.mark.parametrize('seed', range(5))
def test_they_agree_with_lapack(seed):
    matrix, right = some_covariance(seed), np.array([1.0, -2.0, 0.5])
    assert np.allclose(inverse(matrix), np.linalg.inv(matrix))
    assert np.allclose(solve(matrix.tolist(), right.tolist()), np.linalg.solve(matrix, right))
    worst = np.sqrt(np.linalg.eigvalsh(matrix[:2, :2])[-1])
    assert largest_deviation(matrix) == pytest.approx(worst)


def test_a_singular_matrix_is_an_error():
    with pytest.raises(ZeroDivisionError):
        solve(np.ones((3, 3)).tolist(), [1.0, 1.0, 1.0])
