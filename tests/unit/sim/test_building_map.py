"""The map drawn of a world: mapped solids only, walls displaced when asked."""

from __future__ import annotations

import numpy as np
import pytest
from tiny_worlds import box, plane, room, world

from patrol.errors import UserError
from patrol.sim.building_map import building_map
from patrol.sim.world import Model, World


def cell(grid, x, y):
    column, row = ((np.array([x, y]) - grid.origin[:2]) / grid.resolution).astype(int)
    return grid.cells[row, column]


def test_walls_are_occupied_the_room_is_free_and_outside_is_unknown():
    grid = building_map(room())
    assert cell(grid, 3.1, 0.0) == 100
    assert cell(grid, 0.0, 0.0) == 0
    assert cell(grid, 3.4, 0.0) == -1
    assert (grid.cells == 0).sum() * grid.resolution**2 == pytest.approx(36.0, rel=0.02)


def test_furniture_and_what_is_not_at_the_laser_s_height_is_not_drawn():
    chest = box('chest', 1.0, 1.0, (1, 1, 1))
    board = box('board', -1.0, 1.0, (1, 1, 0.05), z=0.7)
    mat = box('mat', -1.0, -1.0, (1, 1, 0.02))
    tiny = world(*room().solids, board, mat)
    grid = building_map(World('w', (*tiny.models, Model('furniture_chest', (chest,)))))
    for x, y in ((1, 1), (-1, 1), (-1, -1)):
        assert cell(grid, x, y) == 0


def test_each_wall_is_displaced_by_itself():
    plain = building_map(room())
    moved = [building_map(room(), wall_sigma=0.05, seed=seed) for seed in range(40)]
    again = building_map(room(), wall_sigma=0.05, seed=3)
    assert again.cells.tobytes() == moved[3].cells.tobytes()
    inner = {}
    for name, (x, y) in {'east': (1, 0), 'north': (0, 1)}.items():
        inner[name] = np.array([first_wall(grid, x, y) for grid in moved])
        assert np.std(inner[name]) == pytest.approx(0.05, rel=0.4)
        assert np.mean(inner[name]) == pytest.approx(first_wall(plain, x, y), abs=0.03)
    assert abs(np.corrcoef(inner['east'], inner['north'])[0, 1]) < 0.5


def first_wall(grid, dx, dy):
    for distance in np.arange(0, 4, 0.01):
        if cell(grid, distance * dx, distance * dy) == 100:
            return distance
    raise AssertionError('no wall')


def test_where_there_is_no_floor_the_map_is_unknown():
    slab = box('slab', -1.0, 0.0, (4.4, 7, 0.2), z=-0.1)
    grid = building_map(world(*room().solids[1:], slab, plane(-0.5)))
    assert cell(grid, 0.0, 0.0) == 0
    assert cell(grid, 2.0, 0.0) == -1


def test_an_open_place_is_free_all_about():
    posts = [box(f'post_{n}', x, 0.0, (0.2, 0.2, 2)) for n, x in enumerate((-3, 0, 3))]
    grid = building_map(world(plane(), *posts))
    assert (grid.cells != -1).all()
    assert cell(grid, 1.5, 0.0) == 0


def test_thin_things_do_not_fall_between_the_cells():
    leg = box('leg', 1.001, 1.001, (0.01, 0.01, 1))
    assert cell(building_map(world(*room().solids, leg)), 1.0, 1.0) == 100


def test_a_world_without_walls_has_no_map():
    with pytest.raises(UserError, match='nothing'):
        building_map(world(plane()))
