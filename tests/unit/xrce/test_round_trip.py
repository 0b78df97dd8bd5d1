"""Round-trip times, a client's clock, and the limit of a flood."""

from __future__ import annotations

import math

import pytest

from patrol.xrce.client_clock import ClientClock
from patrol.xrce.rate_limit import RateLimit
from patrol.xrce.round_trip import RoundTrip


def test_the_mean_follows_and_the_least_stays():
    trip = RoundTrip()
    assert math.isnan(trip.mean)
    for number, took in enumerate([0.010, 0.002, 0.010]):
        trip.sent(number, float(number))
        trip.acknowledged(number, number + 0.001)  # this one is not acknowledged yet
        trip.acknowledged((number + 1) & 0xFFFF, number + took)
    assert trip.least == pytest.approx(0.002)
    assert 0.008 < trip.mean < 0.010


def test_what_was_sent_again_says_nothing():
    trip = RoundTrip()
    trip.sent(0xFFFF, 0.0)
    trip.sent_again()
    trip.acknowledged(0, 5.0)
    assert math.isnan(trip.mean)


def test_offset_and_drift_of_a_clock():
    clock = ClientClock()
    for second in range(100):
        clock.add(second * 1_000_050_000, 7_000_000_000 + second * 1_000_000_000)
    assert clock.offset_s == pytest.approx(7 - 99 * 50e-6)
    assert clock.drift_ppm == pytest.approx(-50, rel=1e-3)


def test_a_clock_that_was_set_begins_its_drift_anew():
    clock = ClientClock()
    clock.add(0, 0)
    clock.add(10**9, 10**9)
    clock.add(500 * 10**9, 2 * 10**9)
    assert clock.drift_ppm == 0.0
    clock.add(501 * 10**9, 3 * 10**9)
    assert abs(clock.drift_ppm) < 1


def test_a_flood_is_cut_to_the_rate():
    limit = RateLimit(rate=100.0, burst=10.0)
    passed = sum(limit.allow(k / 10_000) for k in range(10_000))
    assert passed == pytest.approx(110, abs=1)
    assert limit.refused == 10_000 - passed
    assert limit.allow(5.0)
