"""How long the car stood, and why."""

from __future__ import annotations

from typing import Any

from patrol.messages import Status
from patrol.vocabulary import Gate, Key


class StopLog:
    """Adds up the seconds of each stop reason from `stop_reason` statuses."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._open: tuple[str, float] | None = None

    def add(self, status: Status) -> None:
        """Take the next status of the gate."""
        self.close(status.stamp)
        if status.values.get(Key.STATE) == Gate.STOPPED:
            sensor = status.values.get(Key.SENSOR, '')
            reason = status.values.get(Key.REASON, '')
            self._open = (f'{reason} ({sensor})' if sensor else reason, status.stamp)

    def close(self, stamp: float) -> None:
        """End the stop that is under way."""
        if self._open is None:
            return
        reason, begin = self._open
        self._seconds[reason] = self._seconds.get(reason, 0.0) + max(0.0, stamp - begin)
        self._open = None

    def stops(self) -> list[dict[str, Any]]:
        """Return reasons with their seconds, the longest first."""
        ranked = sorted(self._seconds.items(), key=lambda item: (-item[1], item[0]))
        return [{'reason': reason, 'seconds': round(s, 2)} for reason, s in ranked if s > 0]
