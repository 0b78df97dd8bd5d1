"""What a round needs before it starts: the efforts between checkpoints, then the strategy."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from patrol.planning.path_planner import PathPlanner
from patrol.planning.route_document import Order, Route
from patrol.planning.strategies import Strategy, preparing

#: A piece of work improves the tour this often, divided by the number of checkpoints.
IMPROVEMENTS = 2000


class Preparation:
    """Works a piece at a time; when `ready`, `strategy` is the one for the route."""

    def __init__(self, route: Route, planner: PathPlanner) -> None:
        self._route = route
        points = np.concatenate([route.poses[:, :2], route.start[None, :2]])
        self._rows = planner.efforts(points) if route.order is Order.SHORTEST else None
        self._strategies: Iterator[Strategy] | None = None
        self._strategy: Strategy | None = None
        self.ready = False

    @property
    def strategy(self) -> Strategy:
        """The strategy; only when ready."""
        assert self._strategy is not None
        return self._strategy

    def work(self) -> None:
        """Do the next piece, a few ten milliseconds at most (the same pieces on any machine)."""
        if self._rows is not None and not self._rows.complete:
            self._rows.add_row()
            return
        if self._strategies is None:
            table = np.zeros((1, 1)) if self._rows is None else self._rows.table
            self._strategies = preparing(self._route.order, table)
        pieces = max(1, IMPROVEMENTS // len(self._route.checkpoints))
        found = list(islice(self._strategies, pieces))
        self._strategy = found[-1] if found else self._strategy
        self.ready = len(found) < pieces
