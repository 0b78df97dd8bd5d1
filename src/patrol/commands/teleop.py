"""`patrol teleop`: drive by keyboard, through the velocity gate."""

from __future__ import annotations

import argparse
import contextlib
import os
import select
import sys
import termios
import time
import tty
from collections.abc import Iterator
from typing import TYPE_CHECKING

from patrol.bringup import environment
from patrol.commands.teleop_keys import HELP, KeyDriver, split_keys
from patrol.errors import UserError

if TYPE_CHECKING:
    from patrol.nodes.teleop_node import TeleopNode

#: Seconds between commands; the gate takes silence of a quarter of a second for a let-go key.
PERIOD = 0.05


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""


def run(args: argparse.Namespace) -> int:
    """Drive until `x` or Ctrl-C."""
    if not sys.stdin.isatty():
        raise UserError('teleop needs a keyboard: run it in a terminal')
    environment.enter()
    from patrol.nodes.teleop_node import teleop_node

    with teleop_node() as node:
        print(HELP)
        with _keys_at_once():
            _drive(node)
        print()
    return 0


def _drive(node: TeleopNode) -> None:
    driver, going = KeyDriver(), True
    try:
        while going:
            for key in split_keys(_typed(PERIOD)):
                going = going and driver.press(key, time.monotonic())
            linear, angular = driver.velocity(time.monotonic())
            node.command(linear, angular)
            text = f'\r{linear:+.2f} m/s {angular:+.2f} rad/s  {node.why}'
            sys.stdout.write(text[:100].ljust(100))
            sys.stdout.flush()
    finally:
        node.command(0.0, 0.0)


def _typed(patience: float) -> str:
    """Return what was typed within `patience` seconds."""
    end = time.monotonic() + patience
    ready, _, _ = select.select([sys.stdin], [], [], patience)
    text = os.read(sys.stdin.fileno(), 64).decode(errors='ignore') if ready else ''
    time.sleep(max(0.0, end - time.monotonic()))  # one command a period, however fast keys come
    return text


@contextlib.contextmanager
def _keys_at_once() -> Iterator[None]:
    """Deliver keys without Enter, and leave the terminal as it was."""
    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
