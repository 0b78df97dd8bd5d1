"""Every byte vector of the wire, decoded, encoded, and refused when one byte is wrong."""

from __future__ import annotations

import pytest

from patrol.xrce.cdr import MalformedError
from patrol.xrce.identifiers import StatusCode
from patrol.xrce.message import Header, decode_header, encode_message, submessages
from patrol.xrce.submessages import (
    AckNack,
    Create,
    CreateClient,
    Data,
    Delete,
    DeliveryControl,
    Fragment,
    GetInfo,
    Heartbeat,
    Info,
    ReadData,
    Status,
    StatusAgent,
    Timestamp,
    TimestampReply,
    WriteData,
)

HOST = Header(0x81, 0, 0)


def reliable(sequence):
    return Header(0x81, 0x80, sequence)


TYPE = 'geometry_msgs::msg::dds_::'
PARTICIPANT = '00 01 00 00 04 00 00 00 6d 63 75 00'
TWIST_STAMPED = bytes.fromhex(
    '00000000 0065cd1d 01000000 00000000 00000000 0000e03f'.replace(' ', '')
)

VECTORS = [
    (
        '80 00 00 00 02 01 08 00 00 0a ff fd 02 00 00 00',
        Header(0x80, 0, 0),
        GetInfo(b'\x00\x0a', b'\xff\xfd', 2),
    ),
    (
        '80 00 00 00 06 01 1c 00 00 0a ff fd 00 00 01 0d 58 52 43 45 01 00 01 0f 00 01 0d 00 01 00'
        ' 00 00 00 00 00 00',
        Header(0x80, 0, 0),
        Info(b'\x00\x0a', b'\xff\xfd', 0, 0),
    ),
    (
        '80 00 00 00 00 01 10 00 58 52 43 45 01 00 01 0f a1 b2 c3 d4 81 00 fc 01',
        Header(0x80, 0, 0),
        CreateClient(b'\xa1\xb2\xc3\xd4', 0x81, 508),
    ),
    (
        '81 00 00 00 04 01 0b 00 00 00 58 52 43 45 01 00 01 0f 00',
        HOST,
        StatusAgent(StatusCode.OK),
    ),
    (
        '81 80 00 00 01 07 1a 00 00 0a 00 01 01 03 00 00 0c 00 00 00 00 01 00 00 04 00 00 00 6d 63'
        ' 75 00 00 00',
        reliable(0),
        Create(
            b'\x00\x0a',
            b'\x00\x01',
            1,
            Create.BINARY,
            bytes.fromhex(PARTICIPANT),
            domain=0,
            reuse=True,
            replace=True,
        ),
    ),
    (
        '81 80 00 00 05 01 06 00 00 0a 00 01 00 00',
        reliable(0),
        Status(b'\x00\x0a', b'\x00\x01', StatusCode.OK),
    ),
    ('81 00 00 00 0a 01 05 00 01 00 00 00 80', HOST, AckNack(1, 0, 0x80)),
    (
        '81 80 02 00 01 07 10 00 00 0c 00 03 03 03 00 00 02 00 00 00 00 00 00 01',
        reliable(2),
        Create(
            b'\x00\x0c',
            b'\x00\x03',
            3,
            Create.BINARY,
            b'\x00\x00',
            b'\x00\x01',
            reuse=True,
            replace=True,
        ),
    ),
    (
        '81 80 03 00 01 07 1c 00 00 0d 00 05 05 03 00 00 0e 00 00 00 00 02 01 00 02 00 01 00 05 00'
        ' 00 00 00 00 00 03',
        reliable(3),
        Create(
            b'\x00\x0d',
            b'\x00\x05',
            5,
            Create.BINARY,
            bytes.fromhex('0002010002000100050000000000'),
            b'\x00\x03',
            reuse=True,
            replace=True,
        ),
    ),
    (
        '81 80 07 00 08 01 10 00 00 11 00 06 80 00 00 01 ff ff 00 00 00 00 00 00',
        reliable(7),
        ReadData(b'\x00\x11', b'\x00\x06', 0x80, control=DeliveryControl(0xFFFF)),
    ),
    (
        '81 80 0b 00 08 01 10 00 00 16 00 06 00 00 00 01 00 00 00 00 00 00 00 00',
        reliable(11),
        ReadData(b'\x00\x16', b'\x00\x06', 0, control=DeliveryControl(0)),
    ),
    ('81 00 00 00 0e 01 08 00 01 00 00 00 00 65 cd 1d', HOST, Timestamp(1_500_000_000)),
    (
        '81 00 00 00 0f 01 18 00 f7 1f 04 6b 97 1e c1 26 f7 1f 04 6b eb 18 c1 26 01 00 00 00 00 65'
        ' cd 1d',
        HOST,
        TimestampReply(
            0x6B041FF7 * 1_000_000_000 + 0x26C11E97,
            0x6B041FF7 * 1_000_000_000 + 0x26C118EB,
            1_500_000_000,
        ),
    ),
    ('81 00 00 00 0b 01 05 00 00 00 09 00 80', HOST, Heartbeat(0, 9, 0x80)),
    ('81 80 0a 00 03 01 04 00 00 15 00 95', reliable(10), Delete(b'\x00\x15', b'\x00\x95')),
    (
        '81 80 08 00 05 01 06 00 00 15 00 95 84 00',
        reliable(8),
        Status(b'\x00\x15', b'\x00\x95', StatusCode.UNKNOWN_REFERENCE),
    ),
    ('81 00 00 00 03 01 04 00 00 02 ff fe', HOST, Delete(b'\x00\x02', b'\xff\xfe')),
    (
        '81 80 03 00 07 01 05 00 00 0d 00 07 01',
        reliable(3),
        WriteData(b'\x00\x0d', b'\x00\x07', b'\x01'),
    ),
    (
        '81 01 00 00 09 01 0c 00 00 17 00 16 2a 00 00 00 00 00 00 00',
        Header(0x81, 1, 0),
        Data(b'\x00\x17', b'\x00\x16', (42).to_bytes(8, 'little')),
    ),
    ('81 00 00 00 0a 01 05 00 06 00 00 01 80', HOST, AckNack(6, 1, 0x80)),
    (
        '81 80 0a 00 0d 03 04 00 78 78 78 00',
        reliable(10),
        Fragment(b'xxx\0', last=True),
    ),
]
NAMES = [type(value).__name__ + f'_{i}' for i, (_, _, value) in enumerate(VECTORS)]


def decode(data, kind):
    header, start = decode_header(data)
    (only,) = submessages(data, start)
    return header, kind.decode(only)


@pytest.mark.parametrize(('text', 'header', 'value'), VECTORS, ids=NAMES)
def test_decodes_to_its_meaning(text, header, value):
    assert decode(bytes.fromhex(text), type(value)) == (header, value)


@pytest.mark.parametrize(('text', 'header', 'value'), VECTORS, ids=NAMES)
def test_encodes_to_its_bytes(text, header, value):
    assert encode_message(header, value.encode()).hex(' ') == text


#: Bytes that carry no meaning: CDR padding, and what only an agent sends and a client may ignore.
MEANINGLESS = {
    'Info': set(range(14, 36)),
    'StatusAgent': set(range(10, 18)),
    'Create': {14, 15},
    'ReadData': {15},
}


@pytest.mark.parametrize(('text', 'header', 'value'), VECTORS, ids=NAMES)
def test_a_changed_byte_changes_the_meaning_or_is_refused(text, header, value):
    good = bytes.fromhex(text)
    silent = set()
    for index in range(len(good)):
        bad = bytearray(good)
        bad[index] ^= 0x40
        try:
            got = decode(bytes(bad), type(value))
        except (MalformedError, ValueError):
            continue
        if got == (header, value):
            silent.add(index)
    kind_and_flags = {4, 5}
    assert silent - kind_and_flags <= MEANINGLESS.get(type(value).__name__, set())


def test_padding_between_values_may_be_garbage():
    clean = (
        '81 80 00 00 01 07 1a 00 00 0a 00 01 01 03 00 00 0c 00 00 00 00 01 00 00 04 00 00 00 6d'
    )
    dirty = clean.replace('01 03 00 00 0c', '01 03 00 00 0c')
    dirty = dirty.replace('00 01 01 03 00 00', '00 01 01 03 56 0a')
    tail = ' 63 75 00 00 00'
    a = decode(bytes.fromhex(clean + tail), Create)
    assert a == decode(bytes.fromhex(dirty + tail), Create)


def test_several_submessages_begin_at_multiples_of_four():
    first, second = AckNack(6, 1, 0x80), Heartbeat(1, 2, 0x80)
    data = encode_message(HOST, first.encode(), second.encode())
    assert len(data) == 4 + 12 + 9
    _, start = decode_header(data)
    a, b = submessages(data, start)
    assert (AckNack.decode(a), Heartbeat.decode(b)) == (first, second)


def test_a_length_that_leaves_the_message_is_refused():
    data = bytes.fromhex('81 00 00 00 0b 01 06 00 00 00 09 00 80')
    with pytest.raises(MalformedError, match='leaves its message'):
        list(submessages(data, 4))


def test_a_client_key_travels_below_session_0x80():
    header = Header(0x01, 0x80, 3, b'\x01\x02\x03\x04')
    data = encode_message(header, Heartbeat(0, 0, 0x80).encode())
    assert decode_header(data) == (header, 8)
    with pytest.raises(ValueError, match='client key'):
        Header(0x81, 0, 0, b'\x01\x02\x03\x04').encode()


def test_a_body_over_64_kb_reaches_to_the_end():
    body = bytes(70_000)
    data = encode_message(reliable(0), WriteData(b'\0\x0a', b'\0\x05', body).encode())
    assert decode(data, WriteData)[1].body == body
