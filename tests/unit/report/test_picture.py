import numpy as np

from patrol.geometry import compose
from patrol.messages import Grid
from patrol.report.picture import ESTIMATE, FREE, MISSED, TRUE, UNKNOWN, VISITED, WALL, draw_round

ORIGIN = np.array([-1.0, 2.0, 0.4])


def picture(estimated=None, true=None, **visited):
    cells = np.zeros((100, 140), np.int8)
    cells[:10] = 100
    cells[-10:] = -1
    grid = Grid(0.0, 'map', 0.05, ORIGIN, cells)
    places = {'seen': at(2.0, 2.0), 'left_out': at(4.0, 2.0)}
    none = np.empty((0, 3))
    return draw_round(
        grid, none if estimated is None else estimated, none if true is None else true,
        places, visited,
    )  # fmt: skip


def at(x, y):
    """Return a pose in map, given in the frame of the grid's corner."""
    return compose(ORIGIN, np.array([x, y, 0.0]))


def colour(image, x, y):
    scale = image.shape[1] / 7.0  # pixels per metre
    return tuple(image[int(image.shape[0] - 1 - y * scale), int(x * scale)].tolist())


def test_row_zero_of_the_map_is_at_the_bottom():
    image = picture()
    assert colour(image, 3.0, 0.2) == WALL
    assert colour(image, 3.0, 1.2) == FREE
    assert colour(image, 3.0, 4.8) == UNKNOWN


def test_checkpoints_are_green_when_visited_and_red_when_not():
    image = picture(seen=True, left_out=False)
    assert colour(image, 2.0, 2.0) == VISITED
    assert colour(image, 4.0, 2.0) == MISSED


def test_both_tracks_are_drawn():
    low = np.stack([at(x, 1.0) for x in (1.0, 3.0, 6.0)])
    high = np.stack([at(x, 3.0) for x in (1.0, 3.0, 6.0)])
    image = picture(estimated=low, true=high)
    assert colour(image, 4.5, 1.0) == ESTIMATE
    assert colour(image, 4.5, 3.0) == TRUE
