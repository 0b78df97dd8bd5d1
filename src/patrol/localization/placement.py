"""The best place that a given pose, with its spread, allows."""

from __future__ import annotations

import numpy as np

from patrol.geometry import Array
from patrol.localization.deskew import ScanPoints
from patrol.localization.global_search import distinct
from patrol.localization.likelihood_field import LikelihoodField
from patrol.localization.particle_filter import log_weights
from patrol.localization.scan_fit import scan_fit
from patrol.localization.scan_matching import match, spread_evenly

#: Places drawn, beams that weigh them, places refined.
DRAWN, BEAMS, REFINED = 4000, 60, 24
KERNEL = (0.4, 0.3, 0.2, 0.15, 0.1)
#: A scan counts as this many independent beams against the prior.
INDEPENDENT_BEAMS = 20.0


def place_near(
    field: LikelihoodField,
    scan: ScanPoints,
    pose: Array,
    covariance: Array,
    rng: np.random.Generator,
) -> tuple[Array, Array]:
    """Return pose (3,) and covariance (3, 3) of where the scan fits best near a given pose.

    A person points roughly: places are drawn from 1.5 times the spread told, the best of them
    refined by matching, and the most likely one, prior included, is taken.
    """
    if scan.points.shape[1] == 0:
        return pose, covariance
    covariance = covariance + np.diag([1e-4, 1e-4, 1e-4])
    root = 1.5 * np.linalg.cholesky(covariance)
    drawn = pose + rng.standard_normal((DRAWN, 3)) @ root.T
    drawn[0] = pose
    information = np.linalg.inv(covariance)
    points = spread_evenly(scan.points, BEAMS)
    few = points.astype(np.float32)

    def posterior(poses: Array) -> Array:
        likelihood = log_weights(field, poses.astype(np.float32), few) / points.shape[1]
        off = poses - pose
        prior = 0.5 * np.einsum('ni,ij,nj->n', off, information, off)
        return np.asarray(INDEPENDENT_BEAMS * likelihood - prior)

    order = np.argsort(-posterior(drawn), kind='stable')[:600]
    chosen = drawn[order[distinct(drawn[order], REFINED, place=0.1, heading=0.08)]]
    prior = np.diag([1 / 0.15**2, 1 / 0.15**2, 1 / 0.1**2])
    beam = INDEPENDENT_BEAMS / (0.05**2 * points.shape[1])
    found = [
        match(field, points, c, prior=prior, kernel=KERNEL, beam_information=beam) for c in chosen
    ]
    refined = np.stack([f.pose for f in found])
    through = [scan_fit(field, f.pose, scan.points, scan.origins).through for f in found]
    best = int(np.argmax(posterior(refined) - INDEPENDENT_BEAMS * 2 * np.array(through)))
    spread = np.linalg.inv(found[best].information) + np.diag([1e-4, 1e-4, 1e-5])
    return refined[best], np.asarray(spread, dtype=np.float64)
