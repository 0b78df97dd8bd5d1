"""The way into a node's process: nothing heavy is imported before an interrupt can be taken."""

from __future__ import annotations

import sys
from collections.abc import Callable


def run_node(name: str) -> None:
    """Be the node of a component: the whole `main` of most nodes."""

    def work() -> None:
        from patrol.nodes.run import run_component

        run_component(name)

    quietly(work)


def quietly(work: Callable[[], None]) -> None:
    """Work; Ctrl-C while the process still loads ends it without a traceback."""
    try:
        work()
    except KeyboardInterrupt:
        sys.exit(130)
