"""What the patrol planner says of itself: state, events, lease and markers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from patrol.messages import Level, Marker, Markers, Status
from patrol.planning.itinerary import Itinerary
from patrol.planning.route_document import Route
from patrol.vocabulary import CURES, Event, Key, Miss, Name, Patrol, Reason, number

PENDING, TARGET = (0.5, 0.5, 0.5, 0.9), (0.1, 0.4, 0.9, 1.0)
VISITED, MISSED = (0.2, 0.7, 0.2, 0.9), (0.9, 0.2, 0.1, 0.9)
TROUBLE = (Patrol.FAILED, Patrol.ABORTED, Patrol.PAUSED)


@dataclass(frozen=True)
class Situation:
    """Everything that is told about the patrol at one moment; `target` is a name or ''."""

    stamp: float
    route: Route
    state: Patrol
    reason: Reason = Reason.NONE
    sensor: str = ''
    message: str = ''
    target: str = ''
    remaining: float = float('nan')
    itinerary: Itinerary | None = None
    outcomes: dict[str, bool] = field(default_factory=dict)

    @property
    def lap(self) -> int:
        """The lap, from 1; 0 before the first."""
        return 0 if self.itinerary is None else self.itinerary.lap + 1


def state_status(now: Situation) -> Status:
    """Return `patrol/state`."""
    books = now.itinerary
    return Status(
        stamp=now.stamp,
        name=Name.PATROL,
        level=Level.WARN if now.state in TROUBLE else Level.OK,
        message=now.message or CURES[now.reason] or now.state,
        values={
            Key.STATE: now.state,
            Key.REASON: now.reason,
            Key.CURE: CURES[now.reason],
            Key.LAP: str(now.lap),
            Key.LAPS: str(now.route.laps),
            Key.NEXT: now.target,
            Key.VISITED: str(0 if books is None else books.visits),
            Key.MISSED: str(0 if books is None else len(books.missed)),
            Key.REMAINING: number(now.remaining),
            Key.REVISION: now.route.revision,
        },
    )


def lease_status(now: Situation) -> Status:
    """Return the planner's lease for `diagnostics`."""
    return Status(
        stamp=now.stamp,
        name=Name.PATROL_PLANNER,
        level=Level.OK if now.reason is Reason.NONE else Level.WARN,
        message=CURES[now.reason] or now.state,
        values={Key.STATE: now.state, Key.REASON: now.reason, Key.SENSOR: now.sensor},
    )


def event_status(now: Situation, event: Event, checkpoint: str, reason: Miss | Reason) -> Status:
    """Return a message for `patrol/events`."""
    what = f'{event} {checkpoint}'.strip()
    return Status(
        stamp=now.stamp,
        name=Name.PATROL,
        level=Level.WARN if event in (Event.MISSED, Event.FAILED) else Level.OK,
        message=what if reason == Reason.NONE else f'{what}: {reason}',
        values={
            Key.EVENT: event,
            Key.CHECKPOINT: checkpoint,
            Key.LAP: str(now.lap),
            Key.REASON: reason,
        },
    )


def markers(now: Situation) -> Markers:
    """Return checkpoints with their names: grey, blue the next, green visited, red missed."""
    drawn: list[Marker] = []
    for number_, checkpoint in enumerate(now.route.checkpoints):
        colour = PENDING
        if checkpoint.name == now.target:
            colour = TARGET
        elif checkpoint.name in now.outcomes:
            colour = VISITED if now.outcomes[checkpoint.name] else MISSED
        x, y, yaw = checkpoint.pose.tolist()
        point, above = np.array([[x, y, 0.1]]), np.array([[x, y, 0.5]])
        drawn.append(Marker('checkpoints', number_, 'spheres', 'map', point, colour, 0.25))
        drawn.append(
            Marker('names', number_, 'text', 'map', above, colour, 0.3, text=checkpoint.name)
        )
        if not checkpoint.any_heading:
            tip = np.array([[x + 0.5 * np.cos(yaw), y + 0.5 * np.sin(yaw), 0.1]])
            arrow = np.concatenate([point, tip])
            drawn.append(Marker('headings', number_, 'arrow', 'map', arrow, colour, 0.05))
    return Markers(now.stamp, tuple(drawn))
