"""A round in a few lines for a person."""

from __future__ import annotations

from patrol.report.round_report import RoundReport


def summary(report: RoundReport) -> str:
    """Return the round report as text."""
    wanted = report.checkpoints * report.laps
    lines = [
        f'Round {report.outcome or "not ended"}: {report.visited} of {wanted} checkpoints '
        f'visited, {len(report.missed)} missed, {report.contacts} contacts.',
        f'  {_m(report.distance_m)} in {report.duration_s:.0f} s; worst idleness '
        f'{_s(report.worst_idleness_s)}, battery {_figure(report.battery_used_wh, ".2f")} Wh.',
        f'  Nearest to anything: {_m(report.min_clearance_m, ".3f")}; arrival error at most '
        f'{_m(report.arrival_error_m.get("max"), ".3f")}; localization error median '
        f'{_m(report.localization_error_m.get("median"), ".3f")}, at most '
        f'{_m(report.localization_error_m.get("max"), ".3f")}.',
        f'  {_figure(report.real_time_factor, ".2f")} times real time.',
    ]
    lines += [f'  Missed {miss["name"]}: {miss["reason"]}.' for miss in report.missed]
    lines += [f'  Stopped {stop["seconds"]:.1f} s: {stop["reason"]}.' for stop in report.stops]
    return '\n'.join(lines)


def _figure(value: float | None, form: str) -> str:
    return 'unknown' if value is None else format(value, form)


def _m(value: float | None, form: str = '.1f') -> str:
    return 'unknown' if value is None else f'{value:{form}} m'


def _s(value: float | None) -> str:
    return 'unknown' if value is None else f'{value:.0f} s'
