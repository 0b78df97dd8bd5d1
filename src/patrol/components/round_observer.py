"""Watches a round and writes down its figures; publishes nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from patrol.component import Component
from patrol.geometry import Array, wrap
from patrol.messages import Battery, Level, PoseEstimate, Status
from patrol.report.idleness import mean_idleness, worst_idleness
from patrol.report.round_report import RoundReport
from patrol.report.stop_log import StopLog
from patrol.report.truth_track import TruthTrack, spread
from patrol.vocabulary import Event, Key, Name, read_number

if TYPE_CHECKING:
    from patrol.planning.route_document import Route

ENDS = (Event.DONE, Event.ABORTED, Event.FAILED)


class RoundObserver(Component):
    """Collects poses, events and stops between the start and the end of a round."""

    name = 'round_observer'
    period = 1.0

    def __init__(self, route: Route) -> None:
        super().__init__()
        self._goals = {c.name: np.asarray(c.pose, dtype=float) for c in route.checkpoints}
        self._truth = TruthTrack()
        self._poses: list[Array] = []
        self._stamps: list[float] = []
        self._visits: dict[str, list[float]] = {name: [] for name in self._goals}
        self._missed: list[dict[str, str]] = []
        self._stops = StopLog()
        self._simulator: Mapping[str, str] = {}
        self.begin = math.nan
        self.end = math.nan
        self.state = Status(0.0, Name.PATROL, Level.STALE, '')
        self.stop = self.state
        self.battery: Battery | None = None
        self.events: list[Status] = []

    def on_pose(self, estimate: PoseEstimate, now: float) -> None:
        """Keep the estimate for the comparison with the truth."""
        if not math.isnan(self.begin) and math.isnan(self.end):
            self._stamps.append(estimate.stamp)
            self._poses.append(estimate.pose)

    def on_ground_truth_pose(self, truth: PoseEstimate, now: float) -> None:
        """Keep the true pose."""
        self._truth.add(truth.stamp, truth.pose)

    def on_stop_reason(self, status: Status, now: float) -> None:
        """Add up stops while the round runs."""
        self.stop = status
        if not math.isnan(self.begin) and math.isnan(self.end):
            self._stops.add(status)

    def on_patrol_state(self, status: Status, now: float) -> None:
        """Keep the newest state for the status line."""
        self.state = status

    def on_battery_state(self, battery: Battery, now: float) -> None:
        """Keep the newest battery reading."""
        self.battery = battery

    def on_diagnostics(self, status: Status, now: float) -> None:
        """Keep what the simulator tells of the truth."""
        if status.name == Name.SIMULATOR:
            self._simulator = status.values

    def on_patrol_events(self, event: Status, now: float) -> None:
        """Note visits, misses, begin and end."""
        self.events.append(event)
        kind, place = event.values.get(Key.EVENT), event.values.get(Key.CHECKPOINT, '')
        if kind == Event.STARTED and math.isnan(self.begin):
            self.begin = event.stamp
        elif kind == Event.VISITED and place in self._visits:
            self._visits[place].append(event.stamp)
        elif kind == Event.MISSED:
            self._missed.append({'name': place, 'reason': event.values.get(Key.REASON, '')})
        elif kind in ENDS:
            self.end = event.stamp
            self._stops.close(event.stamp)

    @property
    def simulator(self) -> Mapping[str, str]:
        """What the simulator last told of the truth, by `vocabulary.Key`."""
        return self._simulator

    @property
    def trajectories(self) -> tuple[Array, Array]:
        """Estimated and true poses, (n, 3) and (m, 3)."""
        return np.array(self._poses).reshape(-1, 3), self._truth.poses

    @property
    def visited(self) -> dict[str, bool]:
        """Which checkpoints were visited at least once."""
        return {name: bool(times) for name, times in self._visits.items()}

    def report(self, *, laps: int, stamp: float) -> RoundReport:
        """Return the figures; `stamp` is the end for a round that did not end by itself."""
        begin = stamp if math.isnan(self.begin) else self.begin
        end = stamp if math.isnan(self.end) else self.end
        self._stops.close(end)
        position, yaw = self._localization_errors()
        sim = self._simulator
        return RoundReport(
            laps=laps,
            checkpoints=len(self._goals),
            visited=sum(len(times) for times in self._visits.values()),
            missed=self._missed,
            contacts=_count(sim, Key.CONTACTS),
            encounters=_count(sim, Key.ENCOUNTERS),
            bumped_by_people=_count(sim, Key.BUMPED),
            distance_m=_figure(sim, Key.DRIVEN),
            duration_s=end - begin,
            worst_idleness_s=worst_idleness(self._visits, begin, end),
            mean_idleness_s=mean_idleness(self._visits, begin, end),
            localization_error_m=spread(position),
            localization_yaw_error_rad=spread(yaw),
            arrival_error_m=spread(self._arrival_errors(), p95=False),
            min_clearance_m=_figure(sim, Key.MIN_CLEARANCE),
            stops=self._stops.stops(),
            battery_used_wh=_figure(sim, Key.BATTERY_USED),
            real_time_factor=_figure(sim, Key.REAL_TIME_FACTOR),
            outcome=self.state.values.get(Key.STATE, ''),
        )

    def _localization_errors(self) -> tuple[Array, Array]:
        truth = self._truth.at(np.array(self._stamps))
        error = np.array(self._poses).reshape(-1, 3) - truth
        return np.hypot(error[:, 0], error[:, 1]), np.abs(wrap(error[:, 2]))

    def _arrival_errors(self) -> Array:
        goals = [(t, self._goals[name]) for name, times in self._visits.items() for t in times]
        truth = self._truth.at(np.array([stamp for stamp, _ in goals]))
        wanted = np.array([goal for _, goal in goals]).reshape(-1, 3)
        return np.asarray(np.hypot(*(truth - wanted)[:, :2].T))


def _figure(values: Mapping[str, str], key: Key) -> float | None:
    return read_number(values[key]) if key in values else None


def _count(values: Mapping[str, str], key: Key) -> int | None:
    return int(values[key]) if key in values else None
