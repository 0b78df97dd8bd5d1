import numpy as np
import pytest
from drawn_plans import TWO_ROOMS, drawn

from patrol.geometry import transform
from patrol.messages import Grid
from patrol.planning.clearance_field import SPACING, ClearanceField


def near(true, resolution=0.05):
    """Clearance is never told too large, and too small by half a cell and a little (ridges)."""
    slack = resolution / 2 + 0.01
    return pytest.approx(np.array(true) - slack / 2, abs=slack / 2 + 0.005)


def test_clearance_is_the_distance_to_the_nearest_wall():
    field = ClearanceField.of(drawn(TWO_ROOMS))
    middle = np.array([[1.5, 1.5], [0.5, 1.65], [3.15, 1.65]])  # room, near a wall, in the door
    assert field.at(middle) == near([1.2, 0.2, 0.45])


def test_unknown_cells_and_the_outside_are_obstacles():
    cells = np.zeros((40, 40), np.int8)
    cells[20, 20] = -1
    field = ClearanceField.of(Grid(0.0, 'map', 0.05, np.zeros(3), cells))
    assert field.at(np.array([[1.025, 1.325]])) == near([0.275])
    assert field.at(np.array([[0.3, 0.3]])) == near([0.3])
    assert field.at(np.array([[-5.0, 9.0]]))[0] < 0.1


@pytest.mark.parametrize('resolution', [0.02, 0.05, 0.15])
def test_the_raster_of_the_map_changes_little(resolution):
    field = ClearanceField.of(drawn(TWO_ROOMS, character=0.3, resolution=resolution))
    assert field.at(np.array([[3.15, 1.65]])) == near([0.45], resolution)


def test_the_origin_with_yaw_is_kept():
    origin = (2.0, -1.0, 0.7)
    field = ClearanceField.of(drawn(TWO_ROOMS, origin=origin))
    local = np.array([[1.5, 1.5]])
    point = transform(origin, local)
    assert field.to_local(point) == pytest.approx(local)
    assert field.to_map(local) == pytest.approx(point)
    assert field.at(field.to_local(point)) == near([1.2])


def test_the_slope_points_away_from_walls():
    field = ClearanceField.of(drawn(TWO_ROOMS))
    slope = field.slope(np.array([[0.6, 1.65], [1.65, 2.6]]))
    assert slope == pytest.approx(np.array([[1.0, 0.0], [0.0, -1.0]]), abs=0.1)


def test_obstacles_lower_the_clearance_about_them():
    field = ClearanceField.of(drawn(TWO_ROOMS))
    changed = field.with_obstacles(np.array([[1.5, 1.5], [99.0, 0.0]]))
    near, far = np.array([[1.5, 1.9]]), np.array([[4.5, 1.5]])
    assert changed.at(near) == pytest.approx([0.4], abs=SPACING)
    assert changed.at(far) == pytest.approx(field.at(far))
    assert field.with_obstacles(np.array([[99.0, 0.0]])) is field
