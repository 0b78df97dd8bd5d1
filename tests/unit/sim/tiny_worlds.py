"""Small worlds whose distances are known in closed form."""

from __future__ import annotations

import numpy as np

from patrol.dimensions import load_dimensions
from patrol.messages import WheelCommands
from patrol.sim.car_model import expand_xacro
from patrol.sim.physics import Physics
from patrol.sim.sensor_blocks import read_sensor_blocks
from patrol.sim.world import Model, Solid, World

CAR = load_dimensions()
URDF = expand_xacro()
BLOCKS = read_sensor_blocks(URDF)


def box(name, x, y, size, z=None, yaw=0.0, glass=False):
    """Return a box of a size (x, y, z) standing on z = 0 unless said."""
    middle = size[2] / 2 if z is None else z
    return Solid(name, 'box', tuple(size), np.array([x, y, middle, 0, 0, yaw]), glass=glass)


def plane(z=0.0):
    """Return an endless floor."""
    return Solid('floor', 'plane', (10.0, 10.0), np.array([0, 0, z, 0, 0, 0.0]))


def world(*solids):
    """Return a world, each solid a model of its own."""
    return World('tiny', tuple(Model(solid.name, (solid,)) for solid in solids))


def room(half=3.0):
    """Return a square room of walls whose inner faces are `half` away from the middle."""
    at, long = half + 0.1, 2 * half + 0.4
    return world(
        plane(),
        box('east', at, 0, (0.2, long, 2)),
        box('west', -at, 0, (0.2, long, 2)),
        box('north', 0, at, (long, 0.2, 2)),
        box('south', 0, -at, (long, 0.2, 2)),
    )


def physics(of, start=(0.0, 0.0, 0.0), **options):
    """Return the car at rest in a world."""
    made = Physics(of, URDF, BLOCKS, CAR, **options)
    made.place(start)
    for _ in range(30):
        made.step(np.zeros(2), 0.0)
    return made


def release(simulation):
    """Let the board boot and reset its e-stop."""
    for _ in range(10):
        simulation.step()
    reply = simulation.call('_mcu/e_stop_reset')
    assert reply.success, reply.message


def drive(simulation, left, right, seconds):
    """Command wheel speeds (rad/s) at 50 Hz; return all messages."""
    out = []
    for tick in range(round(seconds * 100)):
        if tick % 2 == 0:
            command = WheelCommands(simulation.stamp, np.array([left, right], dtype=float))
            simulation.handle('_mcu/wheel_commands', command)
        out += simulation.step()
    return out
