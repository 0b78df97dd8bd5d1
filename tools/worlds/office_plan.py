"""The plan of the office: 40 x 25 m, eighteen rooms about a loop of corridors.

No wall lies on the map's 5 cm raster, and many are not quite square: a localization that only
works on tidy drawings fails here. All numbers in m.
"""

from __future__ import annotations

import numpy as np
from floor_plan import HEIGHT, Wall

from patrol.sim.world import Model, Solid, World

#: Corners of the building.
LEFT, RIGHT, BOTTOM, TOP = 0.013, 40.371, 0.027, 25.184
THICK = 0.24

OUTER = (
    Wall('south', (LEFT - 0.12, BOTTOM), (RIGHT + 0.12, BOTTOM), thickness=THICK),
    Wall('north', (LEFT - 0.12, TOP), (RIGHT + 0.12, TOP), thickness=THICK),
    Wall('west', (LEFT, BOTTOM), (LEFT, TOP), thickness=THICK),
    Wall('east', (RIGHT, BOTTOM), (RIGHT, TOP), thickness=THICK),
)

#: Along the corridors, from west to east. They slope by a few centimetres.
CORRIDORS = (
    Wall('corridor_s1', (LEFT, 7.031), (RIGHT, 7.108), (3.4, 9.3, 15.1, 22.9, 28.2, 37.2)),
    Wall('corridor_s2', (6.421, 9.164), (33.912, 9.203), (3.2, 10.4, 24.3)),
    Wall('corridor_n1', (6.437, 16.213), (33.912, 16.171), (9.3, 17.4, 25.1)),
    Wall('corridor_n2', (LEFT, 18.342), (RIGHT, 18.293), (4.7, 12.3, 16.2, 25.7, 30.6, 36.6)),
    Wall('passage_w', (33.904, 9.203), (33.921, 16.171)),
    Wall('passage_e', (35.987, 9.14), (36.004, 16.24), (3.3,)),
    Wall('lab_s', (35.987, 9.171), (RIGHT, 9.196)),
    Wall('lab_n', (35.987, 16.208), (RIGHT, 16.187)),
    Wall('lobby_e', (6.421, 9.134), (6.437, 16.243)),
)

#: Between the rooms, from south to north; most are out of square by up to a degree.
PARTITIONS = (
    Wall('s1', (6.384, BOTTOM), (6.467, 7.04)),
    Wall('s2', (12.871, BOTTOM), (12.842, 7.05)),
    Wall('s3', (18.314, BOTTOM), (18.401, 7.06)),
    Wall('s4', (25.063, BOTTOM), (25.063, 7.07)),
    Wall('s5', (32.441, BOTTOM), (32.338, 7.09)),
    Wall('m1', (13.482, 9.174), (13.451, 16.202)),
    Wall('m2', (20.774, 9.184), (20.836, 16.192)),
    Wall('m3', (27.353, 9.194), (27.321, 16.181)),
    Wall('n1', (7.112, 18.333), (7.193, TOP)),
    Wall('n2', (14.634, 18.324), (14.601, TOP)),
    Wall('n3', (21.023, 18.316), (21.107, TOP)),
    Wall('n4', (27.768, 18.308), (27.768, TOP)),
    Wall('n5', (34.287, 18.3), (34.219, TOP)),
)


def office() -> World:
    """Return floor, walls and what is built in, all of which the map shows."""
    walls = tuple(wall.model() for wall in (*OUTER, *CORRIDORS, *PARTITIONS))
    return World('office', (_floor(), *walls, _pillars(), _counter()))


def _floor() -> Model:
    plane = Solid('floor', 'plane', (60.0, 60.0), np.zeros(6), (0.62, 0.60, 0.56, 1.0))
    return Model('floor', (plane,))


def _pillars() -> Model:
    places = ((2.17, 10.32), (2.17, 15.06), (4.63, 12.71))
    colour = (0.8, 0.8, 0.8, 1.0)
    return Model(
        'pillars',
        tuple(
            Solid(
                f'pillars_{number}',
                'cylinder',
                (0.21, HEIGHT),
                np.array([x, y, HEIGHT / 2, 0, 0, 0]),
                colour,
            )
            for number, (x, y) in enumerate(places, start=1)
        ),
    )


def _counter() -> Model:
    pose = np.array([1.07, 12.74, 0.55, 0.0, 0.0, 0.0])
    return Model(
        'counter', (Solid('counter', 'box', (0.62, 2.43, 1.1), pose, (0.5, 0.4, 0.3, 1)),)
    )
