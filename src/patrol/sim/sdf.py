"""Worlds in SDF: strict with our own, tolerant with other people's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from patrol.errors import UserError
from patrol.sim.sdf_drawn import check_drawn_as_touched
from patrol.sim.sdf_frames import Scope
from patrol.sim.sdf_schema import check
from patrol.sim.sdf_solids import solids_of
from patrol.sim.sdf_source import Element, Remarks, is_true, read_xml, text_of
from patrol.sim.sdf_tree import apply_state, build_scope
from patrol.sim.world import Model, World


def load_sdf(file: Path | str, *, strict: bool = True) -> World:
    """Return the world of an SDF file.

    strict: anything that is not understood is a UserError with file and line. Otherwise what is
    left out or unclear is named in the world's report, and only a file without any usable solid
    is a UserError.
    """
    path = Path(file)
    remarks = Remarks(strict)
    root = read_xml(path)
    check(root, remarks)
    element = _world_of(root, path, remarks)
    scope = build_scope(element, remarks)
    for state in element.findall('state'):
        moved = apply_state(scope, state)
        if moved:
            remarks.note(f'{path}: {moved} models stand where the <state> of the file has them')
    models = tuple(_models(scope))
    _name_what_moves(scope, remarks)
    if not any(model.solids for model in models):
        why = f' ({remarks.lines[0]})' if remarks.lines else ''
        raise UserError(f'holds nothing that could be simulated{why}', file=path)
    return World(element.get('name') or path.stem, models, tuple(remarks.lines))


def _world_of(root: Element, path: Path, remarks: Remarks) -> Element:
    worlds = root.findall('world')
    for extra in worlds[1:]:
        remarks.mistake(extra, f"the file has a second world '{extra.get('name')}', left out")
    if worlds:
        return worlds[0]
    if root.find('model') is None:
        raise UserError('has neither a <world> nor a <model>', file=path, line=root.sourceline)
    remarks.mistake(root, 'there is no <world>: its models are put into an empty one')
    return root


def _models(scope: Scope) -> Iterator[Model]:
    taken: dict[str, None] = {}
    for name, child in scope.models.items():
        if scope.remarks.strict:
            check_drawn_as_touched(child.element, scope.remarks)
        yield Model(name, tuple(solids_of(child, name, taken)))


def _name_what_moves(scope: Scope, remarks: Remarks) -> None:
    moving = [name for name, child in scope.models.items() if not _is_static(child)]
    for name in moving if remarks.strict else ():
        remarks.mistake(scope.models[name].element, f"model '{name}' is not static")
    if moving:
        names = ', '.join(moving)
        remarks.note(f'these models can move in Gazebo, and stand still here: {names}')


def _is_static(scope: Scope) -> bool:
    return is_true(scope.forced_static or text_of(scope.element, 'static', 'false'))
