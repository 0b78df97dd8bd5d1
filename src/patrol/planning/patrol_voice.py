"""Says what the patrol does: plan, events, state, lease, route and markers."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from patrol.geometry import Array
from patrol.messages import Path, Text
from patrol.planning.patrol_inputs import PatrolInputs
from patrol.planning.patrol_machine import DRIVING, Outlets, PatrolMachine
from patrol.planning.patrol_report import (
    Situation,
    event_status,
    lease_status,
    markers,
    state_status,
)
from patrol.planning.planner_parameters import PlannerParameters
from patrol.planning.route_document import Route
from patrol.planning.route_writer import route_text
from patrol.vocabulary import Event, Miss, Reason

#: Period (s) of `patrol/state`; it is also told after each event.
STATE = 0.5
#: Stamps of two plans differ at least by this (s).
APART = 1e-3


class PatrolVoice:
    """Publishes through `emit(topic, message)`, stamped with the newest stamp that was heard."""

    def __init__(
        self,
        emit: Callable[[str, Any], None],
        heard: PatrolInputs,
        route: Route,
        parameters: PlannerParameters,
    ) -> None:
        self._emit = emit
        self._heard = heard
        self.machine = PatrolMachine(route, parameters, Outlets(self._tell, self._plan))
        self._plan_stamp = self._next_state = -math.inf

    def introduce(self) -> None:
        """Publish the route, and take back the plan of a planner that may have died."""
        self._plan(None)
        self._emit('patrol/route', Text(route_text(self.machine.route)))
        self._emit('patrol/markers', markers(self._situation()))

    def report(self, now: float) -> None:
        """Renew the lease, and tell the state when it is time."""
        situation = self._situation()
        self._emit('diagnostics', lease_status(situation))
        if now >= self._next_state:
            self._next_state = now + STATE - 1e-6
            self._emit('patrol/state', state_status(situation))

    def _plan(self, poses: Array | None) -> float:
        self._plan_stamp = max(self._heard.stamp, self._plan_stamp + APART)
        self._emit('plan', Path(self._plan_stamp, np.empty((0, 3)) if poses is None else poses))
        return self._plan_stamp

    def _tell(self, event: Event, checkpoint: str, reason: Miss | Reason) -> None:
        situation = self._situation()
        self._emit('patrol/events', event_status(situation, event, checkpoint, reason))
        self._emit('patrol/markers', markers(situation))
        self._next_state = -math.inf

    def _situation(self) -> Situation:
        machine = self.machine
        return Situation(
            stamp=self._heard.stamp,
            route=machine.route,
            state=machine.state,
            reason=machine.reason,
            sensor=machine.sensor,
            message=machine.message,
            target=machine.target,
            remaining=self._heard.follower.remaining if machine.state in DRIVING else math.nan,
            itinerary=machine.books,
            outcomes=machine.outcomes,
        )
