"""The arguments that `sim` and `trial` share: which round is to be driven."""

from __future__ import annotations

import argparse

from patrol.sim.conditions import CONDITIONS
from patrol.sim.scenario import ScenarioOptions


def add_round_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of a simulated round."""
    place = parser.add_mutually_exclusive_group()
    place.add_argument(
        '--world', metavar='SDF', help='world file, or the name of one of ours (default: office)'
    )
    place.add_argument(
        '--map', metavar='YAML', help='a map_server map: its walls are raised into a world'
    )
    parser.add_argument(
        '--route', metavar='FILE', help='route document (.yaml) or patrol graph (.graph)'
    )
    parser.add_argument('--laps', type=_positive, metavar='N', help="laps (default: the route's)")
    parser.add_argument('--seed', type=int, default=1, help='of noise and people (default: 1)')
    parser.add_argument(
        '--layout', type=int, metavar='N', help="put furniture of layout N in place of the world's"
    )
    parser.add_argument(
        '--furniture', type=int, default=60, metavar='N', help='pieces of a --layout (default: 60)'
    )
    parser.add_argument('--people', type=int, default=0, metavar='N', help='walking people')
    parser.add_argument(
        '--conditions',
        choices=list(CONDITIONS),
        default='nominal',
        help='how well map, LiDAR and wheels are (default: nominal)',
    )
    parser.add_argument(
        '--json', action='store_true', help='print nothing but the JSON object of the round'
    )


def scenario_options(args: argparse.Namespace) -> ScenarioOptions:
    """Turn the arguments into options."""
    return ScenarioOptions(
        world=args.world,
        map=args.map,
        route=args.route,
        laps=args.laps,
        seed=args.seed,
        layout=args.layout,
        furniture=args.furniture,
        people=args.people,
        conditions=args.conditions,
    )


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError('must be 1 or more')
    return value
