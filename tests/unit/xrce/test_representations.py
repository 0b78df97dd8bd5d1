"""Binary and XML descriptions of objects mean the same."""

from __future__ import annotations

import pytest

from patrol.xrce.cdr import MalformedError
from patrol.xrce.identifiers import Kind
from patrol.xrce.representations import (
    Endpoint,
    Group,
    Participant,
    Qos,
    Service,
    Topic,
    read_binary,
)
from patrol.xrce.xml_representations import read_xml

TOPIC = (
    '0c 00 00 00 72 74 2f 6f 64 6f 6d 5f 72 61 77 00 00 01 00 00 28 00 00 00 67 65 6f 6d 65 74 72'
    ' 79 5f 6d 73 67 73 3a 3a 6d 73 67 3a 3a 64 64 73 5f 3a 3a 54 77 69 73 74 53 74 61 6d 70 65 64'
    ' 5f 00'
)
REPLIER = (
    '05 00 00 00 2f 61 72 6d 00 00 00 00 26 00 00 00 73 74 64 5f 73 72 76 73 3a 3a 73 72 76 3a 3a'
    ' 64 64 73 5f 3a 3a 53 65 74 42 6f 6f 6c 5f 52 65 71 75 65 73 74 5f 00 00 00 27 00 00 00 73 74'
    ' 64 5f 73 72 76 73 3a 3a 73 72 76 3a 3a 64 64 73 5f 3a 3a 53 65 74 42 6f 6f 6c 5f 52 65 73 70'
    ' 6f 6e 73 65 5f 00 01 0e 00 00 00 72 71 2f 61 72 6d 52 65 71 75 65 73 74 00 01 00 0c 00 00 00'
    ' 72 72 2f 61 72 6d 52 65 70 6c 79 00'
)
SET_BOOL = 'std_srvs::srv::dds_::SetBool_'
CASES = [
    (Kind.PARTICIPANT, '00 01 00 00 04 00 00 00 6d 63 75 00', Participant('mcu')),
    (
        Kind.TOPIC,
        TOPIC,
        Topic('rt/odom_raw', 'geometry_msgs::msg::dds_::TwistStamped_'),
    ),
    (Kind.PUBLISHER, '00 00', Group()),
    (Kind.SUBSCRIBER, '00 00', Group()),
    (
        Kind.DATAWRITER,
        '00 02 01 00 02 00 01 00 05 00 00 00 00 00',
        Endpoint(b'\x00\x02', Qos(reliable=False, depth=5)),
    ),
    (
        Kind.DATAREADER,
        '00 12 01 00 03 00 01 00 01 00 00 00 00 00 00',
        Endpoint(b'\x00\x12', Qos(depth=1)),
    ),
    (
        Kind.REPLIER,
        REPLIER,
        Service(
            '/arm',
            SET_BOOL + 'Request_',
            SET_BOOL + 'Response_',
            'rq/armRequest',
            'rr/armReply',
        ),
    ),
]


@pytest.mark.parametrize(('kind', 'text', 'meaning'), CASES)
def test_binary(kind, text, meaning):
    assert read_binary(kind, bytes.fromhex(text)) == meaning


@pytest.mark.parametrize(('kind', 'text', 'meaning'), CASES)
def test_binary_cut_short_is_refused_or_means_less(kind, text, meaning):
    whole = bytes.fromhex(text)
    needed = 10 if kind in (Kind.DATAWRITER, Kind.DATAREADER) else len(whole)
    for cut in range(needed if kind not in (Kind.PUBLISHER, Kind.SUBSCRIBER) else 0):
        with pytest.raises(MalformedError):
            read_binary(kind, whole[:cut])


def test_transient_and_persistent_are_transient_local():
    for flag in (0x08, 0x10, 0x20):
        endpoint = read_binary(Kind.DATAWRITER, bytes((0, 0x12, 1, 0, flag | 1, 0, 0, 0)))
        assert endpoint.qos == Qos(transient_local=True, keep_last=False)


def test_a_kind_nobody_creates():
    with pytest.raises(ValueError, match='kind 13'):
        read_binary(13, b'')
    with pytest.raises(ValueError, match='kind 13'):
        read_xml(13, '<dds/>')


WRITER = """<dds><data_writer>
  <historyMemoryPolicy>PREALLOCATED_WITH_REALLOC</historyMemoryPolicy>
  <qos><reliability><kind>BEST_EFFORT</kind></reliability></qos>
  <topic><kind>NO_KEY</kind><name>rt/chatter</name><dataType>std_msgs::msg::dds_::String_</dataType>
  <historyQos><kind>KEEP_LAST</kind><depth>7</depth></historyQos></topic>
</data_writer></dds>"""


def test_xml():
    assert read_xml(
        Kind.PARTICIPANT,
        '<dds><participant><rtps><name>mcu</name></rtps></participant></dds>',
    ) == Participant('mcu')
    topic = Topic('rt/chatter', 'std_msgs::msg::dds_::String_')
    assert read_xml(Kind.DATAWRITER, WRITER) == Endpoint(topic, Qos(reliable=False, depth=7))
    assert read_xml(Kind.PUBLISHER, '') == Group()
    service = (
        f'<dds><replier profile_name="x" service_name="/arm" request_type="{SET_BOOL}Request_"'
        f' reply_type="{SET_BOOL}Response_"><request_topic_name>rq/armRequest</request_topic_name>'
        '<reply_topic_name>rr/armReply</reply_topic_name></replier></dds>'
    )
    assert read_xml(Kind.REPLIER, service) == CASES[-1][2]


@pytest.mark.parametrize(
    'text',
    [
        '<dds><topic>',
        '<dds/>',
        '<dds><topic><dataType>x</dataType></topic></dds>',
        '<!DOCTYPE d [<!ENTITY a "b">]><dds><topic><name>&a;</name></topic></dds>',
        '<dds>' + '<a>' * 40 + '</a>' * 40 + '</dds>',
        '<dds>' + 'x' * 9000 + '</dds>',
    ],
)
def test_xml_that_is_no_description_is_refused(text):
    with pytest.raises(MalformedError):
        read_xml(Kind.TOPIC, text)
