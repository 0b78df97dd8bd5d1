"""Pieces of furniture, each made of a few primitive solids."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from patrol.geometry import Array, transform
from patrol.sim.world import Model, Solid

Colour = tuple[float, float, float, float]

WOOD: Colour = (0.66, 0.48, 0.30, 1.0)
METAL: Colour = (0.45, 0.47, 0.50, 1.0)
CARD: Colour = (0.75, 0.62, 0.42, 1.0)
CLOTH: Colour = (0.25, 0.33, 0.48, 1.0)
LEAF: Colour = (0.20, 0.45, 0.22, 1.0)


@dataclass(frozen=True, slots=True)
class Part:
    """A box (size x, y, z) or a cylinder (radius, height) at x, y (m) with its bottom at z."""

    size: tuple[float, ...]
    x: float
    y: float
    z: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece about its middle, its back at -y: it may stand with the back `against` a wall."""

    kind: str
    length: float
    depth: float
    against: bool
    parts: tuple[Part, ...]

    def model(self, name: str, pose: Array) -> Model:
        """Return the piece at a pose (3,), standing on z = 0."""
        solids = tuple(_solid(f'{name}_{n}', p, pose) for n, p in enumerate(self.parts, start=1))
        return Model(name, solids)

    def outline(self, pose: Array) -> Array:
        """Corners (4, 2) of the floor it takes, legs and what is between them, at a pose (3,)."""
        x, y = self.length / 2, self.depth / 2
        return transform(pose, np.array([[x, y], [-x, y], [-x, -y], [x, -y]]))


def _solid(name: str, part: Part, pose: Array) -> Solid:
    place = transform(pose, np.array([[part.x, part.y]]))[0]
    height = part.size[-1]
    full = np.array([place[0], place[1], part.z + height / 2, 0.0, 0.0, pose[2]])
    kind = 'box' if len(part.size) == 3 else 'cylinder'
    return Solid(name, kind, part.size, full, part.colour)


def _legs(length: float, depth: float, thick: float, height: float, colour: Colour) -> list[Part]:
    x, y = (length - thick) / 2, (depth - thick) / 2
    size = (thick, thick, height)
    return [Part(size, sx * x, sy * y, 0.0, colour) for sx in (1, -1) for sy in (1, -1)]


def desk(random: np.random.Generator) -> Piece:
    """A board on two panels."""
    length, depth = float(random.uniform(1.2, 1.6)), float(random.uniform(0.65, 0.8))
    panel = (0.03, depth - 0.06, 0.71)
    parts = [Part((length, depth, 0.03), 0.0, 0.0, 0.71, WOOD)]
    parts += [Part(panel, side * (length / 2 - 0.05), 0.0, 0.0, METAL) for side in (1, -1)]
    return Piece('desk', length, depth, True, tuple(parts))


def table(random: np.random.Generator) -> Piece:
    """A board on four thin legs."""
    length, depth = float(random.uniform(0.9, 1.8)), float(random.uniform(0.7, 0.9))
    board = Part((length, depth, 0.03), 0.0, 0.0, 0.70, WOOD)
    parts = (board, *_legs(length, depth, float(random.uniform(0.03, 0.05)), 0.70, METAL))
    return Piece('table', length, depth, False, parts)


def chair(random: np.random.Generator) -> Piece:
    """A seat on four thin legs, with a back."""
    side = float(random.uniform(0.40, 0.46))
    seat = Part((side, side, 0.04), 0.0, 0.0, 0.43, CLOTH)
    back = Part((side, 0.03, 0.40), 0.0, -side / 2 + 0.015, 0.47, CLOTH)
    return Piece('chair', side, side, False, (seat, back, *_legs(side, side, 0.03, 0.43, METAL)))


def shelf(random: np.random.Generator) -> Piece:
    """A closed shelf or cupboard."""
    length, depth = float(random.uniform(0.7, 1.2)), float(random.uniform(0.3, 0.45))
    body = Part((length, depth, float(random.uniform(0.9, 1.9))), 0.0, 0.0, 0.0, WOOD)
    return Piece('shelf', length, depth, True, (body,))


def box(random: np.random.Generator) -> Piece:
    """A cardboard box."""
    x, y, z = (float(value) for value in random.uniform(0.25, 0.6, size=3))
    return Piece('box', x, y, False, (Part((x, y, z), 0.0, 0.0, 0.0, CARD),))


def plant(random: np.random.Generator) -> Piece:
    """A pot with something green in it."""
    radius = float(random.uniform(0.15, 0.25))
    pot = Part((radius, 0.35), 0.0, 0.0, 0.0, CARD)
    green = Part((0.9 * radius, 0.6), 0.0, 0.0, 0.35, LEAF)
    return Piece('plant', 2 * radius, 2 * radius, False, (pot, green))


def bin_(random: np.random.Generator) -> Piece:
    """A waste bin."""
    radius = float(random.uniform(0.12, 0.18))
    body = Part((radius, float(random.uniform(0.3, 0.6))), 0.0, 0.0, 0.0, METAL)
    return Piece('bin', 2 * radius, 2 * radius, False, (body,))


#: What stands about in offices, and how often.
MIX: tuple[tuple[Callable[[np.random.Generator], Piece], float], ...] = (
    (desk, 0.22),
    (table, 0.14),
    (chair, 0.24),
    (shelf, 0.16),
    (box, 0.14),
    (plant, 0.05),
    (bin_, 0.05),
)


def draw_piece(random: np.random.Generator) -> Piece:
    """Return a random piece of the mix."""
    share = float(random.random())
    for make, weight in MIX:
        share -= weight
        if share < 0:
            return make(random)
    return bin_(random)
