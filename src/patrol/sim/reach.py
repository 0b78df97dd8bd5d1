"""What of a world the car can ever touch or see by laser and sound."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from patrol.sim.plan_shapes import outlines
from patrol.sim.world import Solid, World

Array = NDArray[np.float64]

#: Solids that begin higher (m) than this above the floor are over a car that stands level.
OVER = 0.4
#: A solid as low as this (m) might be driven up.
STEP = (0.002, 0.045)
UPRIGHT = 1e-6


def within_reach(world: World, start: Sequence[float] | Array) -> World:
    """Return the world without boards, seats and the like that hang over a car from `start` (3,).

    Only where the car stays on one plane: when it starts on it, everything else is upright, and
    nothing is low enough to be driven up. Any other world is returned as it is.
    """
    floor = _only_floor(world, float(start[0]), float(start[1]))
    if math.isnan(floor):
        return world
    models = (
        replace(m, solids=tuple(s for s in m.solids if _bottom(s) < floor + OVER))
        for m in world.models
    )
    return replace(world, models=tuple(models))


def floor_of(world: World, height: float) -> World | None:
    """Return the world of all solids that end below a height (m): what a car stands on.

    None when a mesh has parts both above and below it.
    """
    models = []
    for model in world.models:
        low = [solid for solid in model.solids if _is_low(solid, height)]
        if any(_is_mixed(solid, height) for solid in model.solids):
            return None
        models.append(replace(model, solids=tuple(low)))
    return replace(world, models=tuple(models))


def _is_low(solid: Solid, height: float) -> bool:
    return solid.kind == 'plane' or all(s.top <= height for s in outlines(solid))


def _is_mixed(solid: Solid, height: float) -> bool:
    tops = [s.top <= height for s in outlines(solid)] if solid.kind == 'mesh' else []
    return any(tops) and not all(tops)


def _only_floor(world: World, x: float, y: float) -> float:
    """Return the height (m) of the plane that a car at x, y stays on, or NaN."""
    planes = [float(s.pose[2]) for s in world.solids if s.kind == 'plane']
    if not planes or not all(_plain(solid) for solid in world.solids):
        return math.nan
    if any(shape.holds(x, y) for solid in world.solids for shape in outlines(solid)):
        return math.nan
    floor = max(planes)
    tops = (_top(s) - floor for s in world.solids if s.kind != 'plane')
    return math.nan if any(STEP[0] < top < STEP[1] for top in tops) else floor


def _plain(solid: Solid) -> bool:
    return solid.kind != 'mesh' and abs(solid.pose[3]) + abs(solid.pose[4]) < UPRIGHT


def _half(solid: Solid) -> float:
    if solid.kind == 'plane':
        return 0.0
    return solid.size[-1] if solid.kind == 'sphere' else solid.size[-1] / 2


def _bottom(solid: Solid) -> float:
    return float(solid.pose[2]) - _half(solid)


def _top(solid: Solid) -> float:
    return float(solid.pose[2]) + _half(solid)
