"""Where a route comes from: a route document (.yaml) or a patrol graph (.graph)."""

from __future__ import annotations

from pathlib import Path

from patrol.errors import UserError
from patrol.planning.mistakes import Mistakes
from patrol.planning.patrol_graph import graph_route
from patrol.planning.route_document import Route
from patrol.planning.route_reader import read_route


def load_route(file: Path | str, laps: int | None = None) -> tuple[Route, tuple[str, ...]]:
    """Return the route of a file, with `laps` in place of its own, and remarks for the user.

    All mistakes of the file are told in one UserError, a line each.
    """
    path = Path(file)
    mistakes = Mistakes(path)
    route = read_any_route(path, mistakes)
    mistakes.raise_any()
    remarks = []
    if path.suffix == '.graph':
        remarks.append(
            f'{path.name}: {len(route.checkpoints)} vertices, each a checkpoint, shortest order; '
            f'the car starts at {route.checkpoints[0].name}'
        )
    return route.with_laps(laps), tuple(remarks)


def read_any_route(file: Path, mistakes: Mistakes) -> Route:
    """Return the route of a file; it is worth nothing if mistakes were noted."""
    if file.suffix == '.graph':
        return graph_route(file, mistakes)
    if file.suffix in ('.yaml', '.yml'):
        return read_route(file, mistakes)
    raise UserError('a route is a document (.yaml) or a patrol graph (.graph)', file=file)
