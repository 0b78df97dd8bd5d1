"""Localization made worse on purpose must fail the bars of the nominal column.

All of them hear the same sensors during one lap; the car is driven by the one that is whole.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from test_office_round import BARS, PAIRS

from patrol.components.localization import Localization, LocalizationParameters
from patrol.geometry import wrap
from patrol.report.truth_track import TruthTrack
from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.sim.trial import Trial

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

CONTROLS = {
    'whole': {},
    'scan not deskewed': {'deskew': False},
    'Monte-Carlo without refinement': {'refine': False},
    'odometry only': {'odometry_only': True},
}
HEARD = ('map', 'scan', 'odom', 'initialpose')


class Listener:
    """A localization that hears everything and is heard by nobody."""

    def __init__(self, trial, parameters):
        self.trial = trial
        self.component = Localization(LocalizationParameters(**parameters))
        self.component.handle('map', trial.scenario.grid, trial.time)
        self.stamps, self.poses = [], []
        for topic in HEARD[1:]:
            trial.bus.tap(topic, self.hear)

    def hear(self, topic, message):
        for publication in self.component.handle(topic, message, self.trial.time):
            if publication.topic == 'pose':
                self.stamps.append(publication.message.stamp)
                self.poses.append(publication.message.pose)

    def figures(self, truth, begin):
        """Return median, p95, max of the position error (m) and p95 of the yaw error (degrees)."""
        stamps = np.array(self.stamps)
        error = np.array(self.poses) - truth.at(stamps)
        error = error[(stamps >= begin) & np.isfinite(error[:, 0])]  # the truth ends a bit earlier
        position = np.hypot(error[:, 0], error[:, 1])
        yaw = math.degrees(np.quantile(np.abs(wrap(error[:, 2])), 0.95))
        return (*np.quantile(position, [0.5, 0.95, 1.0]).tolist(), yaw)


@pytest.fixture(scope='module')
def figures():
    layout, seed, pieces = PAIRS[0]
    scenario = load_scenario(ScenarioOptions(layout=layout, seed=seed, furniture=pieces, laps=1))
    trial = Trial(scenario)
    listeners = {name: Listener(trial, worse) for name, worse in CONTROLS.items()}
    truth = TruthTrack()
    trial.bus.tap('ground_truth/pose', lambda topic, m: truth.add(m.stamp, m.pose))
    assert trial.run().complete
    begin = trial.observer.begin
    results = {name: one.figures(truth, begin) for name, one in listeners.items()}
    print(*results.items(), sep='\n')
    return results


def passes(figures):
    return all(value <= bar for value, bar in zip(figures, BARS['nominal'][:4], strict=True))


def test_whole_it_passes(figures):
    assert passes(figures['whole'])


@pytest.mark.parametrize('name', list(CONTROLS)[1:])
def test_made_worse_it_fails(figures, name):
    assert not passes(figures[name])
