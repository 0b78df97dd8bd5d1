"""Writes a grid as a map_server map, so that a node can serve what a scenario generated."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import yaml

from patrol.errors import UserError
from patrol.messages import Grid

UNKNOWN = 255


def write_map(grid: Grid, file: Path) -> None:
    """Write `<file>` (YAML) and the image beside it; mode raw keeps every value."""
    cells = np.flipud(grid.cells)
    image = np.where(cells < 0, UNKNOWN, cells).astype(np.uint8)
    picture = file.with_suffix('.png')
    if not cv2.imwrite(str(picture), image):
        raise UserError('the map cannot be written', file=picture)
    head = {
        'image': picture.name,
        'mode': 'raw',
        'resolution': float(grid.resolution),
        'origin': [float(v) for v in grid.origin],
        'negate': 0,
        'occupied_thresh': 0.65,
        'free_thresh': 0.196,
    }
    file.write_text(yaml.safe_dump(head, sort_keys=False))
