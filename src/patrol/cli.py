"""The command line: `./patrol COMMAND …`."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from patrol.errors import UserError

#: Command, the module in patrol.commands that has `configure(parser)` and `run(args) -> int`.
COMMANDS = {
    'sim': 'patrol the simulated building over ROS 2, all nodes as on the car',
    'trial': 'the same round in one process without ROS, many times faster than real time',
    'teleop': 'drive the running car by keyboard, through the velocity gate',
    'route': 'check a route document or patrol graph against its map',
    'bridge': 'connect micro-ROS boards over a serial line or UDP',
    'doctor': 'look for what is wrong with this machine or a running stack, and name the cure',
}


def parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """Return the parser of all commands, with the arguments of `wanted` (None: of all).

    The simulator takes a second to import: who drives or connects a board need not wait for it.
    """
    top = argparse.ArgumentParser(prog='patrol', description='A smart patrol car on ROS 2.')
    commands = top.add_subparsers(dest='command', metavar='COMMAND', required=True)
    for name, summary in COMMANDS.items():
        sub = commands.add_parser(name, help=summary, description=summary.capitalize() + '.')
        if wanted in (name, None):
            importlib.import_module(f'patrol.commands.{name}').configure(sub)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; a user's mistake ends in one sentence and exit code 2."""
    words = sys.argv[1:] if argv is None else argv
    wanted = next((word for word in words if not word.startswith('-')), None)
    args = parser(wanted).parse_args(words)
    try:
        run = importlib.import_module(f'patrol.commands.{args.command}').run
        return int(run(args))
    except UserError as mistake:
        print(f'patrol {args.command}: {mistake}', file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == '__main__':
    sys.exit(main())
