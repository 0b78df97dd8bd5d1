"""The tree of models of an SDF world: names, frames, and what is included from elsewhere."""

from __future__ import annotations

import copy
from collections.abc import Mapping

import numpy as np

from patrol.sim.sdf_frames import Frame, Scope
from patrol.sim.sdf_included import included
from patrol.sim.sdf_pose import pose_matrix
from patrol.sim.sdf_source import Element, Remarks, children, text_of

#: Models within models within models ... : deeper than this is an include of itself.
DEEPEST = 16


def build_scope(
    element: Element,
    remarks: Remarks,
    parent: Scope | None = None,
    name: str = '',
    depth: int = 0,
) -> Scope:
    """Return the scope of a <world> or <model> with everything below it."""
    scope = Scope(element, remarks, parent, name)
    for child in children(element):
        if child.tag in ('link', 'frame', 'joint'):
            _add_frame(scope, child)
        elif child.tag in ('model', 'include'):
            _add_model(scope, child, depth)
    return scope


def unique(name: str, taken: Mapping[str, object], element: Element, remarks: Remarks) -> str:
    """Return the name, or one with a number behind it when it is taken, which is named."""
    if name not in taken:
        return name
    number = 2
    while f'{name}_{number}' in taken:
        number += 1
    new = f'{name}_{number}'
    remarks.mistake(element, f"{element.tag} '{name}' is there twice; the second is '{new}' here")
    return new


def _add_frame(scope: Scope, element: Element) -> None:
    pose = element.find('pose')
    relative = (pose.get('relative_to') or pose.get('frame') or '') if pose is not None else ''
    if not relative and element.tag == 'frame':
        relative = element.get('attached_to', '')
    elif not relative and element.tag == 'joint':
        relative = text_of(element, 'child')
    name = element.get('name', '')
    if not name:
        scope.remarks.mistake(element, f'a <{element.tag}> has no name')
        name = str(element.tag)
    name = unique(name, scope.frames, element, scope.remarks)
    matrix = pose_matrix(pose, scope.remarks)
    frame = Frame(element if pose is None else pose, matrix, relative)
    scope.frames[name] = frame
    if element.tag == 'link':
        scope.links[name] = element


def _add_model(scope: Scope, element: Element, depth: int) -> None:
    model: Element | None = element
    if depth > DEEPEST:
        scope.remarks.mistake(element, f'models lie more than {DEEPEST} deep in each other')
        return
    if element.tag == 'include':
        model = included(element, scope.remarks)
        if model is None:
            return
    assert model is not None
    name = text_of(element, 'name') if element.tag == 'include' else ''
    name = name or model.get('name', '')
    if not name:
        scope.remarks.mistake(element, 'a <model> has no name')
        name = 'model'
    name = unique(name, scope.frames, element, scope.remarks)
    frame = _model_frame(element, model, scope.remarks)
    scope.frames[name] = frame
    scope.models[name] = build_scope(model, scope.remarks, scope, name, depth + 1)
    scope.models[name].forced_static = text_of(element, 'static') if element is not model else ''
    if element.get('merge') in ('true', '1'):
        scope.merged.append(name)


def _model_frame(element: Element, model: Element, remarks: Remarks) -> Frame:
    """Return the frame of a model; the pose of an <include> takes the place of the model's."""
    pose = element.find('pose')
    placement = text_of(element, 'placement_frame') or model.get('placement_frame', '')
    if pose is None and element is not model:
        inner = model.find('pose')
        matrix = pose_matrix(inner, remarks)
        return Frame(element, matrix, '', placement)
    relative = (pose.get('relative_to') or pose.get('frame') or '') if pose is not None else ''
    where = element if pose is None else pose
    return Frame(where, pose_matrix(pose, remarks), relative, placement)


def apply_state(scope: Scope, state: Element) -> int:
    """Put models and links where a saved <state> has them; return how many models moved."""
    moved = 0
    for element in state.findall('model'):
        name = element.get('name', '')
        if name not in scope.models:
            continue
        pose = element.find('pose')
        if pose is not None:
            matrix = pose_matrix(pose, scope.remarks)
            moved += not np.allclose(matrix, scope.resolve(name, element), atol=1e-4)
            frame = copy.copy(scope.frames[name])
            frame.pose, frame.relative_to, frame.placement = matrix, '', ''
            scope.place(name, frame)
        _apply_links(scope.models[name], element)
    return moved


def _apply_links(scope: Scope, element: Element) -> None:
    """A state gives links and nested models in the world, not in their model."""
    for link in element.findall('link'):
        pose = link.find('pose')
        if pose is not None and link.get('name', '') in scope.links:
            frame = Frame(pose, pose_matrix(pose, scope.remarks), 'world')
            scope.place(link.get('name', ''), frame)
