"""The state of localization: waiting, searching, tracking or lost, and how it changes."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.geometry import Array
from patrol.localization.agreement import Agreement
from patrol.localization.deskew import Deskewer, ScanPoints, end_of
from patrol.localization.global_search import GlobalSearch
from patrol.localization.initial_pose import why_refused
from patrol.localization.likelihood_field import LikelihoodField
from patrol.localization.localization_parameters import LocalizationParameters
from patrol.localization.odometry_history import OdometryHistory, Pose, move, step_between
from patrol.localization.placement import place_near
from patrol.localization.relocalization import Acceptance, Relocalization
from patrol.localization.symmetric import largest_deviation
from patrol.localization.tracking import Tracking
from patrol.messages import Grid, PoseEstimate, Scan
from patrol.vocabulary import Localized

#: Spread (m, m, rad) of a pose that was found by itself.
FOUND_SIGMA = (0.1, 0.1, 0.05)
#: What the car may have moved unseen (m, m, rad) when odometry started anew.
UNSEEN_SIGMA = (0.2, 0.2, 0.15)
#: Odometry may arrive this much (s) later than a scan needs it; up to here it is extrapolated.
LATE = 0.03
#: A scan waits this long (s of its own clock) for its odometry.
PATIENCE = 0.25


class Localizer:
    """Maps, odometry, scans and initial poses in; a state and a pose out. Knows no topics."""

    def __init__(
        self, parameters: LocalizationParameters, mount: tuple[float, float, float]
    ) -> None:
        self._parameters = parameters
        self._history = OdometryHistory()
        self._deskewer = Deskewer(mount, enabled=parameters.deskew)
        self._rng = np.random.default_rng(parameters.seed)
        self._field: LikelihoodField | None = None
        self._search: GlobalSearch | None = None
        self._tracking: Tracking | None = None
        self._relocalization: Relocalization | None = None
        self._agreement = Agreement()
        self._generation = 0
        self._initial: PoseEstimate | None = None
        self._initial_odometry: Pose | None = None
        self._last: ScanPoints | None = None
        self.state = Localized.WAITING

    # ---- inputs -----------------------------------------------------------------------------

    def set_map(self, grid: Grid) -> None:
        """Take a map; the same one again (its server restarted) changes nothing.

        The pose is kept when the car was tracked: maps are corrected at times.
        """
        if self._field is not None and self._field.shows(grid):
            return
        known = self.estimate()
        self._field = LikelihoodField(grid)
        self._search = GlobalSearch(self._field)
        self._tracking = Tracking(self._field, self._parameters, self._rng)
        self._relocalization, self._agreement = None, Agreement()
        self.state = Localized.WAITING
        if self._initial is None and known is not None and self._last is not None:
            self._initial, self._initial_odometry = known, self._last.odometry
        if self._initial is not None and why_refused(self._initial, self._field):
            self._initial = None

    def add_odometry(self, stamp: float, pose: Pose, twist: tuple[float, float]) -> None:
        """Take a finite pose and twist (v, w) in odom."""
        unbroken = self._history.add(stamp, pose, twist)
        if self._initial is not None and not (unbroken and self._initial_odometry is not None):
            self._initial_odometry = pose

    def set_initial(self, initial: PoseEstimate) -> str:
        """Take a pose given by an operator; return why it is refused, or ''.

        It is used with the next scan on a map, moved on by odometry until then.
        """
        refusal = why_refused(initial, self._field)
        if not refusal:
            self._initial = initial
            history = self._history
            self._initial_odometry = history.at(history.newest) if len(history) else None
        return refusal

    def ready_for(self, scan: Scan) -> bool:
        """Whether odometry reaches the end of the scan, or it is no use to wait for it."""
        behind = end_of(scan) - self._history.newest
        return behind <= LATE or behind > PATIENCE

    def add_scan(self, scan: Scan) -> bool:
        """Take a scan; False when it cannot be used: no map, no odometry of its time, or not newer
        than the last one.
        """
        end = end_of(scan)
        same_clock = self._history.generation == self._generation
        if self._last is not None and same_clock and end <= self._last.stamp:
            return False
        reach = (self._history.oldest - LATE, self._history.newest + PATIENCE)
        if self._field is None or not reach[0] <= scan.stamp <= end <= reach[1]:
            return False
        points = self._deskewer.points(scan, self._history)
        if not same_clock:
            self._generation = self._history.generation
            self._reanchor(points)
        self._last = points
        if self._initial is not None:
            self._place(points)
        elif self.state is Localized.TRACKING:
            self._track(points)
        else:
            self._find(points)
        return True

    # ---- outputs ----------------------------------------------------------------------------

    def estimate(self) -> PoseEstimate | None:
        """Return the pose in map at the end of the last scan; None unless the car is tracked."""
        if self.state is not Localized.TRACKING or self._last is None:
            return None
        assert self._tracking is not None
        assert self._field is not None
        pose = move(self._field.origin, self._tracking.pose_at(self._last.odometry))
        covariance = self._field.covariance_to_map(self._tracking.covariance)
        return PoseEstimate(self._last.stamp, pose, covariance)

    def odom_in_map(self, pose: Array) -> Array:
        """Return the pose (3,) of odom in map, from that of the car (3,) at the last scan."""
        origin = (0.0, 0.0, 0.0)
        here = origin if self._last is None else self._last.odometry
        return move(pose, step_between(here, origin))

    def cloud(self) -> NDArray[np.float64]:
        """Return the particles, or while searching the hypotheses, (n, 3) in map."""
        if self._field is None or self._tracking is None:
            return np.zeros((0, 3))
        if self.state is Localized.TRACKING:
            return self._field.to_map(self._tracking.filter.poses.astype(np.float64))
        found = self._relocalization.hypotheses if self._relocalization is not None else []
        return self._field.to_map(np.array([h.pose for h in found]).reshape(-1, 3))

    @property
    def confidence(self) -> float:
        """0 (no idea) .. 1 (sure)."""
        if self.state is Localized.TRACKING:
            low = self._parameters.lost_score
            return min(max((self._agreement.score - low) / (0.6 - low), 0.0), 1.0)
        return self._relocalization.confidence if self._relocalization is not None else 0.0

    @property
    def error_bound(self) -> float:
        """Three deviations (m) of the position; +Inf unless the car is tracked."""
        if self.state is not Localized.TRACKING or self._tracking is None:
            return math.inf
        return 3 * largest_deviation(self._tracking.covariance)

    @property
    def agreement(self) -> Agreement:
        """How well scans agree with the map."""
        return self._agreement

    # ---- transitions ------------------------------------------------------------------------

    def _track(self, points: ScanPoints) -> None:
        assert self._tracking is not None
        if not self._tracking.update(points):
            return
        self._agreement.add(self._tracking.fit, self._tracking.moved)
        if self._parameters.odometry_only:
            return
        if self._agreement.score < self._parameters.lost_score:
            self._lose(points, Localized.LOST)

    def _lose(self, points: ScanPoints, state: Localized) -> None:
        assert self._field is not None
        assert self._search is not None
        wanted = Acceptance(
            explained=self._parameters.accept_explained,
            lead=self._parameters.accept_lead,
            travel=self._parameters.accept_travel,
        )
        self._relocalization = Relocalization(self._field, self._search, wanted)
        if self._tracking is not None and state is Localized.LOST:
            self._relocalization.suggest(self._tracking.pose_at(points.odometry))
        self.state = state

    def _find(self, points: ScanPoints) -> None:
        if self._relocalization is None:
            self._lose(points, Localized.SEARCHING)
        assert self._relocalization is not None
        found = self._relocalization.update(points)
        if found is not None:
            self._start(found.pose, np.diag(np.square(FOUND_SIGMA)), points)

    def _place(self, points: ScanPoints) -> None:
        """Start at the initial pose, or rather at the best place that it allows."""
        assert self._field is not None
        assert self._initial is not None
        initial, self._initial = self._initial, None
        pose = self._field.to_grid(initial.pose)
        if self._initial_odometry is not None:
            pose = move(pose, step_between(self._initial_odometry, points.odometry))
        covariance = self._field.covariance_to_map(initial.covariance, back=True)
        if not self._parameters.odometry_only:
            pose, covariance = place_near(self._field, points, pose, covariance, self._rng)
        self._start(pose, covariance, points)

    def _start(self, pose: Array, covariance: Array, points: ScanPoints) -> None:
        assert self._tracking is not None
        self._tracking.start(pose, covariance, points.odometry)
        self._relocalization, self._agreement = None, Agreement()
        self.state = Localized.TRACKING

    def _reanchor(self, points: ScanPoints) -> None:
        """Go on although odometry started anew: the car may have moved meanwhile."""
        if self.state is Localized.TRACKING and self._initial is None and self._last is not None:
            last = self.estimate()
            assert last is not None
            widened = last.covariance + np.diag(np.square(UNSEEN_SIGMA))
            self._initial = PoseEstimate(points.stamp, last.pose, widened)
        self._initial_odometry = None
        if self._relocalization is not None:
            self._relocalization.reanchor()
