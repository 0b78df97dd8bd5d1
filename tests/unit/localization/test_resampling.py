from __future__ import annotations

import numpy as np
import pytest

from patrol.localization.resampling import effective_number, needed_particles, systematic


def test_systematic_draws_each_as_often_as_its_weight_says():
    weights = np.array([0.1, 0.4, 0.0, 0.5])
    counts = np.bincount(systematic(weights, 100, 0.3), minlength=4)
    assert counts == pytest.approx([10, 40, 0, 50], abs=1)
    assert counts[2] == 0


@pytest.mark.parametrize('offset', [0.0, 0.5, 0.999999])
def test_indices_stay_in_range(offset):
    assert systematic(np.full(7, 1 / 7), 20, offset).max() == 6


def test_effective_number():
    assert effective_number(np.full(10, 0.1)) == pytest.approx(10)
    assert effective_number(np.array([1.0, 0.0])) == pytest.approx(1)


def test_a_wide_cloud_needs_more_particles():
    rng = np.random.default_rng(0)
    tight = rng.standard_normal((500, 3)).astype(np.float32) * 0.02
    wide = rng.standard_normal((500, 3)).astype(np.float32) * [3.0, 3.0, 1.0]
    assert needed_particles(tight, 300, 2000) == 300
    assert 300 < needed_particles(wide.astype(np.float32), 300, 20000) < 20000
    assert needed_particles(wide.astype(np.float32), 300, 2000) == 2000
