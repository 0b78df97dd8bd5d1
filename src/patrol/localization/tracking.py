"""Following the car once its place is known."""

from __future__ import annotations

import math

import numpy as np

from patrol.geometry import Array
from patrol.localization.deskew import ScanPoints
from patrol.localization.likelihood_field import LikelihoodField
from patrol.localization.localization_parameters import LocalizationParameters
from patrol.localization.motion_model import MotionModel
from patrol.localization.odometry_history import Pose, step_between
from patrol.localization.particle_filter import ParticleFilter, log_weights
from patrol.localization.pose_tracker import PoseTracker
from patrol.localization.scan_fit import NO_FIT, ScanFit, scan_fit
from patrol.localization.scan_matching import Match, arc_weights, match, spread_evenly
from patrol.localization.symmetric import inverse

#: Particles drawn when a pose is given.
START_PARTICLES = 2000
#: Particles drawn about the refined pose at each resampling.
REFINED_SHARE = 0.1
#: The filter and the tracker disagree beyond this (m, rad): both places are compared.
APART, APART_TURN = 0.25, 0.15
#: How much better (nats per beam) the filter's place must fit to be taken.
BETTER = 0.05
#: The estimate of the surface's offset follows the mean residual of all scans, later at least this
#: fast, within these cells.
OFFSET_GAIN, OFFSET_LIMIT = 0.01, 0.8
#: How well a scan fits is looked at with so many beams, once in so many corrections.
FIT_BEAMS, FIT_EVERY = 45, 2
#: The particles are weighed once per such step (m, rad).
FILTER_DISTANCE, FILTER_TURN = 0.2, 0.2
#: Walls a scan sees that err independently of one another.
INDEPENDENT = 8.0
#: Scales of the robust weight (m): where the place is known to within SURE (m^2), and else.
KERNEL, WIDE_KERNEL, SURE = (0.1, 0.07), (0.25, 0.15, 0.1, 0.07), 0.005
#: Scans that correct a new place although the car stands.
SETTLING = 10


class Tracking:
    """Particle filter, scan matching and fusion with odometry, all in the frame of the grid."""

    def __init__(
        self, field: LikelihoodField, parameters: LocalizationParameters, rng: np.random.Generator
    ) -> None:
        self._field, self._parameters = field, parameters
        self._tracker = PoseTracker(MotionModel())
        self.filter = ParticleFilter(
            low=parameters.particles_min,
            high=parameters.particles_max,
            independent_beams=parameters.independent_beams,
            rng=rng,
        )
        self._waited = 0
        self._settling = 0
        self._corrections = 0
        self._filter_odometry: Pose = (0.0, 0.0, 0.0)
        self.offset = 0.0
        self.fit: ScanFit = NO_FIT
        self.moved = self._way = 0.0
        self._since_fit = 0

    @property
    def covariance(self) -> Array:
        """Covariance (3, 3) of the pose."""
        return self._tracker.covariance

    @property
    def doubt(self) -> float:
        """How much worse odometry is than the motion model says, at least 1."""
        return self._tracker.doubt

    def pose_at(self, odometry: Pose) -> Array:
        """Return the pose (3,) of the car at an odometry pose."""
        return self._tracker.predicted(odometry)

    def start(self, pose: Array, covariance: Array, odometry: Pose) -> None:
        """Follow from a pose (3,) known with a covariance (3, 3)."""
        self._tracker.place(pose, covariance, odometry)
        self._settling = SETTLING
        self._place_filter(odometry)

    def update(self, scan: ScanPoints) -> bool:
        """Take a scan; say whether `fit` was made anew, of the way `moved` (m)."""
        parameters = self._parameters
        if parameters.odometry_only:
            self._tracker.advance(scan.odometry)
            return False
        step = self._tracker.step_to(scan.odometry)
        self._waited += 1
        due = self._settling > 0 or self._waited >= parameters.standing_scans
        if not (due or _beyond(step, parameters.update_distance, parameters.update_turn)):
            return False
        self._waited, self._settling = 0, max(self._settling - 1, 0)
        self._correct(scan)
        self._since_fit += 1
        self._way += math.hypot(step[0], step[1])
        if self._since_fit < FIT_EVERY and not due:
            return False
        self._since_fit, self.moved, self._way = 0, self._way, 0.0
        both = spread_evenly(np.concatenate([scan.points, scan.origins]), FIT_BEAMS)
        self.fit = scan_fit(self._field, self._tracker.pose, both[:2], both[2:])
        return True

    def _place_filter(self, odometry: Pose) -> None:
        self.filter.place(self._tracker.pose, self._tracker.covariance, START_PARTICLES)
        self._filter_odometry = odometry

    def _correct(self, scan: ScanPoints) -> None:
        tracker = self._tracker
        tracker.advance(scan.odometry)
        filtered = self._filter(scan)
        if self._parameters.refine:
            self._refine(scan, filtered)
        elif filtered is not None:
            tracker.correct(*filtered)
        if filtered is not None:
            self.filter.resample(tracker.pose, tracker.covariance, REFINED_SHARE)

    def _filter(self, scan: ScanPoints) -> tuple[Array, Array] | None:
        """Update the particles when the way is long enough; return their mean and covariance."""
        step = step_between(self._filter_odometry, scan.odometry)
        if not _beyond(step, FILTER_DISTANCE, FILTER_TURN):
            return None
        self._filter_odometry = scan.odometry
        self.filter.move(step, self._tracker.sigmas(step))
        self.filter.weigh(self._field, spread_evenly(scan.points, self._parameters.filter_beams))
        return self.filter.mean()

    def _refine(self, scan: ScanPoints, filtered: tuple[Array, Array] | None) -> None:
        points = spread_evenly(scan.points, self._parameters.match_beams)
        if points.shape[1] == 0:
            return
        tracker = self._tracker
        found = self._match(points, tracker.pose, tracker.covariance)
        if filtered is not None and _beyond(
            step_between(found.pose, filtered[0]), APART, APART_TURN
        ):
            mean, covariance = filtered
            other = self._match(points, mean, covariance + np.diag([1e-4, 1e-4, 1e-5]))
            poses = np.stack([found.pose, other.pose]).astype(np.float32)
            fits = log_weights(self._field, poses, points.astype(np.float32)) / points.shape[1]
            if fits[1] > fits[0] + BETTER:
                tracker.pose, found = mean, other
        tracker.correct(found.pose, inverse(found.information))
        if found.weight > 0:
            limit = OFFSET_LIMIT * self._field.resolution
            self._corrections += 1
            gain = max(OFFSET_GAIN, 1.0 / (self._corrections + 1))
            moved = self.offset + gain * (found.residual - self.offset)
            self.offset = min(max(moved, -limit), limit)

    def _match(self, points: Array, pose: Array, covariance: Array) -> Match:
        sigma, count = self._parameters.match_sigma, points.shape[1]
        return match(
            self._field,
            points,
            pose,
            prior=inverse(covariance),
            beam_information=INDEPENDENT / (sigma * sigma * count),
            offset=self.offset,
            weights=arc_weights(points),
            kernel=KERNEL if covariance[0, 0] + covariance[1, 1] < SURE else WIDE_KERNEL,
        )


def _beyond(step: Array, distance: float, turn: float) -> bool:
    return math.hypot(step[0], step[1]) >= distance or abs(float(step[2])) >= turn
