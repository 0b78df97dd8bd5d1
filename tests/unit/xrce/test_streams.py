"""Reliable streams over a line that loses, repeats and reorders: nothing lost, nothing twice."""

from __future__ import annotations

import random

import pytest

from patrol.xrce.cdr import MalformedError
from patrol.xrce.fragments import Assembler, split
from patrol.xrce.message import submessages
from patrol.xrce.reliable_input import WINDOW, ReliableInput
from patrol.xrce.reliable_output import ReliableOutput
from patrol.xrce.sequence import advance, after
from patrol.xrce.submessages import AckNack, WriteData


@pytest.mark.parametrize(
    ('a', 'b', 'distance'),
    [(0, 0xFFFF, 1), (0xFFFF, 0, -1), (5, 3, 2), (0x8000, 0, -0x8000), (0x7FFF, 0, 0x7FFF)],
)
def test_numbers_wrap(a, b, distance):
    assert after(a, b) == distance
    assert advance(b, distance) == a


def test_the_first_message_has_number_zero():
    stream = ReliableInput(0x80)
    assert stream.receive(0, b'a') == [b'a']
    assert stream.ack() == AckNack(1, 0, 0x80)


def test_a_gap_is_told_and_closed():
    stream = ReliableInput(0x80)
    for number in range(6):
        stream.receive(number, bytes([number]))
    assert stream.receive(7, b'7') == []
    assert stream.ack() == AckNack(6, 1, 0x80)
    assert stream.receive(7, b'7') == []
    assert stream.receive(6, b'6') == [b'6', b'7']
    assert stream.ack() == AckNack(8, 0, 0x80)


def test_what_runs_too_far_ahead_is_dropped_and_counted():
    stream = ReliableInput(0x80)
    assert stream.receive(WINDOW, b'far') == []
    assert stream.dropped == 1
    assert stream.receive(WINDOW - 1, b'edge') == []
    assert stream.ack().missing == (1 << WINDOW - 1) - 1


def test_what_the_sender_gave_up_is_skipped():
    stream = ReliableInput(0x80)
    stream.receive(0, b'0')
    stream.receive(3, b'3')
    stream.receive(5, b'5')
    assert stream.heartbeat(3, 5) == [b'3']
    assert stream.ack() == AckNack(4, 1, 0x80)
    assert stream.heartbeat(20_000, 20_001) == [b'5']
    assert stream.expected == 20_000


def test_a_heartbeat_asks_for_what_never_came():
    stream = ReliableInput(0x80)
    assert stream.heartbeat(0, 2) == []
    assert stream.ack(up_to=2) == AckNack(0, 0b111, 0x80)


def test_a_heartbeat_of_the_past_or_of_nonsense_changes_nothing():
    stream = ReliableInput(0x80)
    for number in range(5):
        stream.receive(number, b'')
    for first, last in [(2, 4), (0xFFF0, 3), (9, 2)]:
        assert stream.heartbeat(first, last) == []
        assert stream.expected == 5


def test_the_window_of_the_client_is_kept():
    stream = ReliableOutput(0x80, window=4)
    assert stream.offer(*(bytes([n]) for n in range(6)))
    assert [number for number, _ in stream.due()] == [0, 1, 2, 3]
    assert stream.due() == []
    assert stream.acknowledge(AckNack(2, 0b01, 0x80)) == [(2, b'\2')]
    assert [number for number, _ in stream.due()] == [4, 5]
    assert stream.heartbeat().last_sent == 5
    stream.acknowledge(AckNack(6, 0, 0x80))
    assert stream.heartbeat() is None


def test_an_acknowledgement_of_what_was_never_sent_is_ignored():
    stream = ReliableOutput(0x80)
    stream.offer(b'a')
    stream.due()
    stream.acknowledge(AckNack(500, 0, 0x80))
    assert stream.waiting == 1


def test_a_full_queue_refuses_whole_offers():
    stream = ReliableOutput(0x80, limit=3)
    assert stream.offer(b'a', b'b')
    assert not stream.offer(b'c', b'd')
    assert (stream.refused, stream.waiting) == (1, 2)


@pytest.mark.parametrize('seed', range(5))
def test_everything_arrives_once_and_in_order_over_a_bad_line(seed):
    """3 % lost, 3 % twice, some overtake; more than one turn of the 16-bit counter."""
    rng = random.Random(seed)
    total = 70_000 if seed == 0 else 3_000
    sender, receiver = ReliableOutput(0x80, limit=64), ReliableInput(0x80)
    offered, got, line = 0, [], []
    while len(got) < total:
        while offered < total and sender.offer(offered.to_bytes(4)):
            offered += 1
        line += sender.due()
        if not line:
            beat = sender.heartbeat()
            got += receiver.heartbeat(beat.first_unacked, beat.last_sent)
            line += sender.acknowledge(receiver.ack(up_to=beat.last_sent))
            continue
        if rng.random() < 0.1:
            rng.shuffle(line)
        number, body = line.pop(0)
        for _ in range(0 if rng.random() < 0.03 else 2 if rng.random() < 0.03 else 1):
            got += receiver.receive(number, body)
            if rng.random() < 0.97:
                line += sender.acknowledge(receiver.ack())
    assert [int.from_bytes(body) for body in got] == list(range(total))


def test_fragments_join_to_the_whole():
    whole = WriteData(b'\0\x0a', b'\0\x05', bytes(range(256)) * 8).encode().encode()
    parts = split(whole, 508)
    assert max(map(len, parts)) == 504
    assembler = Assembler(5000)
    got = None
    for part in parts:
        (fragment,) = submessages(part, 0)
        assert got is None
        got = assembler.take(fragment)
    assert got == whole


def test_fragments_never_grow_without_bound():
    assembler = Assembler(900)
    one, two, _ = (next(submessages(part, 0)) for part in split(bytes(1500), 508))
    assert assembler.take(one) is None
    with pytest.raises(MalformedError, match='too long'):
        assembler.take(two)
    (first, *_) = split(b'abc', 508)
    (fragment,) = submessages(first, 0)
    assert assembler.take(fragment) == b'abc'
