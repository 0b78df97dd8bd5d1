import numpy as np
import pytest

from patrol.sensing.rolling_grid import RollingGrid


@pytest.fixture
def grid():
    return RollingGrid(6.0, 0.05, layers=2)


def mark(grid, x, y):
    rows, columns = grid.indices(np.array([x]), np.array([y]))
    grid.layers[0][rows, columns] = 7


def marked(grid):
    rows, columns = grid.layers[0].nonzero()
    return [
        (grid.origin[0] + (c + 0.5) * 0.05, grid.origin[1] + (r + 0.5) * 0.05)
        for r, c in zip(rows, columns, strict=True)
    ]


@pytest.mark.parametrize(
    'place', [(0.4, 0.0), (-0.4, 0.0), (0.3, -0.7), (-1.1, 1.9), (0.01, 0.01)]
)
def test_a_mark_keeps_its_place_in_odom(grid, place):
    grid.centre(0.0, 0.0)
    mark(grid, 0.52, -0.33)
    grid.centre(*place)
    assert marked(grid) == [pytest.approx((0.525, -0.325))]


def test_what_leaves_the_window_is_forgotten(grid):
    grid.centre(0.0, 0.0)
    mark(grid, 0.0, 0.0)
    grid.centre(4.0, 0.0)
    grid.centre(0.0, 0.0)
    assert marked(grid) == []


def test_points_outside_of_the_window_have_no_cell(grid):
    grid.centre(0.0, 0.0)
    rows, _ = grid.indices(np.array([0.0, 3.1, 0.0, -3.1]), np.array([0.0, 0.0, 9.0, 0.0]))
    assert len(rows) == 1


def test_clear(grid):
    mark(grid, 1.0, 1.0)
    grid.clear()
    assert marked(grid) == []
