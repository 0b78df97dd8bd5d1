"""The solids of a world as MuJoCo geoms."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from patrol.errors import UserError
from patrol.sim.convex_parts import convex_parts
from patrol.sim.engine import mujoco
from patrol.sim.groups import CAR_BIT, GLASS, HULL, WORLD, WORLD_BIT, WORLD_MESH
from patrol.sim.world import Solid, World

Array = NDArray[np.float64]

#: A flat piece of a mesh gets this much (m) on either side, or it would have no convex hull.
FLAT = 0.001


def build_world(world: World) -> Any:
    """Return a MjSpec with every solid of the world as a geom `<index>:<name>`."""
    spec = mujoco.MjSpec()
    spec.modelname = 'patrol_world'
    for index, solid in enumerate(world.solids):
        _add(spec, f'{index}:{solid.name}', solid)
    return spec


def quaternion(roll: float, pitch: float, yaw: float) -> Array:
    """Return w, x, y, z of fixed-axis roll, pitch, yaw (rad)."""
    cr, sr = math.cos(roll / 2), math.sin(roll / 2)
    cp, sp = math.cos(pitch / 2), math.sin(pitch / 2)
    cy, sy = math.cos(yaw / 2), math.sin(yaw / 2)
    return np.array(
        [
            cr * cp * cy + sr * sp * sy,
            sr * cp * cy - cr * sp * sy,
            cr * sp * cy + sr * cp * sy,
            cr * cp * sy - sr * sp * cy,
        ]
    )


def _add(spec: Any, name: str, solid: Solid) -> None:
    common = {
        'pos': np.asarray(solid.pose[:3], dtype=float),
        'quat': quaternion(*solid.pose[3:]),
        'rgba': solid.colour,
    }
    touched = {'contype': WORLD_BIT, 'conaffinity': CAR_BIT}
    if solid.kind == 'mesh':
        _add_mesh(spec, name, solid, common, touched)
        return
    kind, size = _primitive(solid)
    group = GLASS if solid.glass else WORLD
    spec.worldbody.add_geom(name=name, type=kind, size=size, group=group, **common, **touched)


def _primitive(solid: Solid) -> tuple[Any, list[float]]:
    geom = mujoco.mjtGeom
    size = solid.size
    if solid.kind == 'box':
        return geom.mjGEOM_BOX, [size[0] / 2, size[1] / 2, size[2] / 2]
    if solid.kind == 'cylinder':
        return geom.mjGEOM_CYLINDER, [size[0], size[1] / 2, 0]
    if solid.kind == 'sphere':
        return geom.mjGEOM_SPHERE, [size[0], 0, 0]
    if solid.kind == 'plane':  # endless, as a plane of SDF is for collisions
        return geom.mjGEOM_PLANE, [0, 0, 1]
    raise UserError(f"solid '{solid.name}' is of the unknown kind '{solid.kind}'")


def _add_mesh(
    spec: Any, name: str, solid: Solid, common: dict[str, Any], touched: dict[str, int]
) -> None:
    """Rays see the true triangles; contacts see convex pieces."""
    assert solid.vertices is not None
    assert solid.faces is not None
    kind = mujoco.mjtGeom.mjGEOM_MESH
    _mesh(spec, name, thickened(solid.vertices), solid.faces)
    spec.worldbody.add_geom(
        name=name,
        type=kind,
        meshname=name,
        group=GLASS if solid.glass else WORLD_MESH,
        contype=0,
        conaffinity=0,
        **common,
    )
    for number, (vertices, faces) in enumerate(convex_parts(solid.vertices, solid.faces)):
        part = f'{name}#{number}'
        _mesh(spec, part, thickened(vertices), faces)
        spec.worldbody.add_geom(
            name=part, type=kind, meshname=part, group=HULL, **common, **touched
        )


def thickened(vertices: Array) -> Array:
    """Return the vertices, with a second layer when they all lie in one plane."""
    middle = vertices.mean(axis=0)
    _, spread, axes = np.linalg.svd(vertices - middle, full_matrices=False)
    if len(vertices) > 3 and spread[-1] > FLAT * math.sqrt(len(vertices)) / 2:
        return vertices
    normal = axes[-1] * FLAT
    return np.concatenate([vertices + normal, vertices - normal])


def _mesh(spec: Any, name: str, vertices: Array, faces: NDArray[np.int32]) -> None:
    mesh = spec.add_mesh(name=name)
    mesh.uservert = vertices.astype(np.float64).ravel()
    mesh.userface = faces.astype(np.int32).ravel()
    mesh.inertia = mujoco.mjtMeshInertia.mjMESH_INERTIA_SHELL
