"""Following the car once its place is known."""

from __future__ import annotations

import math

import numpy as np

from patrol.geometry import Array
from patrol.localization.deskew import ScanPoints
from patrol.localization.likelihood_field import LikelihoodField
from patrol.localization.localization_parameters import LocalizationParameters
from patrol.localization.motion_model import MotionModel
from patrol.localization.odometry_history import Pose
from patrol.localization.particle_filter import ParticleFilter, log_weights
from patrol.localization.pose_tracker import PoseTracker
from patrol.localization.scan_fit import NO_FIT, ScanFit, scan_fit
from patrol.localization.scan_matching import Match, arc_weights, match, spread_evenly

#: Particles drawn when a pose is given.
START_PARTICLES = 2000
#: Particles drawn about the refined pose at each resampling.
REFINED_SHARE = 0.1
#: The filter and the tracker disagree beyond this (m, rad): both places are compared.
APART, APART_TURN = 0.25, 0.15
#: How much better (nats per beam) the filter's place must fit to be taken.
BETTER = 0.05
#: The estimate of the surface's offset follows the residuals this fast, within these cells.
OFFSET_GAIN, OFFSET_LIMIT = 0.01, 0.8
FIT_BEAMS = 45


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
        self.offset = 0.0
        self.fit: ScanFit = NO_FIT
        self.moved = 0.0

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
        self.filter.place(pose, covariance, START_PARTICLES)
        self._waited = 0

    def reanchor(self, odometry: Pose) -> None:
        """Go on although odometry started anew."""
        self._tracker.reanchor(odometry)
        self.filter.place(self._tracker.pose, self._tracker.covariance, START_PARTICLES)

    def update(self, scan: ScanPoints) -> bool:
        """Take a scan; say whether the pose was corrected by it."""
        parameters = self._parameters
        if parameters.odometry_only:
            self._tracker.advance(scan.odometry)
            return False
        step = self._tracker.step_to(scan.odometry)
        way = math.hypot(step[0], step[1])
        moved = way >= parameters.update_distance or abs(step[2]) >= parameters.update_turn
        self._waited += 1
        if not moved and self._waited < parameters.standing_scans:
            return False
        self._waited = 0
        self._correct(scan)
        self.moved = way
        return True

    def _correct(self, scan: ScanPoints) -> None:
        parameters, tracker = self._parameters, self._tracker
        step, sigmas = tracker.advance(scan.odometry)
        self.filter.move(step, sigmas)
        sparse = spread_evenly(scan.points, parameters.filter_beams)
        self.filter.weigh(self._field, sparse)
        mean, covariance = self.filter.mean()
        if parameters.refine:
            self._refine(scan, sparse, mean, covariance)
        else:
            tracker.correct(mean, covariance)
        self.filter.resample(tracker.pose, tracker.covariance, REFINED_SHARE)
        both = spread_evenly(np.concatenate([scan.points, scan.origins]), FIT_BEAMS)
        self.fit = scan_fit(self._field, tracker.pose, both[:2], both[2:])

    def _refine(self, scan: ScanPoints, sparse: Array, mean: Array, covariance: Array) -> None:
        points = spread_evenly(scan.points, self._parameters.match_beams)
        if points.shape[1] == 0:
            return
        tracker = self._tracker
        found = self._match(points, tracker.pose, tracker.covariance)
        off = mean - found.pose
        turn = abs(math.remainder(off[2], 2 * math.pi))
        if math.hypot(off[0], off[1]) > APART or turn > APART_TURN:
            other = self._match(points, mean, covariance + np.diag([1e-4, 1e-4, 1e-5]))
            poses = np.stack([found.pose, other.pose]).astype(np.float32)
            fits = log_weights(self._field, poses, sparse.astype(np.float32)) / sparse.shape[1]
            if fits[1] > fits[0] + BETTER:
                tracker.pose, found = mean, other
        tracker.correct(found.pose, np.linalg.inv(found.information))
        if found.weight > 0:
            limit = OFFSET_LIMIT * self._field.resolution
            moved = self.offset + OFFSET_GAIN * (found.residual - self.offset)
            self.offset = min(max(moved, -limit), limit)

    def _match(self, points: Array, pose: Array, covariance: Array) -> Match:
        sigma = self._parameters.match_sigma
        return match(
            self._field,
            points,
            pose,
            prior=np.linalg.inv(covariance),
            beam_information=1 / (sigma * sigma * max(points.shape[1], 1)) * 8,
            offset=self.offset,
            weights=arc_weights(points),
        )
