"""Meshes that an SDF names, in metres."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from patrol.sim.sdf_resources import Missing, find
from patrol.sim.sdf_source import Element, Remarks, folder_of, is_true, numbers, text_of

Array = NDArray[np.float64]
Mesh = tuple[Array, NDArray[np.int32]]

#: Twice the area (m2) of a triangle that is none.
SMALLEST = 1e-10
SUFFIXES = ('.dae', '.stl', '.obj', '.glb', '.gltf', '.ply')


def read_mesh(element: Element, label: str, remarks: Remarks) -> Mesh | None:
    """Return vertices (n, 3) and faces (m, 3) of a <mesh>; what cannot be read is named: None."""
    uri = text_of(element, 'uri')
    scale = numbers(element.findtext('scale') or '1 1 1', 3)
    if scale is None or not all(abs(s) > 0 for s in scale):
        remarks.mistake(element, f'{label}: the scale of its mesh is not three numbers')
        return None
    try:
        file = find(uri, folder_of(element))
        parts = _load(file)
        vertices, faces = _chosen(parts, element.find('submesh'), file)
    except Missing as reason:
        remarks.mistake(element, f'{label}: mesh {reason}')
        return None
    vertices = vertices * scale
    if np.prod(scale) < 0:
        faces = faces[:, ::-1]
    return vertices, np.ascontiguousarray(faces, dtype=np.int32)


def _load(file: Path) -> dict[str, Mesh]:
    """Return the parts of a mesh file by name, in metres and in the file's own axes."""
    if file.suffix.lower() not in SUFFIXES:
        raise Missing(f"'{file.name}' is of a kind that is not supported")
    try:
        import trimesh
    except ImportError:
        raise Missing(f"'{file.name}' needs trimesh: pip install trimesh pycollada") from None
    try:
        scene = trimesh.load_scene(str(file), process=False)
        parts = {name: _part(scene, name) for name in scene.graph.nodes_geometry}
    except Exception as error:  # each format fails in its own way
        reason = ' '.join(str(error).split())[:100]
        raise Missing(f"'{file.name}' cannot be read: {reason}") from error
    unit = _dae_unit(file) if file.suffix.lower() == '.dae' else 1.0
    parts = {name: _with_area(v * unit, f) for name, (v, f) in parts.items()}
    parts = {name: part for name, part in parts.items() if len(part[1])}
    if not all(np.isfinite(v).all() for v, _ in parts.values()):
        raise Missing(f"'{file.name}' has corners that are no numbers")
    return parts


def _part(scene: Any, node: str) -> Mesh:
    transform, geometry = scene.graph[node]
    mesh = scene.geometry[geometry]
    if not hasattr(mesh, 'faces'):
        return np.zeros((0, 3)), np.zeros((0, 3), dtype=np.int32)
    vertices = np.asarray(mesh.vertices) @ transform[:3, :3].T + transform[:3, 3]
    return vertices, np.asarray(mesh.faces, dtype=np.int32)


def _with_area(vertices: Array, faces: NDArray[np.int32]) -> Mesh:
    """Leave out triangles that are only a line or a point; the engine refuses them."""
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    twice = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    return vertices, faces[~(twice < SMALLEST)]


def _dae_unit(file: Path) -> float:
    """Return the metres of the file's unit, which trimesh leaves to us and Gazebo applies."""
    for _, element in etree.iterparse(str(file), tag='{*}unit', huge_tree=True):
        values = numbers(element.get('meter', '1'), 1)
        return values[0] if values else 1.0
    return 1.0


def _chosen(parts: dict[str, Mesh], submesh: Element | None, file: Path) -> Mesh:
    if submesh is not None:
        name = text_of(submesh, 'name')
        parts = {n: part for n, part in parts.items() if n == name or n.startswith(f'{name}_')}
        if not parts:
            raise Missing(f"'{file.name}' has no submesh '{name}'")
    if not parts:
        raise Missing(f"'{file.name}' has no triangles")
    vertices = np.concatenate([v for v, _ in parts.values()])
    offsets = np.cumsum([0, *[len(v) for v, _ in parts.values()][:-1]])
    faces = np.concatenate([f + o for (_, f), o in zip(parts.values(), offsets, strict=True)])
    if submesh is not None and is_true(text_of(submesh, 'center', 'false')):
        vertices = vertices - (vertices.min(axis=0) + vertices.max(axis=0)) / 2
    return vertices, faces
