"""Finding the car on the whole map, and being sure of it before saying so.

A global search proposes candidates; each is refined on the bundle of the last metres' scans and
carried along by odometry. One is accepted when it explains what was seen on the way, goes through
no walls, and beats every other place by a margin for several key scans in a row. While places
look alike nothing is accepted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from patrol.geometry import Array
from patrol.localization.deskew import ScanPoints
from patrol.localization.global_search import GlobalSearch, distinct
from patrol.localization.likelihood_field import LikelihoodField
from patrol.localization.odometry_history import Pose, move, step_between
from patrol.localization.scan_bundle import ScanBundle
from patrol.localization.scan_fit import ScanFit, scan_fit
from patrol.localization.scan_matching import match

#: Work per scan: look-ups of the search, candidates refined.
LOOKUPS = 2_000_000
REFINED = 8
CANDIDATES = 64
HYPOTHESES = 16
#: Spread (m, m, rad) of a candidate about its place on the lattice.
LATTICE_SIGMA = (0.15, 0.15, 0.06)
KERNEL = (0.3, 0.2, 0.15, 0.12)
#: Places farther apart than this (m, rad) are rivals.
RIVAL_PLACE, RIVAL_HEADING = 0.5, 0.3
#: What a beam of the bundle is worth (1/m^2) against the spread of a candidate.
BEAM_INFORMATION = 50.0


@dataclass(frozen=True)
class Acceptance:
    """What a hypothesis must show: shares of beams, lead over rivals, way (m), keys in a row.

    Where rooms look alike no lead is large for long, but each rival leads only for a moment: who
    leads by `patient_lead` on average for `patient_keys` in a row is believed too.
    """

    explained: float = 0.5
    through: float = 0.06
    lead: float = 0.1
    travel: float = 2.0
    keys: int = 4
    patient_lead: float = 0.02
    patient_keys: int = 16


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The car may be at `pose` (3,); `fit` tells how the bundle agrees."""

    pose: Array
    fit: ScanFit


class Relocalization:
    """One attempt to find the car; start a new one when the car is lost again."""

    def __init__(
        self, field: LikelihoodField, search: GlobalSearch, acceptance: Acceptance | None = None
    ) -> None:
        self._field, self._search = field, search
        self._acceptance = acceptance or Acceptance()
        self._bundle = ScanBundle()
        self._odometry: Pose | None = None
        self._searched_at: Pose = (0.0, 0.0, 0.0)
        self._pending: list[Array] = []
        self._searching = False
        self._sweeps = 0
        self._leader_keys = 0
        self._leads = 0.0
        self.hypotheses: list[Hypothesis] = []

    @property
    def travel(self) -> float:
        """Way (m) driven since the attempt began."""
        return self._bundle.travel

    def suggest(self, pose: Array) -> None:
        """Add a place that must be considered: where the car is believed to be."""
        self._pending.append(pose)

    def reanchor(self) -> None:
        """Forget the scans: odometry started anew. Hypotheses stay where they are."""
        self._bundle, self._odometry = ScanBundle(), None
        self._searching, self._sweeps, self._leader_keys, self._leads = False, 0, 0, 0.0

    @property
    def confidence(self) -> float:
        """How far the best hypothesis leads, 0..1."""
        return float(np.clip(self._lead() / (4 * self._acceptance.lead), 0.0, 1.0))

    def update(self, scan: ScanPoints) -> Hypothesis | None:
        """Take a scan; return the hypothesis that is accepted, if any."""
        self._carry(scan.odometry)
        if self._bundle.add(scan):
            self._judge(scan.odometry)
            if self._accepted():
                return self.hypotheses[0]
        if self._pending:
            self._refine(scan.odometry)
        elif self._searching:
            self._continue_search(scan.odometry)
        elif self._bundle.keys > 0:
            self._search.start(scan.points)
            self._searched_at, self._searching = scan.odometry, True
        return None

    def _carry(self, odometry: Pose) -> None:
        if self._odometry is not None:
            step = step_between(self._odometry, odometry)
            self.hypotheses = [replace(h, pose=move(h.pose, step)) for h in self.hypotheses]
            self._pending = [move(pose, step) for pose in self._pending]
        self._odometry = odometry

    def _continue_search(self, odometry: Pose) -> None:
        if not self._search.run(LOOKUPS):
            return
        step = step_between(self._searched_at, odometry)
        self._pending = [move(c.pose, step) for c in self._search.best(CANDIDATES)]
        self._searching = False
        self._sweeps += 1

    def _refine(self, odometry: Pose) -> None:
        """Refine some of the pending candidates on the bundle and let them compete."""
        chosen, self._pending = self._pending[:REFINED], self._pending[REFINED:]
        points, origins = self._bundle.seen_from(odometry)
        prior = np.diag(1 / np.square(LATTICE_SIGMA))
        found = [self._refined(pose, prior, points, origins) for pose in chosen]
        self._compete(self.hypotheses + found)

    def _judge(self, odometry: Pose) -> None:
        """Refine and compare all hypotheses on the bundle as it is now."""
        if not self.hypotheses:
            return
        points, origins = self._bundle.seen_from(odometry)
        prior = np.diag(1 / np.square([0.05, 0.05, 0.03]))
        leader = self.hypotheses[0].pose
        self._compete([self._refined(h.pose, prior, points, origins) for h in self.hypotheses])
        same = not _rivals(leader, self.hypotheses[0].pose)
        self._leader_keys = self._leader_keys + 1 if same else 0
        self._leads = self._leads + self._lead() if same else 0.0

    def _refined(self, pose: Array, prior: Array, points: Array, origins: Array) -> Hypothesis:
        found = match(
            self._field,
            points,
            pose,
            prior=prior,
            kernel=KERNEL,
            beam_information=BEAM_INFORMATION,
            iterations=6,
        )
        return Hypothesis(found.pose, scan_fit(self._field, found.pose, points, origins))

    def _compete(self, hypotheses: list[Hypothesis]) -> None:
        ranked = sorted(hypotheses, key=lambda h: -h.fit.score)
        poses = np.array([h.pose for h in ranked]).reshape(-1, 3)
        self.hypotheses = [ranked[i] for i in distinct(poses, HYPOTHESES, place=0.25)]

    def _lead(self) -> float:
        if not self.hypotheses:
            return 0.0
        best = self.hypotheses[0]
        rivals = [h.fit.score for h in self.hypotheses[1:] if _rivals(best.pose, h.pose)]
        return best.fit.score - max(rivals, default=0.0)

    def _accepted(self) -> bool:
        wanted = self._acceptance
        if not self.hypotheses or self._sweeps == 0:
            return False
        fit = self.hypotheses[0].fit
        fits = fit.explained >= wanted.explained and fit.through <= wanted.through
        seen = self.travel >= wanted.travel and self._leader_keys >= wanted.keys
        patient = (
            self._leader_keys >= wanted.patient_keys
            and self._leads >= wanted.patient_lead * self._leader_keys
        )
        return fits and seen and (patient or self._lead() >= wanted.lead)


def _rivals(a: Array, b: Array) -> bool:
    turn = abs(math.remainder(a[2] - b[2], 2 * math.pi))
    return math.hypot(a[0] - b[0], a[1] - b[1]) > RIVAL_PLACE or turn > RIVAL_HEADING
