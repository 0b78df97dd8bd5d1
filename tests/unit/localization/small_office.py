"""The office of the tests, built once: walls, furniture, map and a drive through three rooms."""

from __future__ import annotations

import functools
import itertools

import numpy as np
from segment_world import Drive, World, furniture, office_walls, rasterize, recording

from patrol.localization.likelihood_field import LikelihoodField

START = np.array([1.0, 7.0, 0.0])
#: Along the corridor, into a room, and on.
WAY = np.array(
    [[1.0, 7.0], [3.0, 7.0], [2.94, 7.0], [2.94, 5.0], [2.94, 3.0], [2.94, 7.0], [7.5, 7.0]]
)


@functools.cache
def walls():
    return tuple(office_walls(0))


@functools.cache
def world(pieces=40):
    return World(list(walls()), furniture(3, pieces, walls(), _dense(WAY)))


@functools.cache
def grid():
    return rasterize(walls())


@functools.cache
def field():
    return LikelihoodField(grid())


def drive():
    return Drive(WAY)


@functools.cache
def lap():
    """A recorded drive along a corridor, into a room and out, wheels 0.5 % off."""
    return tuple(recording(world(), drive(), scale=1.005, turn_error=0.005))


def _dense(way):
    parts = [np.linspace(a, b, 20) for a, b in itertools.pairwise(way)]
    return np.concatenate(parts)
