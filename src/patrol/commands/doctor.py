"""`patrol doctor`: what is wrong, and the cure."""

from __future__ import annotations

import argparse

from patrol.doctor import run_doctor


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument('--json', action='store_true', help='print the findings as JSON')


def run(args: argparse.Namespace) -> int:
    """Check; exit code 1 when something is an error."""
    return run_doctor(['--json'] if args.json else [])
