import math

import numpy as np
import pytest

from patrol.components.obstacle_sensing import ObstacleSensing
from patrol.messages import Odometry, Scan
from patrol.vocabulary import Key, Name, Reason

BEAMS = 360


def odometry(stamp, x=0.0):
    return Odometry(
        stamp, np.array([x, 0.0, 0.0]), np.zeros(2), np.zeros((3, 3)), np.zeros((2, 2))
    )


def scan(stamp):
    ranges = np.full(BEAMS, 1.5, dtype=np.float32)
    return Scan(stamp, -math.pi, 2 * math.pi / BEAMS, 0.1 / BEAMS, 0.12, 12.0, ranges)


@pytest.fixture
def sensing():
    return ObstacleSensing()


def run(sensing, seconds, begin=0.0, scans=True):
    """Feed odometry at 50 Hz and scans at 10 Hz; return what is published."""
    out = []
    for k in range(round(seconds / 0.02)):
        now = begin + 0.02 * k
        out += sensing.handle('odom', odometry(100.0 + now), now)
        if scans and k % 5 == 0:
            out += sensing.handle('scan', scan(99.9 + now), now)
        if k % 5 == 0:
            out += sensing.tick(now)
    return out


def test_five_costmaps_a_second(sensing):
    grids = [p.message for p in run(sensing, 2.0) if p.topic == 'local_costmap']
    assert 9 <= len(grids) <= 10
    assert grids[-1].cells.max() == 100


def test_nothing_before_odometry(sensing):
    assert sensing.handle('scan', scan(99.9), 0.0) == []
    assert sensing.handle('scan', scan(100.0), 0.1) == []


def test_a_scan_of_another_clock_is_not_used(sensing):
    run(sensing, 1.0)
    for k in range(10):
        assert sensing.handle('scan', scan(5.0 + 0.1 * k), 1.0 + 0.1 * k) == []


def test_it_says_which_input_is_silent(sensing):
    def said(publications):
        return [p.message for p in publications if p.topic == 'diagnostics'][-1]

    status = said(run(sensing, 1.0))
    assert (status.name, status.values[Key.REASON]) == (Name.OBSTACLE_SENSING, Reason.NONE)
    status = said(run(sensing, 2.0, begin=1.0, scans=False))
    assert (status.values[Key.REASON], status.values[Key.SENSOR]) == (Reason.SCAN_SILENT, 'scan')
    assert said(sensing.tick(9.0)).values[Key.REASON] == Reason.ODOMETRY_SILENT


def test_odometry_that_jumps_empties_the_map(sensing):
    run(sensing, 1.0)
    out = sensing.handle('odom', odometry(101.0, x=50.0), 1.0)
    assert out == []
    out = [
        p.message
        for k in range(2)
        for p in sensing.handle('scan', scan(100.95 + 0.1 * k), 1.1)
        if p.topic == 'local_costmap'
    ]
    assert out[-1].origin[0] > 40
