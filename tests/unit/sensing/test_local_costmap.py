import math

import numpy as np
import pytest
from scan_scene import BEAMS, echo, scan, standing

from patrol.dimensions import load_dimensions
from patrol.messages import RangeReading
from patrol.sensing.local_costmap import INSCRIBED, LETHAL, LocalCostmap
from patrol.sensing.local_costmap_parameters import ObstacleSensingParameters
from patrol.sensing.scan_reader import ScanReader

CAR = load_dimensions()
ORIGIN = (0.0, 0.0, 0.0)
POST = (1.5, 0.5, 0.06)


@pytest.fixture
def costmap():
    return LocalCostmap(ObstacleSensingParameters(), CAR)


def see(costmap, posts=(), pose=ORIGIN, walls_x=(), spoil=None):
    turn = scan(posts, pose, walls_x=walls_x, period=1e-4)
    if spoil is not None:
        turn.ranges[spoil] = np.nan
    costmap.add_scan(ScanReader((0.0, 0.0, 0.0)).read(turn, standing(pose)))


def cost(costmap, x, y):
    grid = costmap.render(0.0)
    column = math.floor((x - grid.origin[0]) / grid.resolution)
    row = math.floor((y - grid.origin[1]) / grid.resolution)
    return int(grid.cells[row, column])


def nearest_edge(post):
    away = math.hypot(post[0], post[1])
    return post[0] * (1 - post[2] / away), post[1] * (1 - post[2] / away)


def test_shape_and_frame(costmap):
    see(costmap)
    grid = costmap.render(12.5)
    assert (grid.stamp, grid.frame, grid.resolution) == (12.5, 'odom', 0.05)
    assert grid.cells.shape == (120, 120)
    assert grid.cells.dtype == np.int8
    assert not grid.cells.any()


def test_cost_falls_from_what_is_seen(costmap):
    see(costmap, [POST])
    x, y = nearest_edge(POST)
    assert cost(costmap, x, y) == LETHAL
    row = [cost(costmap, x - away, y) for away in (0.1, 0.2, 0.3, 0.4, 0.8)]
    assert row[0] == INSCRIBED
    assert INSCRIBED > row[1] > row[2] > row[3] > row[4] == 0


def test_what_is_seen_free_is_cleared_and_what_is_hidden_stays(costmap):
    hidden, gone = (2.2, 0.5, 0.05), (1.5, -0.8, 0.1)
    see(costmap, [hidden, gone])
    for _ in range(3):
        see(costmap, [(1.0, 0.25, 0.2)], walls_x=(2.8,))
    assert cost(costmap, *nearest_edge(hidden)) == LETHAL
    assert cost(costmap, *nearest_edge(gone)) < INSCRIBED


def test_a_turn_that_missed_a_thin_leg_does_not_erase_it(costmap):
    see(costmap, [POST])
    see(costmap, walls_x=(2.8,))
    assert cost(costmap, *nearest_edge(POST)) == LETHAL


def test_invalid_beams_leave_their_cells_as_they_were(costmap):
    see(costmap, [POST])
    for _ in range(5):
        see(costmap, walls_x=(2.8,), spoil=np.arange(BEAMS))
    assert cost(costmap, *nearest_edge(POST)) == LETHAL


def test_the_window_rolls_and_what_was_seen_keeps_its_place(costmap):
    see(costmap, [POST])
    blind = np.arange(BEAMS)
    see(costmap, pose=(0.83, -0.41, 0.6), spoil=blind)
    assert cost(costmap, *nearest_edge(POST)) == LETHAL
    origin = costmap.render(0.0).origin
    assert np.allclose(origin[:2] / 0.05, np.round(origin[:2] / 0.05))
    see(costmap, pose=(20.0, 0.0, 0.0), spoil=blind)
    see(costmap, pose=ORIGIN, spoil=blind)
    assert cost(costmap, *nearest_edge(POST)) == 0


def test_glass_is_kept_when_the_lidar_looks_through_it(costmap):
    costmap.add_range(echo('front_left', 0.6), ORIGIN)
    for _ in range(3):
        see(costmap, walls_x=(2.8,))
    mount = CAR.sonar_mounts['front_left']
    x, y = mount[0] + 0.6 * math.cos(mount[3]), mount[1] + 0.6 * math.sin(mount[3])
    assert cost(costmap, x, y) == LETHAL
    costmap.add_range(echo('front_left', 2.5), ORIGIN)
    assert cost(costmap, x, y) == 0


def test_a_missing_floor_is_marked_until_it_is_measured(costmap):
    name, mount = 'front_left', CAR.cliff_mounts['front_left']

    def cliff(distance):
        return RangeReading(10.0, name, distance, 0.01, 0.3, 0.04)

    see(costmap)
    costmap.add_cliff(cliff(mount[2]), ORIGIN)
    assert cost(costmap, mount[0], mount[1]) == 0
    costmap.add_cliff(cliff(math.inf), ORIGIN)
    see(costmap, walls_x=(2.8,))
    assert cost(costmap, mount[0], mount[1]) == LETHAL


def test_forget(costmap):
    see(costmap, [POST])
    costmap.forget()
    assert not costmap.render(0.0).cells.any()
