"""The plan of the yard: every edge and surface that a LiDAR does not see. All numbers in m.

A slab at z = 0 above lower ground. In the east stairs lead down, in the west the slab simply ends
as a table does, in the south a kerb of 5 cm begins a pavement, and in the north the house has a
door of glass.
"""

from __future__ import annotations

import numpy as np

from patrol.sim.world import Model, Solid, World

GROUND = -0.68
CONCRETE = (0.62, 0.62, 0.60, 1.0)
PAVING = (0.50, 0.48, 0.46, 1.0)
PLASTER = (0.82, 0.76, 0.66, 1.0)
TIMBER = (0.45, 0.33, 0.22, 1.0)
PANE = (0.70, 0.85, 0.90, 0.30)


def yard() -> World:
    """Return the whole yard."""
    plane = Solid('ground', 'plane', (60.0, 60.0), _at(0, 0, GROUND), (0.42, 0.50, 0.36, 1.0))
    return World(
        'yard',
        (
            Model('ground', (plane,)),
            Model('slab', (block('slab', (0.0, 14.0), (0.0, 13.1), (-0.2, 0.0), CONCRETE),)),
            Model('stairs', tuple(_steps())),
            Model('kerb', (block('kerb', (-0.4, 14.4), (-2.1, 0.013), (-0.2, 0.05), PAVING),)),
            Model('house', tuple(_house())),
            Model('glass_door', (_pane(),)),
            Model('wall', tuple(_walls())),
            Model('fence', tuple(_fence())),
            Model('garden', tuple(_garden())),
        ),
    )


def block(
    name: str,
    x: tuple[float, float],
    y: tuple[float, float],
    z: tuple[float, float],
    colour: tuple[float, float, float, float],
    yaw: float = 0.0,
) -> Solid:
    """Return a box between coordinates, turned about its middle."""
    size = (x[1] - x[0], y[1] - y[0], z[1] - z[0])
    return Solid(name, 'box', size, _at(sum(x) / 2, sum(y) / 2, sum(z) / 2, yaw), colour)


def _at(x: float, y: float, z: float, yaw: float = 0.0) -> np.ndarray:
    return np.array([x, y, z, 0.0, 0.0, yaw])


def _steps() -> list[Solid]:
    rise = -GROUND / 4
    return [
        block(
            f'stairs_{n}',
            (14.0 + 0.3 * (n - 1), 14.0 + 0.3 * n),
            (3.42, 6.57),
            (GROUND, -n * rise),
            CONCRETE,
        )
        for n in (1, 2, 3)
    ]


def _house() -> list[Solid]:
    tall = (0.0, 2.6)
    return [
        block('house_front_west', (0.0, 6.021), (9.93, 10.08), tall, PLASTER),
        block('house_front_east', (7.634, 14.0), (9.93, 10.08), tall, PLASTER),
        block('house_back', (3.0, 10.6), (12.93, 13.08), tall, PLASTER),
        block('house_west', (3.0, 3.15), (10.08, 12.93), tall, PLASTER),
        block('house_east', (10.45, 10.6), (10.08, 12.93), tall, PLASTER),
    ]


def _pane() -> Solid:
    pane = block('glass_door_pane', (6.021, 7.634), (9.99, 10.01), (0.0, 2.1), PANE)
    return Solid(pane.name, pane.kind, pane.size, pane.pose, pane.colour, glass=True)


def _walls() -> list[Solid]:
    tall = (-0.2, 1.4)
    return [
        block('wall_east_south', (13.88, 14.05), (0.0, 3.42), tall, PLASTER, 0.006),
        block('wall_east_north', (13.88, 14.05), (6.57, 9.93), tall, PLASTER),
        block('wall_west_south', (-0.04, 0.12), (0.0, 2.43), tall, PLASTER),
        block('wall_west_north', (-0.04, 0.12), (7.58, 9.93), tall, PLASTER, -0.008),
    ]


def _fence() -> list[Solid]:
    tall = (GROUND, 1.3)
    return [
        block('fence_south', (-3.1, 18.1), (-2.2, -2.1), tall, TIMBER),
        block('fence_west', (-3.1, -3.0), (-2.1, 10.08), tall, TIMBER),
        block('fence_east', (18.0, 18.1), (-2.1, 10.08), tall, TIMBER),
        block('fence_north_west', (-3.1, 0.0), (9.98, 10.08), tall, TIMBER),
        block('fence_north_east', (14.0, 18.1), (9.98, 10.08), tall, TIMBER),
    ]


def _garden() -> list[Solid]:
    lamp = Solid(
        'garden_lamp', 'cylinder', (0.06, 2.2), _at(4.31, 1.47, 1.1), (0.2, 0.2, 0.2, 1.0)
    )
    barrel = Solid('garden_barrel', 'cylinder', (0.29, 0.9), _at(12.9, 8.87, 0.45), TIMBER)
    return [
        block('garden_planter_1', (1.17, 2.36), (8.43, 9.04), (0.0, 0.46), TIMBER, 0.11),
        block('garden_planter_2', (10.9, 12.2), (0.7, 1.21), (0.0, 0.46), TIMBER, -0.07),
        block('garden_bench', (3.37, 5.12), (8.9, 9.34), (0.0, 0.45), TIMBER),
        lamp,
        barrel,
    ]
