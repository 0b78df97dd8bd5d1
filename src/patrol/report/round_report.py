"""What a round was like: the figures both `sim` and `trial` print as one JSON object."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class RoundReport:
    """The figures of one round; lengths in m, times in s, idleness as in patrolling.

    `localization_error_m` and `arrival_error_m` need ground truth: without it they hold nulls.
    """

    laps: int = 0
    checkpoints: int = 0
    visited: int = 0
    missed: list[dict[str, str]] = field(default_factory=list)
    contacts: int | None = None
    encounters: int | None = None
    distance_m: float | None = None
    duration_s: float = 0.0
    worst_idleness_s: float | None = None
    mean_idleness_s: float | None = None
    localization_error_m: dict[str, float | None] = field(default_factory=dict)
    arrival_error_m: dict[str, float | None] = field(default_factory=dict)
    min_clearance_m: float | None = None
    stops: list[dict[str, Any]] = field(default_factory=list)
    battery_used_wh: float | None = None
    real_time_factor: float | None = None
    hash: str | None = None
    outcome: str = ''
    localization_yaw_error_rad: dict[str, float | None] = field(default_factory=dict)
    bumped_by_people: int | None = None

    def to_json(self) -> str:
        """Return one line of JSON; numbers rounded to a tenth of a millimetre, NaN as null."""
        return json.dumps(_tidy(asdict(self)))

    @property
    def complete(self) -> bool:
        """Whether every checkpoint of every lap was visited without touching anything."""
        return (
            self.visited == self.checkpoints * self.laps > 0
            and not self.missed
            and not self.contacts
        )


def _tidy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tidy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return value
