"""From the image of a map to its cells, as ROS map_server does it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from patrol.errors import UserError

MODES = ('trinary', 'scale', 'raw')
Image = NDArray[np.uint8] | NDArray[np.uint16]
FREE, OCCUPIED, UNKNOWN = 0, 100, -1


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How shades become cells: mode, whether white is occupied, limits of occupancy 0..1."""

    mode: str
    negate: bool
    occupied: float
    free: float


def read_image(file: Path, *, yaml_file: Path, line: int) -> Image:
    """Return an image file as it is: (h, w) or (h, w, channels), uint8 or uint16.

    A mistake is told at the line of the YAML file that names the image.
    """
    try:
        data = np.fromfile(file, np.uint8)
    except OSError as error:
        why = error.strerror or 'it cannot be read'
        raise UserError(f"image '{file}': {why}", file=yaml_file, line=line) from None
    try:
        image = cv2.imdecode(data, cv2.IMREAD_UNCHANGED) if len(data) else None
    except cv2.error:
        image = None
    if image is None or image.dtype not in (np.uint8, np.uint16):
        raise UserError(
            f"image '{file}' cannot be read: it must be a whole PGM, PNG, BMP or JPEG file",
            file=yaml_file,
            line=line,
        )
    return cast(Image, image)


def image_cells(image: Image, thresholds: Thresholds) -> NDArray[np.int8]:
    """Return cells (h, w), row 0 the lowest row of the image.

    Source: nav2_map_server/src/map_io.cpp (trinary averages the alpha channel into the shade,
    scale takes a transparent pixel for unknown, raw takes values 0..100 as they are).
    """
    full = float(np.iinfo(image.dtype).max)
    channels = image.reshape(*image.shape[:2], -1).astype(np.float64) / full
    alpha = channels[..., 3] if channels.shape[2] == 4 else None
    colours = channels if thresholds.mode == 'trinary' else channels[..., :3]
    shade = colours.mean(axis=2)
    if thresholds.mode == 'raw':
        return np.flipud(_raw(shade))
    occupancy = shade if thresholds.negate else 1.0 - shade
    between = np.full(occupancy.shape, UNKNOWN, np.int8)
    if thresholds.mode == 'scale':
        span = thresholds.occupied - thresholds.free
        scaled = np.clip((occupancy - thresholds.free) / span, 0.0, 1.0) * 100
        between = np.rint(scaled).astype(np.int8)
    cells = np.where(occupancy < thresholds.free, np.int8(FREE), between)
    cells = np.where(occupancy > thresholds.occupied, np.int8(OCCUPIED), cells)
    if thresholds.mode == 'scale' and alpha is not None:
        cells = np.where(alpha < 1.0, np.int8(UNKNOWN), cells)
    return np.flipud(cells)


def _raw(shade: NDArray[np.float64]) -> NDArray[np.int8]:
    value = np.rint(shade * 255)
    return np.where(value <= 100, value, UNKNOWN).astype(np.int8)
