"""Which checkpoints of a route can be reached on a map, and why others cannot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from patrol.errors import UserError
from patrol.geometry import Array
from patrol.messages import Grid
from patrol.planning.floor import Floor
from patrol.planning.route_document import Route


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a place of a route; `checkpoint` is '' for the start.

    A remark (not `fatal`) is about a place that can be reached, with little room.
    """

    checkpoint: str
    message: str
    fatal: bool = True

    def told(self, route: Route, file: Path) -> str:
        """Return `file:line: message` for the file the route was read from."""
        return str(UserError(self.message, file=file, line=route.lines.get(self.checkpoint)))


def vet_route(route: Route, grid: Grid, file: Path) -> list[str]:
    """Return remarks on checkpoints of a route that is about to be driven on a map.

    One that cannot be reached is no reason not to start; a start in a wall is a UserError.
    """
    findings = check_reachability(route, Floor(grid))
    for finding in findings:
        if finding.checkpoint == '':
            raise UserError(finding.message, file=file, line=route.lines.get(''))
    return [finding.told(route, file) for finding in findings]


def check_reachability(route: Route, floor: Floor) -> list[Finding]:
    """Return what is wrong with start and checkpoints, in the order of the route."""
    start = floor.region(route.start)
    regions = {c.name: floor.region(c.pose) for c in route.checkpoints}
    findings = []
    if start == 0:
        findings.append(Finding('', f'the start {_no_room(route.start, floor, "used")}'))
    for checkpoint in route.checkpoints:
        name, region = checkpoint.name, regions[checkpoint.name]
        clearance = floor.clearance(checkpoint.pose)
        if region == 0:
            why = _no_room(checkpoint.pose, floor, 'reached')
            findings.append(Finding(name, f"checkpoint '{name}' {why}"))
        elif start > 0 and region != start:
            near = [other for other, theirs in regions.items() if theirs == region != start]
            findings.append(Finding(name, _cut_off(name, near)))
        elif clearance < floor.effort.turning and not checkpoint.any_heading:
            needed = floor.effort.turning
            message = f"checkpoint '{name}' is {clearance:.2f} m from a wall: to turn there"
            findings.append(Finding(name, f'{message} the car needs {needed:.2f} m', fatal=False))
    return findings


def _no_room(pose: Array, floor: Floor, what: str) -> str:
    clearance = floor.clearance(pose)
    place = f'at ({pose[0]:.2f}, {pose[1]:.2f}) cannot be {what}'
    if clearance <= 0:
        return f'{place}: it lies in a wall or outside of the known map'
    needed = floor.effort.least
    return (
        f'{place}: it is {clearance:.2f} m from a wall or the unknown, '
        f'the middle of the car needs {needed:.2f} m'
    )


def _cut_off(name: str, near: list[str]) -> str:
    others = [other for other in near if other != name]
    where = f', only from {", ".join(others)}' if others else ', nor from any other checkpoint'
    return f"checkpoint '{name}' cannot be reached from the start{where}"
