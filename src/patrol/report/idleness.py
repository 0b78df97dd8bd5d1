"""Idleness of checkpoints: the time since each was last seen (Machado et al. 2003)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise


def intervals(visits: Sequence[float], begin: float, end: float) -> list[float]:
    """Return the times between visits (s), with the opening and the closing interval."""
    marks = [begin, *visits, end]
    return [later - earlier for earlier, later in pairwise(marks)]


def worst_idleness(visits: Mapping[str, Sequence[float]], begin: float, end: float) -> float:
    """Return the longest time (s) any checkpoint went unseen, open ends included."""
    return max(max(intervals(times, begin, end)) for times in visits.values())


def mean_idleness(visits: Mapping[str, Sequence[float]], begin: float, end: float) -> float:
    """Return the time average (s) of the instantaneous idleness, averaged over checkpoints."""
    span = end - begin
    if span <= 0:
        return 0.0
    areas = [
        sum(length * length for length in intervals(times, begin, end)) / (2 * span)
        for times in visits.values()
    ]
    return sum(areas) / len(areas)
