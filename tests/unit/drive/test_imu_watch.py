import math

import numpy as np

from patrol.drive.imu_watch import EQUAL, ImuWatch
from patrol.vocabulary import Reason


def test_noise_is_fine():
    watch, rng = ImuWatch(), np.random.default_rng(1)
    samples = rng.standard_normal((100, 6)).tolist()
    assert {watch.look(0.01 * n, s) for n, s in enumerate(samples)} == {Reason.NONE}


def test_one_value_again_and_again_is_stuck_until_it_changes():
    watch = ImuWatch()
    told = [watch.look(0.01 * n, [0.1] * 6) for n in range(EQUAL + 5)]
    assert told[:EQUAL] == [Reason.NONE] * EQUAL
    assert told[EQUAL:] == [Reason.IMU_STUCK] * 5
    assert watch.look(1.0, [0.2] * 6) is Reason.NONE


def test_any_value_that_is_not_finite():
    for place in range(6):
        sample = [0.0] * 6
        sample[place] = math.inf if place % 2 else math.nan
        assert ImuWatch().look(0.0, sample) is Reason.IMU_INVALID


def test_a_stamp_that_does_not_advance():
    watch = ImuWatch()
    watch.look(5.0, [0.1] * 6)
    assert watch.look(5.0, [0.2] * 6) is Reason.CLOCK
    assert watch.look(4.0, [0.3] * 6) is Reason.CLOCK
    assert watch.look(4.1, [0.4] * 6) is Reason.NONE
