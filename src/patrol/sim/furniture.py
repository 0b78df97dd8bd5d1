"""Seeded furniture that is not on the map: it may stand anywhere but in the way."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from patrol.errors import UserError
from patrol.geometry import Array
from patrol.sim.free_floor import FreeFloor
from patrol.sim.furniture_pieces import Piece, draw_piece
from patrol.sim.plan_shapes import plan_shapes
from patrol.sim.world import World

#: Solids between these heights (m) leave no room for furniture.
LOW, HIGH = 0.01, 2.0
#: Tries per piece before it is given up.
TRIES = 60
#: A piece stands this far (m) from the wall it leans on.
GAP = (0.02, 0.10)
#: Share of pieces that stand crooked.
CROOKED = 0.25

Disc = tuple[float, float, float]


def furnish(world: World, layout: int, pieces: int, *, keep_clear: Iterable[Disc] = ()) -> World:
    """Return the world with `pieces` models `furniture_<kind>_<n>` instead of its own furniture.

    layout seeds kinds, sizes and places. Doors, narrow corridors and the discs keep_clear
    (x, y, radius in m) stay free, and everything that a car could reach stays in reach. Raises
    UserError when a disc's middle cannot be reached or the pieces do not fit in.
    """
    bare = replace(world, models=tuple(m for m in world.models if m.mapped))
    discs = list(keep_clear)
    shapes = plan_shapes(bare, LOW, HIGH)
    if not shapes:
        raise UserError(f"world '{world.name}' has no walls to put furniture between")
    floor = FreeFloor([shape.corners for shape in shapes], discs[0][:2] if discs else (0.0, 0.0))
    for x, y, radius in discs:
        floor.keep_clear(x, y, radius)
    random = np.random.default_rng((layout, 0xF0))
    models = []
    for number in range(1, pieces + 1):
        piece, pose = _put(floor, random, number, pieces)
        models.append(piece.model(f'furniture_{piece.kind}_{number}', pose))
    for x, y, _ in discs:
        if not floor.reachable(x, y):
            raise UserError(f'the car cannot get to x = {x:.2f}, y = {y:.2f} in this world')
    return replace(bare, models=(*bare.models, *models))


def _put(
    floor: FreeFloor, random: np.random.Generator, number: int, pieces: int
) -> tuple[Piece, Array]:
    places = np.argwhere(floor.floor)
    for _ in range(TRIES):
        piece = draw_piece(random)
        row, column = places[random.integers(len(places))].tolist()
        pose = _pose(floor, random, piece, floor.raster.centre(row, column))
        if floor.take(piece.outline(pose)):
            return piece, pose
    raise UserError(f'there is no room for more than {number - 1} of {pieces} pieces of furniture')


def _pose(
    floor: FreeFloor, random: np.random.Generator, piece: Piece, place: tuple[float, float]
) -> Array:
    yaw = math.pi / 2 * int(random.integers(4))
    x, y = (float(v) for v in np.array(place) + random.uniform(-0.05, 0.05, size=2))
    if piece.against:
        distance = _to_wall(floor, x, y, yaw - math.pi / 2)
        away = piece.depth / 2 + float(random.uniform(*GAP))
        x += (distance - away) * math.cos(yaw - math.pi / 2)
        y += (distance - away) * math.sin(yaw - math.pi / 2)
    if random.random() < CROOKED:
        yaw += float(random.uniform(-0.5, 0.5)) * (0.1 if piece.against else 1.0)
    return np.array([x, y, yaw])


def _to_wall(floor: FreeFloor, x: float, y: float, direction: float) -> float:
    """Return how far (m) the nearest wall is from a point of the floor in a direction."""
    step = floor.raster.cell / 2
    dx, dy = step * math.cos(direction), step * math.sin(direction)
    for count in range(400):
        row, column = floor.raster.index(x + count * dx, y + count * dy)
        if not floor.raster.holds(row, column) or not floor.is_free(row, column):
            return (count - 0.5) * step
    return 0.0
