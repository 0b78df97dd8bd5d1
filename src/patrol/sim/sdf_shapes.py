"""Geometry of SDF as solids."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patrol.sim.round_shapes import capsule, cone, ellipsoid
from patrol.sim.sdf_mesh import read_mesh
from patrol.sim.sdf_pose import facing
from patrol.sim.sdf_schema import PRIMITIVES
from patrol.sim.sdf_source import Element, Remarks, children, numbers

Array = NDArray[np.float64]

#: Sizes beyond these (m) are slips of the pen.
SMALLEST, LARGEST = 1e-5, 1e5


@dataclass(frozen=True)
class Shape:
    """What a Solid needs to know of its geometry; `turn` (4, 4) goes between pose and shape."""

    kind: str
    size: tuple[float, ...]
    turn: Array
    vertices: Array | None = None
    faces: NDArray[np.int32] | None = None


def read_shape(geometry: Element | None, owner: Element, remarks: Remarks) -> Shape | None:
    """Return the shape of a <geometry>; one that is not supported or wrong is named: None."""
    found = children(geometry) if geometry is not None else []
    if not found:
        remarks.mistake(owner, f'{_label(owner)} has no geometry')
        return None
    element = found[0]
    kind = str(element.tag)
    reader = READERS.get(kind)
    if kind == 'empty':
        return None
    if reader is None or (remarks.strict and kind not in PRIMITIVES):
        remarks.mistake(element, f'{_label(owner)} is a <{kind}>, which is not supported')
        return None
    return reader(element, owner, remarks)


def _label(owner: Element) -> str:
    return f"{owner.tag} '{owner.get('name', '')}'"


def _sizes(
    element: Element, owner: Element, remarks: Remarks, *wanted: tuple[str, int]
) -> tuple[float, ...] | None:
    """Return the numbers of some children in a row; None, and named, when one is no size."""
    out: list[float] = []
    for tag, count in wanted:
        text = element.findtext(tag)
        values = numbers(text, count)
        if values is None or not all(SMALLEST <= v <= LARGEST for v in values):
            told = 'lacks' if text is None else f"has the unusable value '{text.strip()[:40]}' for"
            remarks.mistake(element, f'{_label(owner)}: <{element.tag}> {told} <{tag}>')
            return None
        out += values
    return tuple(out)


def _box(element: Element, owner: Element, remarks: Remarks) -> Shape | None:
    size = _sizes(element, owner, remarks, ('size', 3))
    return Shape('box', size, np.eye(4)) if size else None


def _cylinder(element: Element, owner: Element, remarks: Remarks) -> Shape | None:
    size = _sizes(element, owner, remarks, ('radius', 1), ('length', 1))
    return Shape('cylinder', size, np.eye(4)) if size else None


def _sphere(element: Element, owner: Element, remarks: Remarks) -> Shape | None:
    size = _sizes(element, owner, remarks, ('radius', 1))
    return Shape('sphere', size, np.eye(4)) if size else None


def _plane(element: Element, owner: Element, remarks: Remarks) -> Shape | None:
    text = element.findtext('normal')
    normal = numbers(text, 3) if text is not None else [0.0, 0.0, 1.0]
    if normal is None or not any(normal):
        remarks.mistake(element, f'{_label(owner)}: the normal of its plane is no direction')
        return None
    size = numbers(element.findtext('size'), 2) or [1.0, 1.0]
    return Shape('plane', tuple(size), facing(np.array(normal)))


def _mesh(element: Element, owner: Element, remarks: Remarks) -> Shape | None:
    found = read_mesh(element, _label(owner), remarks)
    return Shape('mesh', (), np.eye(4), *found) if found is not None else None


def _round(
    make: Callable[..., tuple[Array, NDArray[np.int32]]], *wanted: tuple[str, int]
) -> Callable[[Element, Element, Remarks], Shape | None]:
    def read(element: Element, owner: Element, remarks: Remarks) -> Shape | None:
        size = _sizes(element, owner, remarks, *wanted)
        return Shape('mesh', (), np.eye(4), *make(*size)) if size else None

    return read


READERS: dict[str, Callable[[Element, Element, Remarks], Shape | None]] = {
    'box': _box,
    'cylinder': _cylinder,
    'sphere': _sphere,
    'plane': _plane,
    'mesh': _mesh,
    'capsule': _round(capsule, ('radius', 1), ('length', 1)),
    'cone': _round(cone, ('radius', 1), ('length', 1)),
    'ellipsoid': _round(ellipsoid, ('radii', 3)),
}
