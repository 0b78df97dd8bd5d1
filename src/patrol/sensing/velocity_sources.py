"""Who may command the car, and who does now."""

from __future__ import annotations

import math
from dataclasses import dataclass

from patrol.messages import Velocity
from patrol.vocabulary import Reason

Twist = tuple[float, float]

#: The most important first.
PRIORITIES = ('cmd_vel_teleop', 'cmd_vel', 'cmd_vel_nav')
#: The one that needs to know where it is.
NAVIGATION = 'cmd_vel_nav'


@dataclass(slots=True)
class _Source:
    heard: float = -math.inf
    twist: Twist = (0.0, 0.0)
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is commanded now: source ('' nobody), twist, and why it is refused."""

    source: str
    twist: Twist
    reason: Reason = Reason.NONE
    sensor: str = ''


NOBODY = Wanted('', (0.0, 0.0))


class VelocitySources:
    """Takes the most important fresh source. Of those that fell silent while they commanded motion
    the last is named, until somebody speaks again.
    """

    def __init__(self, timeout: float, oldest: float) -> None:
        self._timeout, self._oldest = timeout, oldest
        self._sources = {topic: _Source() for topic in PRIORITIES}
        self._foreign: str = ''

    def hear(self, topic: str, command: Velocity, now: float, stamp: float) -> None:
        """Take a command; `stamp` is that of the newest odometry."""
        source = self._sources[topic]
        source.heard = now
        source.reason = self._mistake(command, stamp)
        refused = source.reason is not Reason.NONE
        source.twist = (0.0, 0.0) if refused else (command.linear, command.angular)

    def hear_twist(self, topic: str) -> None:
        """Somebody publishes an unstamped Twist on a topic ('': nobody any more)."""
        self._foreign = topic

    def wanted(self, now: float) -> Wanted:
        """Return the command of the most important fresh source."""
        silent, last = NOBODY, -math.inf
        for topic, source in self._sources.items():
            if now - source.heard <= self._timeout:
                if self._foreign and source.twist == (0.0, 0.0) and source.reason is Reason.NONE:
                    break
                sensor = topic if source.reason is not Reason.NONE else ''
                return Wanted(topic, source.twist, source.reason, sensor)
            moving = source.twist != (0.0, 0.0) or source.reason is not Reason.NONE
            if moving and source.heard > last:
                last = source.heard
                silent = Wanted('', (0.0, 0.0), Reason.SOURCE_SILENT, topic)
        if self._foreign:
            return Wanted('', (0.0, 0.0), Reason.TWIST_PUBLISHER, self._foreign)
        return silent

    def _mistake(self, command: Velocity, stamp: float) -> Reason:
        values = (command.stamp, command.linear, command.angular)
        if not all(math.isfinite(value) for value in values):
            return Reason.COMMAND_INVALID
        if not abs(command.stamp - stamp) <= self._oldest:
            return Reason.COMMAND_STALE
        return Reason.NONE
