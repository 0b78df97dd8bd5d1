"""The solids of a model of SDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patrol.sim.sdf_drawn import SUFFIX
from patrol.sim.sdf_frames import Frame, Scope
from patrol.sim.sdf_pose import pose_matrix, six
from patrol.sim.sdf_shapes import Shape, read_shape
from patrol.sim.sdf_source import Element, Remarks, numbers, text_of
from patrol.sim.world import Solid

Array = NDArray[np.float64]

#: What a LiDAR sees: <visibility_mask> of the car's own (urdf/parts/gazebo_sensors.xacro). A
#: visual whose <visibility_flags> have no bit of it is glass, here and in Gazebo.
LASER_MASK = 0xFFFFFFFD
GREY = (0.7, 0.7, 0.7, 1.0)


@dataclass(frozen=True)
class Look:
    """How a solid is drawn."""

    colour: tuple[float, float, float, float] = GREY
    glass: bool = False


def solids_of(scope: Scope, name: str, taken: dict[str, None]) -> Iterator[Solid]:
    """Yield the solids of a model's links and of the models in it; names are unique in `taken`."""
    in_world = scope.in_world()
    for link, element in scope.links.items():
        at = in_world @ scope.resolve(link, element)
        yield from _of_link(scope, element, link, at, name, taken)
    for inner, child in scope.models.items():
        yield from solids_of(child, f'{name}::{inner}', taken)


def _of_link(
    scope: Scope, link: Element, link_name: str, at: Array, model: str, taken: dict[str, None]
) -> Iterator[Solid]:
    remarks = scope.remarks
    visuals, collisions = link.findall('visual'), link.findall('collision')
    if visuals and not collisions:
        remarks.note(f"'{model}': link '{link_name}' is only drawn, nothing can touch or see it")
    for collision in collisions:
        shape = read_shape(collision.find('geometry'), collision, remarks)
        if shape is None:
            continue
        look = _look(collision, visuals, remarks)
        pose = at @ _pose_in_link(scope, collision, link_name) @ shape.turn
        yield _solid(_name(model, collision, taken), shape, pose, look)


def _solid(name: str, shape: Shape, pose: Array, look: Look) -> Solid:
    return Solid(
        name=name,
        kind=shape.kind,
        size=shape.size,
        pose=six(pose),
        colour=look.colour,
        glass=look.glass,
        vertices=shape.vertices,
        faces=shape.faces,
    )


def _name(model: str, collision: Element, taken: dict[str, None]) -> str:
    own = collision.get('name', 'collision')
    first = own if own.startswith(model) else f'{model}/{own}'
    name, number = first, 2
    while name in taken:
        name, number = f'{first}_{number}', number + 1
    taken[name] = None
    return name


def _pose_in_link(scope: Scope, element: Element, link_name: str) -> Array:
    pose = element.find('pose')
    matrix = pose_matrix(pose, scope.remarks)
    relative = (pose.get('relative_to') or pose.get('frame') or '') if pose is not None else ''
    if not relative or relative == link_name:
        return matrix
    assert pose is not None
    link = scope.resolve(link_name, element)
    return np.asarray(np.linalg.inv(link) @ scope.pose_of(Frame(pose, matrix, relative)))


def _look(collision: Element, visuals: list[Element], remarks: Remarks) -> Look:
    """Return the look of the visual of the same name, else of the first of the link."""
    name = collision.get('name', '')
    same = [v for v in visuals if v.get('name') in (name, name + SUFFIX)]
    if not visuals:
        return Look()
    visual = (same or visuals)[0]
    material = visual.find('material')
    colour = None
    if material is not None:
        colour = numbers(material.findtext('diffuse') or material.findtext('ambient'), 4)
        colour = colour or numbers(material.findtext('diffuse'), 3)
    r, g, b, a = (min(1.0, max(0.0, c)) for c in [*(colour or GREY), 1.0][:4])
    clear = numbers(text_of(visual, 'transparency', '0'), 1) or [0.0]
    # a geom of alpha 0 cannot be hit by rays
    alpha = max(0.05, a * (1.0 - clear[0]))
    return Look((r, g, b, min(1.0, alpha)), _is_glass(visual, remarks))


def _is_glass(visual: Element, remarks: Remarks) -> bool:
    text = text_of(visual, 'visibility_flags')
    if not text:
        return False
    try:
        return int(text, 0) & LASER_MASK == 0
    except ValueError:
        remarks.mistake(visual, f"<visibility_flags> '{text[:20]}' is no whole number")
        return False
