"""Is the clock of this machine plausible? Stamps and reports come from it."""

from __future__ import annotations

import time
from pathlib import Path

from patrol.doctor.finding import Finding, error, ok

#: 2025-01-01: no patrol is older. A Raspberry Pi without network starts in the past.
EARLIEST = 1735689600.0
#: Seconds that a file of ours may be younger than the clock says it is now.
TOLERANCE = 120.0
_CURE = 'sudo timedatectl set-ntp true   (or set it: sudo date -s "2026-01-31 12:00")'


def check(now: float | None = None, witness: float | None = None) -> list[Finding]:
    """Check the time `now` (s since 1970) against when a file of ours was written, `witness`."""
    now = time.time() if now is None else now
    witness = Path(__file__).stat().st_mtime if witness is None else witness
    day = time.strftime('%Y-%m-%d %H:%M', time.gmtime(now))
    if now < EARLIEST:
        return [error('clock', f'The clock says {day} UTC, which is long past.', _CURE)]
    if now < witness - TOLERANCE:
        sentence = f'The clock says {day} UTC, which is before the files of patrol were written.'
        return [error('clock', sentence, _CURE)]
    return [ok('clock', f'The clock says {day} UTC.')]
