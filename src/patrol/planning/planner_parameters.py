"""What can be tuned about planning and driving a round."""

from __future__ import annotations

from dataclasses import dataclass

from patrol.parameters import parameter
from patrol.planning.effort import EffortParameters


@dataclass(frozen=True)
class PlannerParameters(EffortParameters):
    """Parameters of the patrol_planner node."""

    obstacle_memory: float = parameter(
        300.0, 'how long an obstacle out of sight is believed', low=0.0, high=1e5, unit='s'
    )
    detour_time: float = parameter(
        60.0, 'how long a place where the way was blocked is avoided', low=0.0, high=1e4, unit='s'
    )
    blocked_wait: float = parameter(
        8.0, 'wait before trying a blocked way again when there is no other', low=0.0, high=600.0,
        unit='s',
    )  # fmt: skip
    blocked_attempts: int = parameter(
        3, 'times the way may be blocked before the checkpoint counts as failed', low=0, high=100
    )
    leg_time: float = parameter(60.0, 'time that any leg may take', low=1.0, high=3600.0, unit='s')
    leg_pace: float = parameter(
        8.0, 'time that each metre of a leg may take besides', low=0.1, high=100.0, unit='s/m'
    )
    arrival: float = parameter(
        0.3, 'an arrival farther from the goal than this is none', low=0.02, high=2.0, unit='m'
    )
