"""Write worlds/*.sdf from their plans, and the maps that the car is given of them.

Run from the root of a clone with the Python that has the project's requirements:
`PYTHONPATH=src python tools/worlds/make_worlds.py`. A test keeps the files equal to the plans.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import yaml
from office_plan import office
from sdf_text import sdf_text
from yard_plan import yard

from patrol.messages import Grid
from patrol.sim.building_map import building_map
from patrol.sim.furniture import furnish
from patrol.sim.sdf import load_sdf
from patrol.sim.world import World

ROOT = Path(__file__).resolve().parents[2]
#: Furniture of the office as committed; other layouts are made when a round asks for them.
PIECES = 60
KEEP_CLEAR = 0.8
COMMENT = 'Written by tools/worlds/make_worlds.py from {}_plan.py: change the plan, not this.'


def worlds() -> dict[str, World]:
    """Return our worlds by name."""
    return {'office': furnished_office(), 'yard': yard()}


def furnished_office() -> World:
    """Return the office with the furniture of layout 0."""
    route = yaml.safe_load((ROOT / 'config/routes/office.yaml').read_text())
    places = [route['start'], *(c['pose'] for c in route['checkpoints'])]
    return furnish(office(), 0, PIECES, keep_clear=[(p[0], p[1], KEEP_CLEAR) for p in places])


def picture(grid: Grid) -> np.ndarray:
    """Return the picture of a map as map_server reads it."""
    grey = np.select([grid.cells == 0, grid.cells > 0], [254, 0], default=205)
    return np.asarray(grey[::-1].astype(np.uint8))


def map_head(grid: Grid, image: str) -> str:
    """Return the YAML file that goes with the picture."""
    head = {'image': image, 'resolution': grid.resolution}
    head |= {'origin': [round(float(v), 6) for v in grid.origin], 'negate': 0}
    head |= {'occupied_thresh': 0.65, 'free_thresh': 0.196}
    return yaml.safe_dump(head, sort_keys=False, default_flow_style=None)


def main() -> None:
    """Write everything."""
    for name, world in worlds().items():
        file = ROOT / f'worlds/{name}.sdf'
        file.write_text(sdf_text(world, COMMENT.format(name)))
        grid = building_map(load_sdf(file))
        cv2.imwrite(str(ROOT / f'config/maps/{name}.png'), picture(grid))
        (ROOT / f'config/maps/{name}.yaml').write_text(map_head(grid, f'{name}.png'))


if __name__ == '__main__':
    main()
