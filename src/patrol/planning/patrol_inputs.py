"""What the patrol planner knows of the rest of the car, from what it heard."""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from patrol.geometry import Array, compose, inverse
from patrol.messages import Odometry, PoseEstimate, Status
from patrol.planning.drive import FollowerReport
from patrol.vocabulary import Gate, Key, Link, Localized, Name, Reason, read_number

#: A pose is good for so long (s), and a silent board pauses the patrol only after so long.
POSE_AGE, BOARD_SILENCE = 1.0, 2.0
#: Odometry messages that are kept, and how near (s) in time pose and odometry must be.
KEPT, TOGETHER = 64, 0.05
#: Stops that time or a detour may mend; others need a person or a part to come back.
IN_THE_WAY = (Reason.OBSTACLE, Reason.NO_FLOOR)


class PatrolInputs:
    """Pose, localization, e-stop, gate and follower as last heard; `stamp` is the newest (s)."""

    def __init__(self) -> None:
        self.stamp = 0.0
        self.pose: Array | None = None
        self.e_stop = False
        self.follower = FollowerReport()
        self._pose_at = -math.inf
        self._lost = Reason.NOT_LOCALIZED
        self._pose_invalid = False
        self._pose_stamp = math.nan
        self._odometry: deque[Odometry] = deque(maxlen=KEPT)
        self._board = Reason.NONE
        self._board_since = math.inf
        #: Whether the gate stops the car for something that is not in its way.
        self.hindered = False

    def take_pose(self, estimate: PoseEstimate, now: float) -> None:
        """Take a pose estimate; one that is not finite is none."""
        finite = math.isfinite(estimate.stamp) and np.isfinite(estimate.pose).all()
        self._pose_invalid = not finite
        if self._pose_invalid:
            return
        self.pose, self._pose_at = estimate.pose, now
        self.stamp = max(self.stamp, estimate.stamp)
        self._pose_stamp = estimate.stamp

    def take_odometry(self, odometry: Odometry) -> None:
        """Keep odometry: it places the local costmap."""
        self._odometry.append(odometry)

    def take_diagnostics(self, status: Status) -> None:
        """Take the leases of localization and path follower."""
        if math.isfinite(status.stamp):
            self.stamp = max(self.stamp, status.stamp)
        if status.name == Name.LOCALIZATION:
            tracking = status.values.get(Key.STATE) == Localized.TRACKING
            self._lost = Reason.NONE if tracking else _lost(status.values.get(Key.REASON, ''))
        elif status.name == Name.PATH_FOLLOWER:
            self.follower = FollowerReport(
                state=status.values.get(Key.STATE, ''),
                plan_stamp=read_number(status.values.get(Key.PLAN, '')),
                remaining=read_number(status.values.get(Key.REMAINING, '')),
            )

    def take_stop_reason(self, status: Status, now: float) -> None:
        """Take the verdict of the gate."""
        stopped = status.values.get(Key.STATE) == Gate.STOPPED
        reason = _reason(status.values.get(Key.REASON, ''), Reason.BOARD_FAULT)
        self.hindered = stopped and reason not in IN_THE_WAY
        if not (stopped and status.values.get(Key.CAUSE) == Link.BOARD):
            reason = Reason.NONE
        if reason is not self._board:
            self._board, self._board_since = reason, now

    def odom_in_map(self) -> Array | None:
        """Return the pose (3,) of odom in map; None where pose and odometry do not meet."""
        if self.pose is None or not self._odometry:
            return None
        nearest = min(self._odometry, key=lambda o: abs(o.stamp - self._pose_stamp))
        together = abs(nearest.stamp - self._pose_stamp) < TOGETHER
        if not (together and np.isfinite(nearest.pose).all()):
            return None
        return compose(self.pose, inverse(nearest.pose))

    def localized(self, now: float) -> bool:
        """Whether localization tracks the car and says where it is."""
        return self.unlocalized(now)[0] is Reason.NONE

    def unlocalized(self, now: float) -> tuple[Reason, str]:
        """Return why it is not known where the car is, and the topic that lacks."""
        if self._lost is not Reason.NONE:
            return self._lost, ''
        if self.pose is not None and now - self._pose_at < POSE_AGE:
            return Reason.NONE, ''
        return Reason.POSE_INVALID if self._pose_invalid else Reason.LOCALIZATION_SILENT, 'pose'

    def board_stop(self, now: float) -> Reason:
        """Return why the board stands for good, until a person resumes."""
        if self.e_stop:
            return Reason.E_STOP
        if self._board is Reason.BOARD_SILENT and now - self._board_since < BOARD_SILENCE:
            return Reason.NONE
        return self._board


def _reason(word: str, unknown: Reason) -> Reason:
    try:
        return Reason(word)
    except ValueError:
        return unknown


def _lost(word: str) -> Reason:
    reason = _reason(word, Reason.NOT_LOCALIZED)
    return Reason.NOT_LOCALIZED if reason is Reason.NONE else reason
