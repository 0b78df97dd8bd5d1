"""Whether a pose given by an operator can be used."""

from __future__ import annotations

import numpy as np

from patrol.geometry import Array
from patrol.localization.likelihood_field import LikelihoodField
from patrol.messages import PoseEstimate

#: A pose may be given this far (m) from free floor: people point roughly.
ROUGHLY = 0.5


def why_refused(initial: PoseEstimate, field: LikelihoodField | None) -> str:
    """Return why an initial pose is refused, or ''; without a map only its numbers count."""
    pose, covariance = initial.pose, initial.covariance
    if not (np.isfinite(pose).all() and np.isfinite(covariance).all()):
        return 'the initial pose is not finite'
    if np.linalg.eigvalsh(0.5 * (covariance + covariance.T))[0] < -1e-9:
        return 'the covariance of the initial pose is not one: it has a negative deviation'
    if field is None:
        return ''
    place = f'the initial pose x = {pose[0]:.2f}, y = {pose[1]:.2f}'
    here = field.to_grid(pose)
    if not field.holds(here):
        return f'{place} is outside of the map'
    if not free_nearby(field, here):
        return f'{place} is farther than {ROUGHLY} m from any free floor of the map'
    return ''


def free_nearby(field: LikelihoodField, pose: Array) -> bool:
    """Whether the map knows free floor within ROUGHLY of a pose (3,) of the grid's frame."""
    reach = np.arange(-ROUGHLY, ROUGHLY + field.resolution, field.resolution)
    dx, dy = np.meshgrid(reach, reach)
    near = np.hypot(dx, dy) <= ROUGHLY
    return bool(field.free.ravel()[field.index(pose[0] + dx[near], pose[1] + dy[near])].any())
