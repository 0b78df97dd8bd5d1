"""A whole conversation in literal bytes, as it was heard from a stock client."""

from __future__ import annotations

import pytest

from patrol.xrce.agent import Agent
from patrol.xrce.identifiers import StatusCode
from patrol.xrce.middleware import RefusedError
from patrol.xrce.representations import Qos, Topic

LINE = 'line'
HELLO = '80 00 00 00 00 01 10 00 58 52 43 45 01 00 01 0f a1 b2 c3 d4 81 00 fc 01'
WELCOME = '81 00 00 00 04 01 0b 00 00 00 58 52 43 45 01 00 01 0f 00'
PARTICIPANT = (
    '81 80 00 00 01 07 1a 00 00 0a 00 01 01 03 00 00 0c 00 00 00 00 01 00 00 04 00 00 00 6d 63 75'
    ' 00 00 00'
)
TOPIC = (
    '81 80 01 00 01 07 4e 00 00 0b 00 02 02 03 00 00 40 00 00 00 0c 00 00 00 72 74 2f 6f 64 6f 6d'
    ' 5f 72 61 77 00 00 01 00 00 28 00 00 00 67 65 6f 6d 65 74 72 79 5f 6d 73 67 73 3a 3a 6d 73 67'
    ' 3a 3a 64 64 73 5f 3a 3a 54 77 69 73 74 53 74 61 6d 70 65 64 5f 00 00 01'
)
PUBLISHER = '81 80 02 00 01 07 10 00 00 0c 00 03 03 03 00 00 02 00 00 00 00 00 00 01'
WRITER = (
    '81 80 03 00 01 07 1c 00 00 0d 00 05 05 03 00 00 0e 00 00 00 00 02 01 00 02 00 01 00 05 00 00'
    ' 00 00 00 00 03'
)
COMMANDS = (
    '81 80 04 00 01 07 47 00 00 0e 00 12 02 03 00 00 39 00 00 00 0b 00 00 00 72 74 2f 63 6d 64 5f'
    ' 76 65 6c 00 00 01 00 00 00 21 00 00 00 67 65 6f 6d 65 74 72 79 5f 6d 73 67 73 3a 3a 6d 73 67'
    ' 3a 3a 64 64 73 5f 3a 3a 54 77 69 73 74 5f 00 00 01'
)
SUBSCRIBER = '81 80 05 00 01 07 10 00 00 0f 00 04 04 03 00 00 02 00 00 00 00 00 00 01'
READER = (
    '81 80 06 00 01 07 1d 00 00 10 00 06 06 03 00 00 0f 00 00 00 00 12 01 00 03 00 01 00 01 00 00'
    ' 00 00 00 00 00 04'
)
READ = '81 80 07 00 08 01 10 00 00 11 00 06 80 00 00 01 ff ff 00 00 00 00 00 00'
TWIST = bytes.fromhex('000000000065cd1d0100000000000000')
KEY = bytes.fromhex('a1b2c3d4')


class Notebook:
    """A middleware that writes down what it is asked, and refuses when told to."""

    def __init__(self):
        self.calls = []
        self.refuse = ''

    def __getattr__(self, name):
        def note(client, *arguments):
            if self.refuse == name:
                raise RefusedError(StatusCode.DDS_ERROR, 'no such type')
            self.calls.append((name, *arguments))

        return note


class Board:
    """Sends hex, reads hex."""

    def __init__(self, **options):
        self.middleware = Notebook()
        self.agent = Agent(self.middleware, lambda: 1_792_000_000_000_000_000, **options)
        self.now = 0.0

    def say(self, text, address=LINE):
        """Send one message; return the answers, and acknowledge them as a client does."""
        sent = self.agent.receive(address, bytes.fromhex(text), self.now)
        for _, data in sent:
            self.acknowledge(data, address)
        return [data.hex(' ') for _, data in sent]

    def acknowledge(self, data, address=LINE):
        if data[1] == 0x80:
            expected = (int.from_bytes(data[2:4], 'little') + 1) & 0xFFFF
            ack = bytes.fromhex('810000000a010500') + expected.to_bytes(2, 'little')
            self.agent.receive(address, ack + b'\0\0\x80', self.now)


@pytest.fixture
def board():
    board = Board()
    assert board.say(HELLO) == [WELCOME]
    return board


@pytest.fixture
def ready(board):
    for message in (PARTICIPANT, TOPIC, PUBLISHER, WRITER, COMMANDS, SUBSCRIBER, READER):
        status, _ = board.say(message)
        assert status.endswith(' 00 00')
    return board


def test_ping_before_and_inside_a_session(board):
    ping = ' 00 00 00 02 01 08 00 00 0a ff fd 02 00 00 00'
    tail = ' 01 0d 58 52 43 45 01 00 01 0f 00 01 0d 00 01 00 00 00 00 00 00 00'
    assert Board().say('80' + ping) == ['80 00 00 00 06 01 1c 00 00 0a ff fd 00 00' + tail]
    assert board.say('81' + ping) == ['81 00 00 00 06 01 1c 00 00 0a ff fd 00 01' + tail]


def test_a_participant_is_made_and_acknowledged(board):
    assert board.say(PARTICIPANT) == [
        '81 80 00 00 05 01 06 00 00 0a 00 01 00 00',
        '81 00 00 00 0a 01 05 00 01 00 00 00 80',
    ]
    assert board.middleware.calls[0][:2] == ('create_participant', b'\x00\x01')
    assert board.middleware.calls[0][2].name == 'mcu'


def test_writer_and_reader_know_topic_and_qos(ready):
    made = {call[0]: call for call in ready.middleware.calls}
    writer = made['create_writer'][3]
    assert writer.topic == Topic('rt/odom_raw', 'geometry_msgs::msg::dds_::TwistStamped_')
    assert writer.qos == Qos(reliable=False, depth=5)
    assert made['create_reader'][3].topic.name == 'rt/cmd_vel'


def test_data_goes_out_without_an_answer(ready):
    said = ready.say('81 01 00 00 07 01 14 00 00 14 00 05 ' + TWIST.hex())
    assert said == []
    assert ready.middleware.calls[-1] == ('write', b'\x00\x05', b'\x00\x14', TWIST)


def test_a_reading_is_silent_and_then_delivers(ready):
    assert ready.say(READ) == ['81 00 00 00 0a 01 05 00 08 00 00 00 80']
    ((_, data),) = ready.agent.deliver(KEY, b'\x00\x06', TWIST, 1.0)
    assert data.hex(' ').startswith('81 80 07 00 09 01 14 00 00 11 00 06 00 00 00 00 00 65 cd 1d')


def test_no_data_before_a_reading_and_after_its_end(ready):
    assert ready.agent.deliver(KEY, b'\x00\x06', TWIST, 1.0) == []
    ready.say(READ)
    cancel = '81 80 08 00 08 01 10 00 00 16 00 06 00 00 00 01 00 00 00 00 00 00 00 00'
    status, ack = ready.say(cancel)
    assert status == '81 80 07 00 05 01 06 00 00 16 00 06 00 00'
    assert ack == '81 00 00 00 0a 01 05 00 09 00 00 00 80'
    assert ready.agent.deliver(KEY, b'\x00\x06', TWIST, 1.0) == []


def test_time(board):
    (reply,) = board.say('81 00 00 00 0e 01 08 00 01 00 00 00 00 65 cd 1d')
    assert reply.startswith('81 00 00 00 0f 01 18 00 ')
    assert reply.endswith(' 01 00 00 00 00 65 cd 1d')


def test_reuse_replace_and_neither(board):
    board.say(PARTICIPANT)
    same = '81 80 01 00 01 {} 1a 00 00 17 00 01 01 03 77 77 0c 00 00 00 00 01 88 99 04 00 00 00 6d'
    same += ' 63 75 00 00 00'
    assert board.say(same.format('07'))[0].endswith('00 17 00 01 01 00')
    again = same.replace('81 80 01', '81 80 02')
    assert board.say(again.format('01'))[0].endswith('00 17 00 01 82 00')
    other = same.replace('81 80 01', '81 80 03').replace('6d 63 75', '6d 63 76')
    assert board.say(other.format('03'))[0].endswith('00 17 00 01 81 00')
    other = other.replace('81 80 03', '81 80 04')
    assert board.say(other.format('05'))[0].endswith('00 17 00 01 00 00')
    assert [call[0] for call in board.middleware.calls] == [
        'create_participant',
        'delete',
        'create_participant',
    ]


def test_unknown_objects(board):
    assert board.say('81 80 00 00 03 01 04 00 00 15 00 95')[0].endswith('00 15 00 95 84 00')
    read = '81 80 01 00 08 01 10 00 00 19 00 56 80 00 00 01 ff ff 00 00 00 00 00 00'
    assert board.say(read)[0].endswith('00 19 00 56 84 00')
    assert board.say(WRITER.replace('81 80 03', '81 80 02'))[0].endswith('00 0d 00 05 84 00')


def test_what_the_middleware_refuses_is_told(ready):
    ready.middleware.refuse = 'create_writer'
    again = WRITER.replace('81 80 03', '81 80 07').replace(
        '05 00 00 00 00 00', '06 00 00 00 00 00'
    )
    assert ready.say(again)[0].endswith('00 0d 00 05 80 00')


def test_goodbye_destroys_everything(ready):
    assert ready.say('81 00 00 00 03 01 04 00 00 02 ff fe') == [
        '81 00 00 00 05 01 06 00 00 02 ff fe 00 00'
    ]
    assert ready.agent.sessions == {}
    deleted = sorted(call[1] for call in ready.middleware.calls if call[0] == 'delete')
    assert deleted == [b'\x00\x01', b'\x00\x05', b'\x00\x06']
    # a client that is not known may say goodbye too: the agent may have been restarted
    assert ready.say('81 00 00 00 03 01 04 00 00 02 ff fe') == [
        '81 00 00 00 05 01 06 00 00 02 ff fe 00 00'
    ]


def test_a_rebooted_board_gets_nothing_old(ready):
    ready.say(READ)
    ready.agent.deliver(KEY, b'\x00\x06', TWIST, 1.0)
    assert ready.say(HELLO) == [WELCOME]
    assert ready.agent.tick(2.0) == []
    assert ready.agent.deliver(KEY, b'\x00\x06', TWIST, 2.0) == []
    assert ready.say(PARTICIPANT)[0].endswith('00 0a 00 01 01 00')


def test_a_board_with_another_key_on_the_same_line_replaces_the_first(ready):
    ready.say(HELLO.replace('a1 b2 c3 d4', '01 02 03 04'))
    assert list(ready.agent.sessions) == [bytes((1, 2, 3, 4))]
    assert ready.middleware.calls[-1][0] == 'delete'


def test_two_living_boards_with_one_key_are_told_apart(ready):
    assert ready.say(HELLO, address='other')[0].split()[8] == '83'
    ready.now = 5.0
    assert ready.say(HELLO, address='other') == [WELCOME]


@pytest.mark.parametrize(
    ('change', 'status'),
    [
        (('58 52 43 45 01 00', '58 52 43 45 02 00'), '86'),
        (('a1 b2 c3 d4', '00 00 00 00'), '85'),
        (('fc 01', '08 00'), '85'),
    ],
)
def test_a_hello_that_cannot_be_granted(change, status):
    (answer,) = Board().say(HELLO.replace(*change))
    assert answer.split()[8] == status


def test_too_long_for_the_client_is_refused_before_it_blocks_the_stream(ready):
    ready.say(READ)
    session = ready.agent.sessions[KEY]
    assert len(ready.agent.deliver(KEY, b'\x00\x06', bytes(1992), 1.0)) == 4
    assert ready.agent.deliver(KEY, b'\x00\x06', bytes(1993), 1.0) == []
    assert session.counters.too_long == 1


def test_a_silent_board_with_liveliness_is_asked_and_then_forgotten():
    board = Board()
    hello = (
        '80 00 00 00 00 01 2e 00 58 52 43 45 01 00 01 0f a1 b2 c3 d4 81 01 00 00 01 00 00 00'
        ' 07 00 00 00 75 78 72 5f 68 6c 00 00 07 00 00 00 30 30 31 30 30 30 00 00 fc 01'
    )
    assert board.say(hello) == [WELCOME]
    assert board.agent.tick(0.9) == []
    for _ in range(3):
        ((_, ask),) = board.agent.tick(1.1)
        assert ask.hex(' ').startswith('81 00 00 00 02 01 08 00 00 00 ff fe')
    assert board.say('81 00 00 00 00 00 00 00 00 00 00 00') == []  # the stock client's answer
    assert KEY in board.agent.sessions
    for _ in range(4):
        board.agent.tick(3.0)
    assert board.agent.sessions == {}


def test_strangers_are_counted_and_not_answered(board):
    assert board.say(PARTICIPANT, address='elsewhere') == []
    assert board.agent.strangers == 1
