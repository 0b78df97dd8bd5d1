"""What the other links of the chain say of themselves on `diagnostics`."""

from __future__ import annotations

import math
from dataclasses import dataclass

from patrol.messages import Status
from patrol.vocabulary import LINKS, Key, Link, Localized, Name, Reason

#: What the board handles by itself while the car may still drive away from it.
PASSABLE = (Reason.NONE, Reason.BOARD_CLIFF)


@dataclass(slots=True)
class _Lease:
    heard: float = -math.inf
    state: str = ''
    reason: Reason = Reason.NONE
    sensor: str = ''


class Leases:
    """Leases of motor_control (which carries the board's words) and of what commands the car."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        names = (Name.MOTOR_CONTROL, Name.LOCALIZATION, Name.PATROL_PLANNER, Name.PATH_FOLLOWER)
        self._leases = {name.value: _Lease() for name in names}

    def hear(self, status: Status, now: float) -> None:
        """Take a status; those of others are none of the gate's business."""
        lease = self._leases.get(status.name)
        if lease is None:
            return
        lease.heard = now
        lease.state = status.values.get(Key.STATE, '')
        lease.sensor = status.values.get(Key.SENSOR, '')
        lease.reason = _reason(status.values.get(Key.REASON, ''))

    def drive(self, now: float) -> tuple[Reason, str]:
        """Return why board or motor_control cannot drive: reason and sensor."""
        lease = self._leases[Name.MOTOR_CONTROL]
        if self._over(lease, now):
            return Reason.MOTOR_SILENT, Name.MOTOR_CONTROL
        return (lease.reason, lease.sensor) if lease.reason not in PASSABLE else (Reason.NONE, '')

    def board_cliff(self) -> str:
        """Return the cliff sensor for which the board has stopped the car, or ''."""
        lease = self._leases[Name.MOTOR_CONTROL]
        return lease.sensor if lease.reason is Reason.BOARD_CLIFF else ''

    def navigation(self, now: float) -> tuple[Reason, str]:
        """Return why nobody but a person may drive."""
        place = self._leases[Name.LOCALIZATION]
        if self._over(place, now):
            return Reason.LOCALIZATION_SILENT, Name.LOCALIZATION
        if place.state != Localized.TRACKING:
            reason = place.reason if place.reason is not Reason.NONE else Reason.NOT_LOCALIZED
            return reason, place.sensor
        if self._over(self._leases[Name.PATROL_PLANNER], now):
            return Reason.PLANNER_SILENT, Name.PATROL_PLANNER
        return Reason.NONE, ''

    def standing(self, now: float) -> tuple[Reason, str]:
        """Return why nobody wants the car to move, where a patrol was ever heard of."""
        planner = self._leases[Name.PATROL_PLANNER]
        if planner.heard == -math.inf:
            return Reason.NONE, ''
        reason, sensor = self.navigation(now)
        for lease in (planner, self._leases[Name.PATH_FOLLOWER]):
            # what either says of the board it knows from the gate, and late
            echo = LINKS.get(lease.reason) is Link.BOARD
            if reason is Reason.NONE and not echo and not self._over(lease, now):
                reason, sensor = lease.reason, lease.sensor
        return reason, sensor

    def _over(self, lease: _Lease, now: float) -> bool:
        return now - lease.heard > self._timeout


def _reason(word: str) -> Reason:
    """Return the reason a word stands for; a word nobody knows is no reason to drive."""
    try:
        return Reason(word) if word else Reason.NONE
    except ValueError:
        return Reason.MOTOR_SILENT
