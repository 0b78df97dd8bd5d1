"""Maps drawn as text, for the tests of planning."""

from __future__ import annotations

import numpy as np

from patrol.messages import Grid

VALUES = {'#': 100, '.': 0, '?': -1}
RESOLUTION = 0.05

#: Two rooms with a door of 0.9 m between them; each character is 0.3 m.
TWO_ROOMS = """
#####################
#.........#.........#
#.........#.........#
#.........#.........#
#...................#
#...................#
#...................#
#.........#.........#
#.........#.........#
#.........#.........#
#####################
"""

#: A room that can be reached by a door on the left and one on the right.
RING = """
#########################
#.......................#
#.......................#
#.......................#
#.....#############.....#
#.....#############.....#
#.....#############.....#
#.......................#
#.......................#
#.......................#
#########################
"""

#: A closed chamber on the right.
CHAMBER = """
###############
#.......#.....#
#.......#.....#
#.......#.....#
#.......#.....#
#.......#.....#
###############
"""


def drawn(text, *, character=0.3, resolution=RESOLUTION, origin=(0.0, 0.0, 0.0)):
    """Return the grid of a drawing; its lowest line is at y = 0."""
    lines = text.strip().splitlines()[::-1]
    cells = np.array([[VALUES[c] for c in line] for line in lines], dtype=np.int8)
    scale = round(character / resolution)
    cells = np.kron(cells, np.ones((scale, scale), dtype=np.int8))
    return Grid(0.0, 'map', resolution, np.array(origin, dtype=float), cells)
