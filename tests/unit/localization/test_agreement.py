from __future__ import annotations

import pytest

from patrol.localization.agreement import Agreement
from patrol.localization.scan_fit import NO_FIT, ScanFit

GOOD, BAD = ScanFit(0.7, 0.0, 40), ScanFit(0.2, 0.3, 40)


def after(fit, scans, way):
    made = Agreement()
    for _ in range(30):
        made.add(GOOD, 0.06)
    for _ in range(scans):
        made.add(fit, way)
    return made.score


def test_one_bad_scan_is_forgiven_a_metre_is_not():
    assert after(BAD, 1, 0.06) > 0.4
    assert after(BAD, 17, 0.06) < -0.4


def test_standing_it_takes_longer():
    assert after(BAD, 5, 0.0) > after(BAD, 5, 0.06)


def test_a_scan_without_beams_says_nothing():
    assert after(NO_FIT, 100, 0.06) == pytest.approx(after(GOOD, 0, 0.0))
