import numpy as np
import pytest
from drawn_plans import TWO_ROOMS, drawn

from patrol.geometry import inverse, transform
from patrol.messages import Grid
from patrol.planning.clearance_field import ClearanceField
from patrol.planning.obstacle_memory import BLOCKED_RADIUS, ObstacleMemory

FIELD = ClearanceField.of(drawn(TWO_ROOMS))
SHIFT = np.array([0.4, -0.2, 0.5])  # odom in map


def costmap(*points, value=100):
    """Return a costmap in odom, 5 cm, around (1.5, 1.5) of the map, with obstacles at points."""
    cells = np.zeros((60, 60), np.int8)
    middle = transform(inverse(SHIFT), np.array([[1.5, 1.5]]))[0]
    corner = middle - 1.5
    for point in points:
        at = transform(inverse(SHIFT), np.array([point]))[0]
        column, row = ((at - corner) / 0.05).astype(int)
        cells[row, column] = value
    return Grid(0.0, 'odom', 0.05, np.array([*corner, 0.0]), cells)


def test_an_obstacle_is_kept_for_a_while():
    memory = ObstacleMemory(FIELD, span=10.0)
    memory.add(costmap((1.2, 1.7)), SHIFT, now=1.0)
    points = memory.points(now=5.0)
    assert len(points) == 1
    assert np.hypot(*(points[0] - [1.2, 1.7])) < 0.11
    assert len(memory.points(now=12.0)) == 0


def test_a_place_that_is_seen_free_is_forgotten_at_once():
    memory = ObstacleMemory(FIELD, span=100.0)
    memory.add(costmap((1.2, 1.7)), SHIFT, now=1.0)
    memory.add(costmap(), SHIFT, now=2.0)
    assert len(memory.points(now=2.0)) == 0


def test_walls_of_the_map_and_inflation_are_no_obstacles():
    memory = ObstacleMemory(FIELD, span=100.0)
    memory.add(costmap((0.35, 1.5), (0.25, 1.5)), SHIFT, now=1.0)
    memory.add(costmap((1.2, 1.7), value=99), SHIFT, now=1.0)
    assert len(memory.points(now=1.0)) == 0


def test_a_blocked_place_is_a_disc_for_its_time():
    memory = ObstacleMemory(FIELD, span=100.0)
    memory.add_blocked(np.array([1.5, 1.5]), until=8.0)
    points = memory.points(now=5.0)
    reach = np.hypot(*(points - [1.5, 1.5]).T)
    assert reach.max() == pytest.approx(BLOCKED_RADIUS, abs=0.05)
    assert len(points) > 200
    assert len(memory.points(now=9.0)) == 0
    memory.add_blocked(np.array([1.5, 1.5]), until=99.0)
    memory.forget_blocked()
    assert len(memory.points(now=9.0)) == 0
