"""Reads a patrol graph of the patrolling benchmark as a route: every vertex a checkpoint."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from patrol.errors import UserError
from patrol.planning.mistakes import Mistakes, read_text
from patrol.planning.route_document import Checkpoint, Order, Route
from patrol.planning.route_reader import revision_of

MOST_VERTICES = 10_000


@dataclass(frozen=True, slots=True)
class Edge:
    """A way to a neighbour; `cost` (m) is the length that the file states."""

    to: int
    cost: float


@dataclass(frozen=True, slots=True)
class Vertex:
    """A vertex at x, y (m) in map."""

    id: int
    x: float
    y: float
    edges: tuple[Edge, ...]
    line: int


class _Words:
    """The words of a file with their lines."""

    def __init__(self, file: Path) -> None:
        self._words: Iterator[tuple[str, int]] = (
            (word, number)
            for number, line in enumerate(read_text(file, 'patrol graph').splitlines(), 1)
            for word in line.split()
        )
        self._file = file
        self.line = 1

    def word(self, what: str) -> str:
        word, self.line = next(self._words, ('', self.line))
        if not word:
            raise self.broken(f'the file ends where {what} should stand')
        return word

    def number(self, what: str) -> float:
        word = self.word(what)
        try:
            value = float(word)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self.broken(f"{what} must be a number, not '{word}'")
        return value

    def count(self, what: str, most: int) -> int:
        value = self.number(what)
        if value != int(value) or not 0 <= value <= most:
            raise self.broken(f'{what} must be a whole number of 0 .. {most}, not {value:g}')
        return int(value)

    def rest(self) -> str | None:
        word, self.line = next(self._words, (None, self.line))
        return word

    def broken(self, message: str) -> UserError:
        """The file cannot be read any further."""
        return UserError(message, file=self._file, line=self.line)


def read_graph(file: Path, mistakes: Mistakes) -> list[Vertex]:
    """Return the vertices of a `.graph` file; they are worth nothing if mistakes were noted.

    Where the file cannot be read any further a UserError says why.

    Words: number of vertices, width, height (pixels), resolution (m/pixel), offset x, y (m); for
    each vertex: id, x, y (pixels, y upwards), degree, and per neighbour its id, a compass
    direction and the cost (pixels). m = pixels * resolution + offset.
    """
    vertices = _read_vertices(_Words(file))
    _check(vertices, mistakes)
    return vertices


def graph_route(file: Path, mistakes: Mistakes) -> Route:
    """Return the route over all vertices in shortest order, any heading, no dwell.

    The car starts at the first vertex, looking along its first edge.
    """
    vertices = read_graph(file, mistakes)
    first = vertices[0]
    ahead = vertices[first.edges[0].to] if first.edges else first
    yaw = math.atan2(ahead.y - first.y, ahead.x - first.x)
    return Route(
        name=file.stem,
        start=np.array([first.x, first.y, yaw]),
        laps=1,
        order=Order.SHORTEST,
        checkpoints=tuple(
            Checkpoint(f'v{v.id}', np.array([v.x, v.y, 0.0]), any_heading=True) for v in vertices
        ),
        revision=revision_of(file),
        lines={'': first.line} | {f'v{v.id}': v.line for v in vertices},
    )


def _read_vertices(words: _Words) -> list[Vertex]:
    count = words.count('the number of vertices', MOST_VERTICES)
    if count == 0:
        raise words.broken('a patrol graph needs at least one vertex')
    words.number('the width')
    words.number('the height')
    resolution = words.number('the resolution')
    if resolution <= 0:
        raise words.broken(f'the resolution must be more than 0, not {resolution:g}')
    offset = words.number('the offset in x'), words.number('the offset in y')
    vertices = [_read_vertex(words, count, resolution, offset) for _ in range(count)]
    extra = words.rest()
    if extra is not None:
        raise words.broken(f"'{extra}' follows after the last of {count} vertices")
    return vertices


def _read_vertex(
    words: _Words, count: int, resolution: float, offset: tuple[float, float]
) -> Vertex:
    number = words.count('the id of a vertex', count - 1)
    line = words.line
    x = words.number(f'x of vertex {number}') * resolution + offset[0]
    y = words.number(f'y of vertex {number}') * resolution + offset[1]
    edges = []
    for _ in range(words.count(f'the degree of vertex {number}', count)):
        to = words.count(f'a neighbour of vertex {number}', count - 1)
        words.word('a compass direction')
        cost = words.number('the cost of an edge') * resolution
        edges.append(Edge(to, cost))
    return Vertex(number, x, y, tuple(edges), line)


def _check(vertices: list[Vertex], mistakes: Mistakes) -> None:
    for place, vertex in enumerate(vertices):
        if vertex.id != place:
            mistakes.add(vertex.line, f'vertex {place} should stand here, not {vertex.id}')
        for edge in vertex.edges:
            if edge.cost <= 0:
                message = f'the edge from vertex {vertex.id} to {edge.to} has no positive cost'
                mistakes.add(vertex.line, message)
