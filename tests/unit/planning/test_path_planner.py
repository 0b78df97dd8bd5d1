import numpy as np
import pytest
from drawn_plans import CHAMBER, RING, TWO_ROOMS, drawn

from patrol.geometry import transform
from patrol.messages import Grid
from patrol.planning.path_planner import PathPlanner


def test_a_path_through_a_door_keeps_to_its_middle_and_ends_with_the_goal():
    planner = PathPlanner(drawn(TWO_ROOMS))
    start, goal = np.array([0.8, 0.8, 1.0]), np.array([5.5, 2.5, -2.0])
    path = planner.plan(start, goal)
    assert path.poses[0, :2] == pytest.approx(start[:2])
    assert path.poses[-1] == pytest.approx(goal)
    in_door = path.poses[np.abs(path.poses[:, 0] - 3.15) < 0.15]
    assert np.abs(in_door[:, 1] - 1.65).max() < 0.08
    assert min(planner.floor.clearance(pose) for pose in path.poses) > 0.36
    steps = np.hypot(*np.diff(path.poses[:, :2], axis=0).T)
    assert steps.max() < 0.13
    assert path.length == pytest.approx(steps.sum())
    assert path.length < 1.1 * np.hypot(*(goal - start)[:2])


def test_any_heading_ends_as_it_comes():
    planner = PathPlanner(drawn(TWO_ROOMS))
    path = planner.plan(np.array([0.8, 1.6, 1.0]), np.array([2.4, 1.6, -2.0]), any_heading=True)
    assert path.poses[-1, 2] == pytest.approx(0.0, abs=0.1)


def test_a_goal_where_the_car_stands_is_a_path_of_no_length():
    planner = PathPlanner(drawn(TWO_ROOMS))
    here = np.array([0.8, 0.8, 1.0])
    path = planner.plan(here, here)
    assert path.poses[-1] == pytest.approx(here)
    assert path.length < 0.15


def test_a_map_that_is_turned_gives_the_same_path():
    origin = np.array([5.0, -3.0, 2.2])
    start, goal = np.array([0.8, 0.8, 0.0]), np.array([5.5, 2.5, 0.0])
    turned = PathPlanner(drawn(TWO_ROOMS, origin=origin))
    there = [np.array([*transform(origin, p[None, :2])[0], 0.0]) for p in (start, goal)]
    plain = PathPlanner(drawn(TWO_ROOMS)).plan(start, goal)
    path = turned.plan(*there)
    assert path.poses[:, :2] == pytest.approx(transform(origin, plain.poses[:, :2]), abs=1e-6)


@pytest.mark.parametrize(
    'goal',
    [
        [3.5, 1.0],  # the closed chamber
        [2.5, 1.0],  # in the wall
        [0.35, 1.0],  # too near to a wall
        [-4.0, 1.0],  # outside
    ],
)
def test_no_way_is_none(goal):
    planner = PathPlanner(drawn(CHAMBER))
    start = np.array([1.2, 1.0, 0.0])
    assert planner.plan(start, np.array([*goal, 0.0])) is None


def test_out_of_a_tight_place_but_not_out_of_a_wall():
    planner = PathPlanner(drawn(CHAMBER))
    goal = np.array([1.2, 1.0, 0.0])
    assert planner.plan(np.array([0.42, 0.42, 0.0]), goal) is not None
    assert planner.plan(np.array([-2.0, 1.0, 0.0]), goal) is None


def test_obstacles_are_gone_round_and_forgotten():
    planner = PathPlanner(drawn(RING))
    start, goal = np.array([1.2, 0.7, 0.0]), np.array([6.2, 0.7, 0.0])
    direct = planner.plan(start, goal)
    across = np.array([[3.5, y] for y in np.arange(0.3, 1.3, 0.05)])
    planner.set_obstacles(across)
    round_about = planner.plan(start, goal)
    assert round_about.length > direct.length + 2
    assert round_about.poses[:, 1].max() > 2.0
    planner.set_obstacles(np.empty((0, 2)))
    assert planner.plan(start, goal).length == pytest.approx(direct.length)


def test_an_obstacle_in_the_open_bends_the_path():
    planner = PathPlanner(drawn(TWO_ROOMS, character=0.6))
    start, goal = np.array([1.2, 3.3, 0.0]), np.array([5.2, 3.3, 0.0])
    planner.set_obstacles(np.array([[3.2, 3.3]]))
    path = planner.plan(start, goal)
    assert np.hypot(*(path.poses[:, :2] - [3.2, 3.3]).T).min() > 0.4


def test_the_table_of_efforts_is_symmetric_and_knows_what_is_cut_off():
    planner = PathPlanner(drawn(CHAMBER))
    points = np.array([[0.8, 0.8], [1.8, 1.4], [3.5, 1.0], [-9.0, 0.0]])
    rows = planner.efforts(points)
    count = 0
    while not rows.complete:
        rows.add_row()
        count += 1
    assert count == 4
    assert rows.table == pytest.approx(rows.table.T)
    assert rows.table.diagonal().tolist() == [0.0] * 4
    assert rows.table[0, 1] >= np.hypot(1.0, 0.6)
    assert np.isinf(rows.table[0, 2:]).all()


@pytest.mark.parametrize('seed', range(6))
def test_in_random_clutter_there_is_a_path_just_when_the_places_are_connected(seed):
    random = np.random.default_rng(seed)
    cells = np.zeros((100, 120), np.int8)
    for _ in range(15):
        (row, column), (height, width) = random.integers(0, (95, 115)), random.integers(2, 25, 2)
        cells[row : row + height, column : column + width] = 100
    origin = np.array([1.0, 2.0, random.uniform(-3, 3)])
    planner = PathPlanner(Grid(0.0, 'map', 0.05, origin, cells))
    places = transform(origin, random.uniform(0.3, (5.7, 4.7), (12, 2)))
    for a, b in zip(places[:6], places[6:], strict=True):
        start, goal = np.array([*a, 0.0]), np.array([*b, 1.0])
        regions = planner.floor.region(start), planner.floor.region(goal)
        path = planner.plan(start, goal)
        if 0 in regions:
            continue
        assert (path is not None) == (regions[0] == regions[1])
        if path is not None:
            room = min(planner.floor.clearance(pose) for pose in path.poses)
            assert room >= planner.effort.least - 0.03
            assert path.poses[-1] == pytest.approx(goal)
