"""How long a lap of a route is."""

from __future__ import annotations

from patrol.planning.itinerary import Itinerary
from patrol.planning.path_planner import PathPlanner
from patrol.planning.preparation import Preparation
from patrol.planning.route_document import Route
from patrol.vocabulary import Miss


def lap_length(route: Route, planner: PathPlanner) -> tuple[float, list[str]]:
    """Return the way (m) of the first lap and the names in the order in which it visits them.

    What cannot be reached is left out.
    """
    preparation = Preparation(route, planner)
    while not preparation.ready:
        preparation.work()
    books = Itinerary(route, preparation.strategy)
    here, length, names = route.start, 0.0, list[str]()
    while (checkpoint := books.advance()) is not None:
        path = planner.plan(here, checkpoint.pose, any_heading=True)
        if path is None:
            books.fail(Miss.UNREACHABLE)
            continue
        books.visit()
        here, length = checkpoint.pose, length + path.length
        names.append(checkpoint.name)
    back = planner.plan(here, route.start) if books.returns else None
    return length + (back.length if back else 0.0), names
