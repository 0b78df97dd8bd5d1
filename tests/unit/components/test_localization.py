"""The localization component: what it says when, and what it refuses."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from patrol.components.localization import SILENT, Localization
from patrol.geometry import compose
from patrol.localization.deskew import end_of
from patrol.messages import Grid, Level, PoseEstimate
from patrol.vocabulary import CURES, Key, Localized, Reason

sys.path.insert(0, str(Path(__file__).parents[1] / 'localization'))
from small_office import START, grid, lap

TOLD = np.diag([0.06, 0.06, 0.02])


class Rig:
    """A component that is fed a recording; the clock runs with the stamps."""

    def __init__(self, *, the_map=True, placed=True):
        self.component = Localization()
        self.now = 0.0
        self.out = []
        if the_map:
            self.give('map', grid())
        if placed:
            self.give('initialpose', PoseEstimate(0.0, START, TOLD))

    def give(self, topic, message):
        self.out += self.component.handle(topic, message, self.now)

    def drive(self, begin, end):
        for topic, message, _ in lap():
            if begin <= message.stamp < end:
                late = end_of(message) if topic == 'scan' else message.stamp
                self.now = max(self.now, late)
                self.give(topic, message)
        return self

    def said(self, topic):
        return [p.message for p in self.out if p.topic == topic]

    def status(self, later=0.2):
        self.now += later
        return next(p.message for p in self.component.tick(self.now) if p.topic == 'diagnostics')


def state_and_reason(status):
    return status.values[Key.STATE], status.values[Key.REASON]


def test_a_pose_for_each_scan_at_the_stamp_of_its_last_beam():
    rig = Rig().drive(0.0, 3.0)
    ends = [end_of(m) for t, m, _ in lap() if t == 'scan' and m.stamp < 2.95]
    stamps = [estimate.stamp for estimate in rig.said('pose')]
    assert stamps == pytest.approx(ends[: len(stamps)])
    assert len(stamps) >= len(ends) - 1
    assert state_and_reason(rig.status()) == (Localized.TRACKING, Reason.NONE)


def test_map_to_odom_and_odometry_give_the_pose():
    rig = Rig().drive(0.0, 3.0)
    estimate, shift = rig.said('pose')[-1], rig.said('tf')[-1]
    assert (shift.parent, shift.child, shift.stamp) == ('map', 'odom', estimate.stamp)
    odometry = [m for t, m, _ in lap() if t == 'odom']
    nearest = min(odometry, key=lambda m: abs(m.stamp - estimate.stamp))
    away = compose(shift.pose, nearest.pose) - estimate.pose
    assert np.hypot(away[0], away[1]) < 0.012  # 20 ms of driving at most
    assert abs(away[2]) < 0.03


def test_a_scan_waits_for_the_odometry_of_its_end():
    rig = Rig().drive(0.0, 1.0)
    count = len(rig.said('pose'))
    scan = next(m for t, m, _ in lap() if t == 'scan' and m.stamp >= 0.95)
    before = len(rig.said('pose'))
    rig.give('scan', scan)
    assert len(rig.said('pose')) == before == count
    for topic, message, _ in lap():
        if topic == 'odom' and 1.0 <= message.stamp < 1.1:
            rig.give('odom', message)
    assert len(rig.said('pose')) == count + 1


def test_nothing_is_said_of_a_place_that_is_not_known():
    rig = Rig(placed=False).drive(0.0, 1.0)
    assert rig.said('pose') == rig.said('tf') == []
    assert state_and_reason(rig.status()) == (Localized.SEARCHING, Reason.NOT_LOCALIZED)
    without = Rig(the_map=False).drive(0.0, 1.0)
    assert without.said('pose') == []
    status = without.status()
    assert state_and_reason(status) == (Localized.WAITING, Reason.NOT_LOCALIZED)
    assert (status.level, status.message) == (Level.ERROR, CURES[Reason.NOT_LOCALIZED])


@pytest.mark.parametrize(
    ('pose', 'words'),
    [((900.0, 7.0, 0.0), 'outside of the map'), ((np.nan, 7.0, 0.0), 'not finite')],
)
def test_an_initial_pose_that_cannot_be_is_refused_and_the_old_one_kept(pose, words):
    rig = Rig().drive(0.0, 2.0)
    rig.give('initialpose', PoseEstimate(0.0, np.array(pose), TOLD))
    status = rig.status()
    assert words in status.values[Key.REFUSED]
    assert words in status.message
    rig.drive(2.0, 3.0)
    assert np.hypot(*(rig.said('pose')[-1].pose - _truth(rig))[:2]) < 0.05
    rig.give('initialpose', PoseEstimate(0.0, _truth(rig), TOLD))
    assert rig.status().values[Key.REFUSED] == ''


def _truth(rig):
    return min(lap(), key=lambda entry: abs(entry[1].stamp - rig.said('pose')[-1].stamp))[2]


def test_silence_of_an_input_is_told_by_name():
    rig = Rig().drive(0.0, 2.0)
    for _ in range(20):
        rig.now += 0.1
        rig.give('odom', next(m for t, m, _ in lap() if t == 'odom'))
    assert state_and_reason(rig.status())[1] == Reason.SCAN_SILENT
    assert rig.status(later=SILENT + 0.1).values[Key.REASON] == Reason.ODOMETRY_SILENT


def test_values_that_are_no_numbers_are_told_and_not_used():
    rig = Rig().drive(0.0, 2.0)
    count = len(rig.said('pose'))
    scan = [m for t, m, _ in lap() if t == 'scan' and m.stamp < 2.0][-1]
    rig.give('scan', replace(scan, ranges=np.full_like(scan.ranges, np.nan)))
    assert rig.status(0.11).values[Key.REASON] == Reason.SCAN_INVALID
    odometry = [m for t, m, _ in lap() if t == 'odom' and m.stamp < 2.1][-1]
    rig.give('odom', replace(odometry, pose=np.array([np.nan, 0.0, 0.0])))
    status = rig.status(0.11)
    assert (status.level, status.values[Key.REASON]) == (Level.ERROR, Reason.ODOMETRY_INVALID)
    assert len(rig.said('pose')) == count
    rig.drive(2.0, 2.5)
    assert state_and_reason(rig.status(0.11)) == (Localized.TRACKING, Reason.NONE)


def test_a_broken_map_is_ignored():
    rig = Rig().drive(0.0, 1.0)
    rig.give('map', Grid(0.0, 'map', 0.0, np.zeros(3), np.zeros((4, 4), np.int8)))
    rig.give('map', Grid(0.0, 'map', 0.05, np.full(3, np.nan), np.zeros((4, 4), np.int8)))
    rig.give('map', Grid(0.0, 'map', 0.05, np.zeros(3), np.zeros((0, 0), np.int8)))
    assert rig.component.localizer.state is Localized.TRACKING


def test_the_particles_are_shown_once_a_second():
    rig = Rig().drive(0.0, 1.0)
    shown = []
    for step in range(40):
        shown += [p for p in rig.component.tick(2.0 + 0.05 * step) if p.topic == 'particle_cloud']
    assert len(shown) == 2
    assert shown[0].message.poses.shape[1] == 3
