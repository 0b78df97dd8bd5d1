"""Short moves out of a narrow place, when there is no room to drive back."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patrol.control.obstacle_field import ObstacleField
from patrol.control.planar import Pose
from patrol.geometry import arc, compose

Array = NDArray[np.float64]

#: Bends (1/m) and lengths (m) of the arcs, and turns on the spot (rad), that are tried.
BENDS = (0.0, 2.0, -2.0, 5.0, -5.0)
LENGTHS = (-0.1, -0.2, -0.3, 0.1, 0.2, 0.3)
TURNS = (0.4, -0.4, 0.8, -0.8)
#: Room (m) a move must leave, or as much as there is now; more than the last is worth nothing.
LEAST, ENOUGH = 0.02, 0.12
#: A move that does not gain this much room (m) is not worth it.
GAIN = 0.015
STEPS = 4


@dataclass(frozen=True, slots=True)
class Move:
    """An arc of a length (m, negative: backwards) and bend (1/m), or a turn (rad) alone."""

    length: float
    bend: float
    turn: float


def _moves() -> tuple[Move, ...]:
    arcs = [Move(length, bend, bend * length) for length in LENGTHS for bend in BENDS]
    return (*arcs, *(Move(0.0, 0.0, turn) for turn in TURNS))


MOVES = _moves()
_LENGTHS = np.array([move.length for move in MOVES])
_TURNS = np.array([move.turn for move in MOVES])
#: Poses (move, step, 3) of all moves, seen from the car.
_POSES = arc(_LENGTHS[:, None], _TURNS[:, None], np.arange(1, STEPS + 1) / STEPS)


def best_escape(car: Pose, field: ObstacleField) -> Move | None:
    """Return the move that ends with the most room; None where none gains any."""
    poses = compose(np.array(car), _POSES).reshape(-1, 3)
    now = float(field.clearance(np.array([car]))[0])
    room = field.clearance(poses).reshape(len(MOVES), STEPS)
    # a car that stands too near to something may leave it, but come no nearer
    floor = min(LEAST, now - 1e-3)
    possible = room.min(1) >= floor
    # longer moves win among equals: they change more
    worth = np.minimum(room[:, -1], ENOUGH) + 0.02 * np.abs(_LENGTHS)
    worth[~possible] = -math.inf
    best = int(worth.argmax())
    gained = min(float(room[best, -1]), ENOUGH) - min(now, ENOUGH)
    return MOVES[best] if possible[best] and gained > GAIN else None
