"""`patrol bridge`: connect micro-ROS boards, over a serial line or UDP."""

from __future__ import annotations

import argparse
import logging
import sys

from patrol.bridge.bridge_parameters import BridgeParameters

_DEFAULT = BridgeParameters()


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    ways = parser.add_subparsers(dest='transport', metavar='serial|udp', required=True)
    serial = ways.add_parser('serial', help='boards on a serial port or USB')
    serial.add_argument(
        'device', nargs='?', default=_DEFAULT.device, help='path or pattern (default: %(default)s)'
    )
    serial.add_argument('--baud', '-b', type=int, default=_DEFAULT.baud)
    udp = ways.add_parser('udp', help='boards on the network')
    udp.add_argument('--port', '-p', type=int, default=_DEFAULT.port)
    udp.add_argument('--host', default=_DEFAULT.host, help='0.0.0.0 opens the network')
    for way in (serial, udp):
        way.add_argument('--namespace', default='', help="in front of the boards' names")
        way.add_argument('--history', type=int, default=_DEFAULT.history)
        way.add_argument('--allow', default='', help='comma-separated names: allow no others')
        way.add_argument('--restamp', action='store_true', help='stamp messages on arrival')
        way.add_argument('--trace', action='store_true', help='print every message')


def run(args: argparse.Namespace) -> int:
    """Be the node, with the arguments as its parameters."""
    from patrol.nodes.micro_ros_bridge import main

    logging.basicConfig(format='%(message)s', level=logging.INFO, stream=sys.stderr)
    values = {key: value for key, value in vars(args).items() if key not in ('command', 'run')}
    overrides = [f'{key}:={_yaml(value)}' for key, value in values.items()]
    given = [word for pair in overrides for word in ('-p', pair)]
    sys.argv = [sys.argv[0], '--ros-args', *given]
    main()
    return 0


def _yaml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}'" if isinstance(value, str) else str(value)
