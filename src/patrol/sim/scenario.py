"""Which round is to be simulated: world, map, route and conditions, from what a user names."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from patrol.errors import UserError
from patrol.geometry import Array
from patrol.home import patrol_home, share_dir
from patrol.messages import Grid
from patrol.planning.occupancy_map import load_map
from patrol.planning.reachability import vet_route
from patrol.planning.route_document import Route
from patrol.planning.route_source import load_route
from patrol.sim.building_map import building_map
from patrol.sim.conditions import CONDITIONS
from patrol.sim.furniture import furnish
from patrol.sim.map_world import world_from_map
from patrol.sim.sdf import load_sdf
from patrol.sim.simulation import SimulationOptions
from patrol.sim.world import World

#: Free radius (m) that generated furniture leaves about each checkpoint and the start.
KEEP_CLEAR = 0.8


@dataclass(frozen=True)
class ScenarioOptions:
    """What the user asked for; None means the default that belongs to the world."""

    world: str | None = None
    map: str | None = None
    route: str | None = None
    laps: int | None = None
    seed: int = 1
    layout: int | None = None
    furniture: int = 60
    people: int = 0
    conditions: str = 'nominal'
    camera: bool = False


@dataclass(frozen=True)
class Scenario:
    """Everything a simulated round needs. `grid` is the map the car believes in."""

    world: World
    grid: Grid
    route: Route
    start: Array
    simulation: SimulationOptions
    remarks: tuple[str, ...] = field(default=())
    route_file: Path | None = None


def load_scenario(options: ScenarioOptions) -> Scenario:
    """Load and check all files; a mistake in any of them is a UserError."""
    conditions = CONDITIONS[options.conditions]
    world, source, known_map = _load_world(options)
    remarks = list(world.report)
    route_file = _find_route(options, source)
    route, route_remarks = load_route(route_file, laps=options.laps)
    remarks += route_remarks
    if options.layout is not None:
        keep = [(c.pose[0], c.pose[1], KEEP_CLEAR) for c in route.checkpoints]
        keep.append((route.start[0], route.start[1], KEEP_CLEAR))
        world = furnish(world, options.layout, options.furniture, keep_clear=keep)
    if conditions.wall_sigma > 0 or known_map is None:
        grid = building_map(world, wall_sigma=conditions.wall_sigma, seed=options.seed)
    else:
        grid = load_map(known_map)
    remarks += vet_route(route, grid, route_file)
    simulation = SimulationOptions(
        seed=options.seed,
        people=options.people,
        camera=options.camera,
        imperfections=conditions.imperfections,
    )
    return Scenario(world, grid, route, route.start, simulation, tuple(remarks), route_file)


def _load_world(options: ScenarioOptions) -> tuple[World, Path, Path | None]:
    """Return the world, the file it came from and its map file (None: rasterize it)."""
    if options.map is not None:
        file = _existing(options.map, 'map')
        return world_from_map(file), file, file
    file = find_file(options.world or 'office', 'worlds', '.sdf', 'world')
    own = file.parent == share_dir() / 'worlds'
    world = load_sdf(file, strict=own)
    known = share_dir() / 'config' / 'maps' / f'{file.stem}.yaml'
    return world, file, known if own and known.is_file() else None


def _find_route(options: ScenarioOptions, source: Path) -> Path:
    if options.route is not None:
        return find_file(options.route, 'config/routes', '.yaml', 'route')
    beside = source.with_suffix('.graph')
    own = share_dir() / 'config' / 'routes' / f'{source.stem}.yaml'
    for file in (patrol_home() / 'routes' / f'{source.stem}.yaml', own, beside):
        if file.is_file():
            return file
    raise UserError(f'no route is known for {source.name}: name one with --route FILE')


def find_file(name: str, folder: str, suffix: str, what: str) -> Path:
    """Return the file a user means: a path, or the bare name of one of ours."""
    if Path(name).is_file():
        return Path(name).resolve()
    own = share_dir() / folder / f'{name}{suffix}'
    if '/' not in name and own.is_file():
        return own
    ours = ', '.join(sorted(p.stem for p in (share_dir() / folder).glob(f'*{suffix}')))
    raise UserError(f"there is no {what} '{name}' (ours: {ours})")


def _existing(name: str, what: str) -> Path:
    if not Path(name).is_file():
        raise UserError(f"there is no {what} '{name}'")
    return Path(name).resolve()
