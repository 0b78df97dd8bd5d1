import json
import math

from patrol.report.round_report import RoundReport
from patrol.report.summary import summary

KEYS = [
    *('laps', 'checkpoints', 'visited', 'missed', 'contacts', 'encounters', 'distance_m'),
    *('duration_s', 'worst_idleness_s', 'mean_idleness_s', 'localization_error_m'),
    *('arrival_error_m', 'min_clearance_m', 'stops', 'battery_used_wh', 'real_time_factor'),
    'hash',
]


def test_the_object_has_every_promised_key_in_order():
    assert list(json.loads(RoundReport().to_json()))[: len(KEYS)] == KEYS


def test_numbers_that_are_none_are_null():
    report = RoundReport(min_clearance_m=math.inf, distance_m=math.nan, duration_s=1.23456)
    read = json.loads(report.to_json())
    assert read['min_clearance_m'] is None
    assert read['distance_m'] is None
    assert read['duration_s'] == 1.2346


def test_complete_needs_every_checkpoint_and_no_contact():
    assert RoundReport(laps=2, checkpoints=3, visited=6, contacts=0).complete
    assert not RoundReport(laps=2, checkpoints=3, visited=5, contacts=0).complete
    assert not RoundReport(laps=2, checkpoints=3, visited=6, contacts=1).complete
    assert not RoundReport().complete


def test_the_summary_names_what_was_missed_and_why_it_stood():
    report = RoundReport(
        laps=1,
        checkpoints=2,
        visited=1,
        missed=[{'name': 'kitchen', 'reason': 'blocked'}],
        stops=[{'reason': 'obstacle (scan)', 'seconds': 3.0}],
    )
    text = summary(report)
    assert 'Missed kitchen: blocked.' in text
    assert 'Stopped 3.0 s: obstacle (scan).' in text
