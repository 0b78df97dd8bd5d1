"""`patrol route check`: every mistake of a route with file and line, and what can be reached."""

from __future__ import annotations

import argparse
from pathlib import Path

from patrol.errors import UserError
from patrol.planning.lap_length import lap_length
from patrol.planning.mistakes import Mistakes
from patrol.planning.occupancy_map import load_map
from patrol.planning.path_planner import PathPlanner
from patrol.planning.reachability import check_reachability
from patrol.planning.route_document import Route
from patrol.planning.route_source import read_any_route


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    actions = parser.add_subparsers(dest='action', metavar='ACTION', required=True)
    check = actions.add_parser('check', help='report every mistake, and what cannot be reached')
    check.add_argument('file', metavar='FILE', type=Path, help='route document or patrol graph')
    check.add_argument(
        '--map', metavar='YAML', type=Path, help='map_server map (default: the one of the route)'
    )


def run(args: argparse.Namespace) -> int:
    """Check; exit code 0 when the route can be driven, 1 when something is wrong with it."""
    file: Path = args.file
    mistakes = Mistakes(file)
    try:
        route = read_any_route(file, mistakes)
    except UserError as error:
        print(error)
        return 1
    for mistake in mistakes.found:
        print(mistake.told(file))
    if mistakes.found:
        return 1
    building = args.map or find_map(route, file)
    if building is None:
        print(f'{file}: no mistakes; it names no map, so name one with --map to check the ways')
        return 0
    return _check_ways(route, file, building)


def find_map(route: Route, file: Path) -> Path | None:
    """Return the map that a route names, or the one beside a patrol graph."""
    if route.map is not None:
        return route.map
    beside = file.with_suffix('.yaml')
    return beside if file.suffix == '.graph' and beside.is_file() else None


def _check_ways(route: Route, file: Path, building: Path) -> int:
    try:
        planner = PathPlanner(load_map(building))
    except UserError as error:
        print(error)
        return 1
    findings = check_reachability(route, planner.floor)
    for finding in findings:
        print(finding.told(route, file))
    if any(finding.fatal for finding in findings):
        return 1
    length, names = lap_length(route, planner)
    print(
        f'{file}: no mistakes; all {len(names)} checkpoints can be reached from the start on '
        f'{building}. A lap ({route.order}) is {length:.0f} m: {", ".join(names)}.'
    )
    return 0
