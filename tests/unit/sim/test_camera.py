"""Pictures: left is left, sizes follow the opening angle; without GL one sentence says so."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import numpy as np
import pytest
from tiny_worlds import BLOCKS, box, physics, plane, world

from patrol.sim.camera import Camera
from patrol.sim.world import Solid

BLOCK = BLOCKS.camera

SCRIPT = """
import sys
sys.path.insert(0, 'tests/unit/sim')
from tiny_worlds import room
from patrol.sim.simulation import Simulation, SimulationOptions
made = Simulation(room(), (0.0, 0.0, 0.0), SimulationOptions(camera=True))
for _ in range(40):
    made.step()
print(made.camera_reason)
"""


def red(x, y, size):
    pose = np.array([x, y, 0.12, 0, 0, 0.0])
    return Solid('red', 'box', (0.01, size, size), pose, (1.0, 0.0, 0.0, 1.0))


def picture(*solids):
    camera = Camera(physics(world(plane(), *solids)), BLOCK)
    if camera.reason:
        pytest.skip(camera.reason)
    image = camera.take(1.0)
    camera.close()
    assert image.pixels.shape == (BLOCK.height, BLOCK.width, 3)
    colour = image.pixels.astype(int)
    return (colour[..., 0] > 80) & (colour[..., 0] > 1.6 * colour[..., 1:].max(axis=-1))


def test_what_is_on_the_left_is_on_the_left_of_the_picture():
    rows, columns = np.nonzero(picture(red(2.0, 0.6, 0.3)))
    assert len(columns) > 50
    assert columns.mean() < BLOCK.width / 2
    assert abs(rows.mean() - BLOCK.height / 2) < 12


def test_the_size_follows_from_the_opening_angle():
    _, columns = np.nonzero(picture(red(2.18, 0.0, 0.4)))
    focal = BLOCK.width / 2 / math.tan(BLOCK.field_of_view / 2)
    assert np.ptp(columns) + 1 == pytest.approx(focal * 0.4 / 2.0, abs=3)


def test_glass_is_drawn_too():
    pane = box('pane', 1.0, 0.0, (0.02, 2.0, 2.0), glass=True)
    clear = picture(red(2.0, 0.0, 0.3)).sum()
    assert picture(red(2.0, 0.0, 0.3), pane).sum() < clear


def test_without_gl_it_says_so_and_goes_on():
    environment = {**os.environ, 'MUJOCO_GL': 'disable'}
    command = [sys.executable, '-c', SCRIPT]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    (sentence,) = done.stdout.splitlines()
    assert sentence.startswith('no camera pictures')
    assert 'install' in sentence
