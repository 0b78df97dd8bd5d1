"""Writes a route as its document, so that it can travel on `patrol/route`."""

from __future__ import annotations

import math
from typing import Any

import yaml

from patrol.geometry import Array
from patrol.planning.route_document import FORMAT, Checkpoint, Route


def route_text(route: Route) -> str:
    """Return the YAML document of a route, its revision included; reading it gives it back."""
    document: dict[str, Any] = {'format': FORMAT, 'name': route.name, 'revision': route.revision}
    if route.map is not None:
        document['map'] = str(route.map)
    document['start'] = _written(route.start)
    document['order'] = str(route.order)
    document['laps'] = route.laps
    document['checkpoints'] = [_checkpoint(checkpoint) for checkpoint in route.checkpoints]
    return str(yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=99))


def _checkpoint(checkpoint: Checkpoint) -> dict[str, Any]:
    pose = _written(checkpoint.pose)
    return {
        'name': checkpoint.name,
        'pose': pose[:2] if checkpoint.any_heading else pose,
        'dwell_s': checkpoint.dwell_s,
        'on_failure': str(checkpoint.on_failure),
    }


def _written(pose: Array) -> list[float]:
    """Return x, y (m) and yaw (degrees) with a tenth of a millimetre and a thousandth degree."""
    x, y, yaw = pose.tolist()
    return [round(x, 4), round(y, 4), round(math.degrees(yaw), 3)]
