"""Rounds through the office in the trial, over furniture layouts and seeds, per condition.

Completion is asserted first: a car that does not move has perfect figures.
"""

from __future__ import annotations

import math

import pytest
from campaign import some

from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.sim.trial import Trial

pytestmark = pytest.mark.long

#: (layout, seed, pieces of furniture that are not on the map)
PAIRS = [(n, 100 + n, 50 + 4 * n) for n in range(1, 11)]
#: median, p95, max of the position error (m), p95 of the yaw error (degrees), worst arrival (m)
BARS = {
    'nominal': (0.018, 0.032, 0.05, 0.3, 0.06),
    'displaced': (0.035, 0.07, 0.15, 0.6, 0.10),
    'degraded': (0.08, 0.20, 0.30, 1.5, 0.20),
}
#: 420 s for 150 m
PACE = 420 / 150


@pytest.mark.parametrize('conditions', BARS)
@pytest.mark.parametrize(('layout', 'seed', 'pieces'), some(PAIRS, 3))
def test_a_lap_of_the_office(layout, seed, pieces, conditions):
    options = ScenarioOptions(
        layout=layout, seed=seed, furniture=pieces, conditions=conditions, laps=1
    )
    report = Trial(load_scenario(options)).run()
    print(report.to_json())
    assert report.missed == []
    assert report.visited == report.checkpoints >= 10
    assert report.contacts == 0
    if conditions == 'nominal':
        assert report.duration_s <= PACE * report.distance_m
    median, p95, worst, yaw, arrival = BARS[conditions]
    error = report.localization_error_m
    assert error['median'] <= median
    assert error['p95'] <= p95
    assert error['max'] <= worst
    assert math.degrees(report.localization_yaw_error_rad['p95']) <= yaw
    assert report.arrival_error_m['max'] <= arrival
