"""Grids and nav_msgs/OccupancyGrid."""

from __future__ import annotations

from array import array

import numpy as np
from nav_msgs.msg import MapMetaData, OccupancyGrid

from patrol.messages import Grid
from patrol.nodes.convert.rotation import pose_from_ros, pose_to_ros
from patrol.nodes.convert.stamp import header, stamp_from_ros, stamp_to_ros


def grid_to_ros(grid: Grid) -> OccupancyGrid:
    """Return a grid."""
    height, width = grid.cells.shape
    data = array('b')
    data.frombytes(np.asarray(grid.cells, dtype=np.int8).tobytes())
    info = MapMetaData(
        map_load_time=stamp_to_ros(grid.stamp),
        resolution=grid.resolution,
        width=width,
        height=height,
        origin=pose_to_ros(grid.origin),
    )
    return OccupancyGrid(header=header(grid.stamp, grid.frame), info=info, data=data)


def grid_from_ros(message: OccupancyGrid) -> Grid:
    """Return a grid; one whose data does not fit its size has no cells."""
    info = message.info
    cells = np.array(message.data, dtype=np.int8)
    fits = cells.size == info.height * info.width
    shape = (info.height, info.width) if fits else (0, 0)
    return Grid(
        stamp=stamp_from_ros(message.header.stamp),
        frame=message.header.frame_id,
        resolution=_short(info.resolution),
        origin=pose_from_ros(info.origin),
        cells=cells.reshape(shape) if fits else np.zeros(shape, np.int8),
    )


def _short(value: float) -> float:
    """Return a float32 as the decimal number it stands for: 0.05, not 0.05000000074505806."""
    return float(f'{value:.7g}')
