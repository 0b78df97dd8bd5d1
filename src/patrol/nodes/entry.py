"""The way into a node's process: nothing heavy is imported before an interrupt can be taken."""

from __future__ import annotations

import signal
from collections.abc import Callable


def run_node(name: str) -> None:
    """Be the node of a component: the whole `main` of most nodes."""

    def work() -> None:
        from patrol.nodes.run import run_component

        run_component(name)

    quietly(work)


def quietly(work: Callable[[], None]) -> None:
    """Work; Ctrl-C while the process still loads ends it at once and without a traceback.

    Python's own handler would raise KeyboardInterrupt in the middle of an import, where some
    packages catch everything: the interrupt would be lost. rclpy takes the signal over later.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    work()
