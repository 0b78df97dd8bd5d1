"""Occupancy maps in the format of ROS map_server: a YAML file and an image."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from patrol.messages import Grid
from patrol.planning.map_image import MODES, Thresholds, image_cells, read_image
from patrol.planning.mistakes import Mistakes
from patrol.planning.yaml_table import YamlTable, load_table

#: Metres per pixel that a map may have.
RESOLUTIONS = (1e-3, 10.0)


def load_map(file: Path | str) -> Grid:
    """Return the map of a map_server YAML file, in frame `map`, stamp 0.

    Row 0 of the cells is the lowest row of the image; the yaw of the origin is kept. Keys that
    map_server does not know are ignored, as it does. Mistakes are told in one UserError.
    """
    path = Path(file)
    mistakes = Mistakes(path)
    table = load_table(path, 'map file', mistakes)
    head = _read_head(table)
    mistakes.raise_any()
    image = read_image(path.parent / head.image, yaml_file=path, line=table.line_of('image'))
    cells = image_cells(image, head.thresholds)
    return Grid(0.0, 'map', head.resolution, np.array(head.origin), cells)


def same_grid(a: Grid, b: Grid) -> bool:
    """Whether two maps show the same, whenever they were stamped."""
    return (
        a.frame == b.frame
        and a.resolution == b.resolution
        and np.array_equal(a.origin, b.origin)
        and np.array_equal(a.cells, b.cells)
    )


class _Head(NamedTuple):
    image: str
    resolution: float
    origin: list[float]
    thresholds: Thresholds


def _read_head(table: YamlTable) -> _Head:
    table.require('image', 'resolution', 'origin', 'occupied_thresh', 'free_thresh', 'negate')
    occupied = table.number('occupied_thresh', 0.65, 0.0, 1.0)
    free = table.number('free_thresh', 0.0, 0.0, 1.0)
    if free >= occupied:
        table.wrong('free_thresh', f"'free_thresh' ({free:g}) must be below 'occupied_thresh'")
    mode = table.text('mode', 'trinary', choices=MODES)
    return _Head(
        image=table.text('image'),
        resolution=table.number('resolution', 0.0, *RESOLUTIONS),
        origin=table.numbers('origin', (3,)),
        thresholds=Thresholds(mode, table.flag('negate'), occupied, free),
    )
