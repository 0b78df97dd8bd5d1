"""Meshes in the engine: rays meet the true triangles, contacts the hulls of connected parts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from tiny_worlds import box, physics, plane, world

from patrol.sim.convex_parts import connected_parts
from patrol.sim.engine import mujoco
from patrol.sim.plan_shapes import plan_shapes
from patrol.sim.simulation import Simulation
from patrol.sim.solids import build_world, quaternion
from patrol.sim.world import Solid

trimesh = pytest.importorskip('trimesh', reason='meshes need trimesh')


def mesh(name, shape, pose=(0, 0, 0, 0, 0, 0)):
    """Return a solid of a trimesh."""
    at = np.array(pose, dtype=float)
    vertices, faces = np.array(shape.vertices), np.array(shape.faces, dtype=np.int32)
    return Solid(name, 'mesh', (), at, vertices=vertices, faces=faces)


def two_walls():
    """Two walls that do not touch, in one mesh: x = 1.0 .. 1.1 and y = 1.0 .. 1.1."""
    first = trimesh.creation.box([0.1, 1.6, 1.0])
    first.apply_translation([1.05, 0.0, 0.5])
    second = trimesh.creation.box([1.6, 0.1, 1.0])
    second.apply_translation([0.0, 1.05, 0.5])
    return trimesh.util.concatenate([first, second])


def open_box():
    """A box of four walls in one connected piece, without floor and lid: it is concave."""
    outline = trimesh.creation.box([6.0, 6.0, 1.0])
    keep = np.abs(outline.face_normals[:, 2]) < 0.5
    return trimesh.Trimesh(
        outline.vertices + np.array([0, 0, 0.5]), outline.faces[keep], process=False
    )


def test_connected_parts_are_found():
    shape = two_walls()
    parts = list(connected_parts(shape.vertices, shape.faces.astype(np.int32)))
    assert [len(v) for v, _ in parts] == [8, 8]
    assert [len(f) for _, f in parts] == [12, 12]


def test_the_space_between_the_parts_of_a_mesh_is_free():
    car = physics(world(plane(), mesh('walls', two_walls())))
    assert car.contacts.count == 0
    ray = car.ray(np.array([0.0, 0.0, 0.2]), np.array([1.0, 0.0, 0.0]))
    assert ray == pytest.approx(1.0, abs=1e-6)
    diagonal = np.array([math.sqrt(0.5), math.sqrt(0.5), 0.0])
    assert car.ray(np.array([0.0, 0.0, 0.2]), diagonal) == -1


def test_a_hall_whose_walls_are_one_piece_is_hollow():
    """Taken for its hull it would be a block with the car inside of it."""
    car = physics(world(plane(), mesh('hall', open_box())))
    for _ in range(500):
        car.step(np.array([9.0, 9.0]), 0.0)
    assert car.pose[0] == pytest.approx(3.0 - 0.2, abs=0.01)
    assert car.contacts.events[0].thing == 'hall'


def test_a_placed_and_turned_mesh_is_where_it_belongs():
    thing = mesh('b', trimesh.creation.box([1, 1, 1]), (3.0, 0, 0.5, 0, 0, math.pi / 4))
    car = physics(world(plane(), thing))
    ray = car.ray(np.array([0.0, 0.0, 0.2]), np.array([1.0, 0.0, 0.0]))
    assert ray == pytest.approx(3.0 - math.sqrt(0.5), abs=1e-6)
    (shape,) = plan_shapes(world(thing), 0.1, 1.0)
    assert np.ptp(shape.corners[:, 0]) == pytest.approx(math.sqrt(2), abs=1e-5)


def test_a_floor_that_is_a_mesh_carries_the_car():
    slab = trimesh.creation.box([8, 8, 0.2])
    slab.apply_translation([0, 0, -0.1])
    made = Simulation(world(mesh('slab', slab), box('wall', 3, 0, (0.2, 6, 1))), (0.0, 0.0, 0.0))
    for _ in range(50):
        made.step()
    assert abs(made.physics.position[2]) < 0.002
    assert made.contacts.count == 0


def test_a_sheet_without_thickness_can_be_built():
    sheet = trimesh.Trimesh([[2, -1, 0], [2, 1, 0], [2, 1, 1], [2, -1, 1]], [[0, 1, 2], [0, 2, 3]])
    car = physics(world(plane(), mesh('sheet', sheet)))
    ray = car.ray(np.array([0.0, 0.1, 0.2]), np.array([1.0, 0.0, 0.0]))
    assert ray == pytest.approx(2.0, abs=0.005)


def test_a_single_triangle_can_be_built():
    triangle = trimesh.Trimesh([[2, -1, 0], [2, 1, 0], [2, 0, 1]], [[0, 1, 2]])
    car = physics(world(plane(), mesh('triangle', triangle)))
    ray = car.ray(np.array([0.0, 0.05, 0.3]), np.array([1.0, 0.0, 0.0]))
    assert ray == pytest.approx(2.0, abs=0.005)


def test_an_enclosure_in_one_piece_is_seen_from_inside():
    made = mesh('hall', open_box())
    spec = build_world(world(plane(), made))
    model = spec.compile()
    data = mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    hit = np.zeros(1, dtype=np.int32)
    groups = np.array([1, 1, 0, 0, 0, 0], dtype=np.uint8)
    origin, ahead = np.array([0, 0, 0.3]), np.array([1.0, 0, 0])
    assert mujoco.mj_ray(model, data, origin, ahead, groups, 1, -1, hit, None) == pytest.approx(
        3.0
    )


@pytest.mark.parametrize('angles', [(0.1, 0.2, 0.3), (1.5, -1.2, 3.0)])
def test_quaternions_of_fixed_axis_angles(angles):
    x, y, z, w = Rotation.from_euler('xyz', angles).as_quat()
    ours = quaternion(*angles)
    np.testing.assert_allclose(ours * np.sign(ours[0]), np.array([w, x, y, z]) * np.sign(w))
