"""Frames: literal bytes, and every way a line breaks them."""

from __future__ import annotations

import random

import pytest

from patrol.xrce.serial_framing import Deframer, crc16, frame

VECTORS = [
    (
        '7e 00 00 10 00 80 00 00 00 02 01 08 00 00 0a ff fd 02 00 00 00 cf 12',
        '80 00 00 00 02 01 08 00 00 0a ff fd 02 00 00 00',
    ),
    (
        '7e 00 00 24 00 80 00 00 00 06 01 1c 00 00 0a ff fd 00 00 01 0d 58 52 43 45 01 00 01 0f 00'
        ' 01 0d 00 01 00 00 00 00 00 00 00 97 3f',
        '80 00 00 00 06 01 1c 00 00 0a ff fd 00 00 01 0d 58 52 43 45 01 00 01 0f 00 01 0d 00 01 00'
        ' 00 00 00 00 00 00',
    ),
    (
        '7e 00 00 0d 00 81 00 00 00 0b 01 05 00 7d 5d 00 7d 5e 00 80 17 0e',
        '81 00 00 00 0b 01 05 00 7d 00 7e 00 80',
    ),
    (
        '7e 00 00 0d 00 81 00 00 00 0a 01 05 00 4e 00 00 00 80 7d 5e 82',
        '81 00 00 00 0a 01 05 00 4e 00 00 00 80',
    ),
]


def test_the_check_value_of_the_crc():
    assert crc16(b'123456789') == 0xBB3D


@pytest.mark.parametrize(('line', 'payload'), VECTORS)
def test_literal_frames(line, payload):
    assert frame(bytes.fromhex(payload), destination=0).hex(' ') == line
    assert list(Deframer().feed(bytes.fromhex(line))) == [(0, bytes.fromhex(payload))]


@pytest.mark.parametrize(('line', 'payload'), VECTORS)
def test_one_changed_byte_delivers_nothing_wrong(line, payload):
    good = bytes.fromhex(line)
    for index in range(len(good)):
        bad = bytearray(good)
        bad[index] ^= 0x01
        for _, got in Deframer().feed(bytes(bad) + b'\x7e'):
            # the source address alone is not protected by the CRC
            assert index == 1
            assert got == bytes.fromhex(payload)


def test_cut_anywhere_it_arrives_with_its_last_byte():
    payload = bytes(range(0x70, 0x90)) * 3
    line = frame(payload, destination=0)
    deframer = Deframer()
    for index in range(len(line)):
        got = list(deframer.feed(line[index : index + 1]))
        assert got == ([(0, payload)] if index == len(line) - 1 else [])


def test_a_flag_begins_anew_also_after_an_escape():
    deframer = Deframer()
    broken = frame(b'lost', destination=0)[:6] + b'\x7d'
    assert list(deframer.feed(broken + frame(b'found', destination=0))) == [(0, b'found')]
    assert deframer.counters.cut_short == 1


def test_what_is_wrong_is_counted():
    deframer = Deframer(max_payload=512)
    noise, other = b'\x01\x02\x03', frame(b'x', source=1, destination=5)
    broken = bytearray(frame(b'abcd', destination=0))
    broken[-1] ^= 0xFF
    assert list(deframer.feed(noise + other + bytes(broken))) == []
    assert list(deframer.feed(frame(bytes(600), destination=0) + b'\x7e')) == []
    counters = deframer.counters
    assert (counters.not_for_us, counters.bad_crc, counters.too_long) == (1, 1, 1)
    assert counters.noise_bytes >= 3


def test_random_cuts_and_stuffing_lose_nothing():
    rng = random.Random(4)
    payloads = [
        bytes(rng.choices(b'\x7d\x7e\x5d\x5e\x00ab', k=rng.randrange(1, 60))) for _ in range(300)
    ]
    line = b''.join(frame(p, source=1, destination=0) for p in payloads)
    deframer, got = Deframer(), []
    while line:
        cut = rng.randrange(1, 40)
        got += deframer.feed(line[:cut])
        line = line[cut:]
    assert got == [(1, p) for p in payloads]
