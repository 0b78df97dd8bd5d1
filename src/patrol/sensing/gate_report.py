"""What the gate says of its verdicts: `stop_reason`, its lease, markers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from patrol.messages import Level, Marker, Markers, Status
from patrol.vocabulary import CURES, LINKS, Gate, Key, Link, Name, Reason, number

STOPPED_COLOUR = (0.9, 0.1, 0.1, 1.0)
SLOWED_COLOUR = (1.0, 0.7, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate lets through and why: m/s and rad/s, the reason with its sensor.

    distance (m): room to what limits the car; speed_limit (m/s); point: where that is in odom.
    """

    state: Gate
    linear: float = 0.0
    angular: float = 0.0
    reason: Reason = Reason.NONE
    sensor: str = ''
    source: str = ''
    distance: float = math.inf
    speed_limit: float = math.inf
    point: tuple[float, float] | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes a verdict worth telling at once."""
        return self.state, self.reason, self.sensor, self.source


def stop_reason(verdict: Verdict, stamp: float) -> Status:
    """Return the verdict as the status `stop_reason`."""
    reason, state = verdict.reason, verdict.state
    cause = LINKS[reason].value if reason is not Reason.NONE else ''
    return Status(
        stamp=stamp,
        name=Name.STOP_REASON,
        level=_level(verdict),
        message=_sentence(verdict),
        values={
            Key.STATE: state,
            Key.REASON: reason,
            Key.SENSOR: verdict.sensor,
            Key.CAUSE: cause,
            Key.CURE: CURES[reason],
            Key.DISTANCE: number(verdict.distance),
            Key.SPEED_LIMIT: number(verdict.speed_limit),
            Key.SOURCE: verdict.source,
        },
    )


def lease(verdict: Verdict, stamp: float) -> Status:
    """Return the gate's own lease on `diagnostics`."""
    return Status(
        stamp=stamp,
        name=Name.VELOCITY_GATE,
        level=_level(verdict),
        message=_sentence(verdict),
        values={
            Key.STATE: verdict.state,
            Key.REASON: verdict.reason,
            Key.SENSOR: verdict.sensor,
        },
    )


def markers(verdict: Verdict, stamp: float) -> Markers:
    """Return where the car is held up, and why, to be drawn in odom."""
    if verdict.point is None or verdict.state not in (Gate.STOPPED, Gate.SLOWED):
        return Markers(stamp, ())
    x, y = verdict.point
    place, above = np.array([[x, y, 0.1]]), np.array([[x, y, 0.25]])
    colour = STOPPED_COLOUR if verdict.state is Gate.STOPPED else SLOWED_COLOUR
    text = f'{verdict.reason} ({verdict.sensor})'
    return Markers(
        stamp,
        (
            Marker('stop', 0, 'spheres', 'odom', place, colour, 0.08),
            Marker('stop', 1, 'text', 'odom', above, colour, 0.1, text),
        ),
    )


def _level(verdict: Verdict) -> Level:
    if verdict.reason is Reason.NONE:
        return Level.OK
    board_or_motor = LINKS[verdict.reason] in (Link.BOARD, Link.MOTOR)
    return Level.ERROR if board_or_motor and verdict.state is Gate.STOPPED else Level.WARN


def _sentence(verdict: Verdict) -> str:
    if verdict.reason is Reason.NONE:
        return verdict.state.value
    sensor = f' ({verdict.sensor})' if verdict.sensor else ''
    return f'{verdict.state.value}: {verdict.reason.value}{sensor}; {CURES[verdict.reason]}'
