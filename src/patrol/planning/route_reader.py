"""Reads a route document: strict, and every mistake at once."""

from __future__ import annotations

import hashlib
import math
import os
from pathlib import Path

import numpy as np

from patrol.geometry import Array
from patrol.planning.mistakes import Mistakes
from patrol.planning.route_document import FORMAT, Checkpoint, OnFailure, Order, Route
from patrol.planning.yaml_table import YamlTable, load_table

ROUTE_KEYS = ('format', 'name', 'revision', 'map', 'start', 'order', 'laps', 'checkpoints')
CHECKPOINT_KEYS = ('name', 'pose', 'dwell_s', 'on_failure')
MOST_LAPS = 10_000
LONGEST_DWELL = 86_400.0
#: A coordinate farther out (m) is a slip of the pen.
FARTHEST = 1e5


def read_route(file: Path, mistakes: Mistakes) -> Route:
    """Return the route of a document (format 1); it is worth nothing if mistakes were noted.

    Poses are x, y (m) and yaw (degrees) in map; a checkpoint without yaw takes any heading. A
    file that is not YAML at all is a UserError.
    """
    table = load_table(file, 'route', mistakes)
    table.allow_only(ROUTE_KEYS)
    table.require('format', 'name', 'start', 'checkpoints')
    table.integer('format', FORMAT, FORMAT, FORMAT)
    building = table.text('map')
    checkpoints = _checkpoints(table)
    return Route(
        name=table.text('name'),
        start=_pose(table, 'start', (3,)),
        laps=table.integer('laps', 1, 1, MOST_LAPS),
        order=Order(table.text('order', Order.GIVEN, choices=list(Order))),
        checkpoints=tuple(checkpoint for checkpoint, _ in checkpoints),
        map=Path(os.path.normpath(file.parent / building)) if building else None,
        revision=table.text('revision', revision_of(file)),
        lines={'': table.line_of('start')} | {c.name: line for c, line in checkpoints},
    )


def revision_of(file: Path) -> str:
    """Return a short digest of a file's bytes."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def _checkpoints(table: YamlTable) -> list[tuple[Checkpoint, int]]:
    rows = table.tables('checkpoints', 'checkpoint')
    if 'checkpoints' in table and not rows:
        table.wrong('checkpoints', 'a route needs at least one checkpoint')
    found, seen = [], dict[str, int]()
    for row in rows:
        checkpoint, line = _checkpoint(row), row.line_of('name')
        first = seen.setdefault(checkpoint.name, line)
        if first != line and checkpoint.name:
            row.wrong('name', f"checkpoint '{checkpoint.name}' is given twice (line {first})")
        found.append((checkpoint, line))
    return found


def _checkpoint(row: YamlTable) -> Checkpoint:
    row.allow_only(CHECKPOINT_KEYS)
    row.require('name', 'pose')
    pose = _pose(row, 'pose', (2, 3))
    return Checkpoint(
        name=row.text('name'),
        pose=np.nan_to_num(pose),
        dwell_s=row.number('dwell_s', 0.0, 0.0, LONGEST_DWELL),
        on_failure=OnFailure(row.text('on_failure', OnFailure.RETRY, choices=list(OnFailure))),
        any_heading=bool(np.isnan(pose[2])),
    )


def _pose(table: YamlTable, key: str, lengths: tuple[int, ...]) -> Array:
    """Return x, y, yaw (rad); the yaw is NaN where only x and y are given."""
    values = table.numbers(key, lengths)
    if max(abs(values[0]), abs(values[1])) > FARTHEST:
        table.wrong(key, f"'{key}' is more than {FARTHEST:g} m away from the origin of the map")
    yaw = math.radians(values[2]) if len(values) == 3 else math.nan
    return np.array([values[0], values[1], math.remainder(yaw, math.tau)])
