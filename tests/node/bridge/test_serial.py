"""Boards on a serial line: pseudo terminals with real framing, cables pulled, bytes spoiled."""

from __future__ import annotations

import errno
import os
import random
import struct
import threading
import time

import pytest
from mini_client import FramedLine, MiniClient, oid
from rclpy.qos import QoSProfile
from std_msgs.msg import Int64

from patrol.bridge.serial_port import PortError, baud_constant, find_port, open_port
from patrol.errors import UserError

pytestmark = pytest.mark.ros

INT64 = 'std_msgs::msg::dds_::Int64_'


class Cable:
    """A pseudo terminal under a stable name; `plug` makes a new one, as a new /dev/ttyACM*."""

    def __init__(self, folder):
        self.name = str(folder / 'ttyACM0')
        self.board = None
        self.plug()

    def plug(self):
        self.board, self._other = os.openpty()
        path = os.ttyname(self._other)
        if os.path.lexists(self.name):
            os.unlink(self.name)
        os.symlink(path, self.name)

    def pull(self):
        os.unlink(self.name)
        os.close(self._other)
        os.close(self.board)


@pytest.fixture
def cable(tmp_path):
    return Cable(tmp_path)


def connected(cable, **options):
    client = MiniClient(FramedLine(cable.board, **options))
    end = time.monotonic() + 5
    while client.connect(timeout=0.2) != 0:
        assert time.monotonic() < end
    return client


def test_a_board_on_a_line(make_bridge, observer, cable):
    make_bridge(transport='serial', device=cable.name, baud=115200)
    client = connected(cable)
    assert client.participant() == 0
    assert client.publisher(1, 'rt/count', INT64, reliable=True) == [0, 0, 0]
    got = []
    observer.node.create_subscription(Int64, '/count', lambda m: got.append(m.data), 50)
    assert observer.until(lambda: observer.node.count_publishers('/count') == 1)
    time.sleep(0.2)
    for number in range(20):
        client.write(oid(1, 5), struct.pack('<q', number), reliable=True)
        client.spin(0.2, lambda: not client.unacked)
    assert observer.until(lambda: len(got) == 20)
    assert got == list(range(20))


def test_the_board_speaks_first_and_the_bridge_comes_later(make_bridge, cable):
    client = MiniClient(FramedLine(cable.board))
    assert client.connect(timeout=0.3) is None
    make_bridge(transport='serial', device=cable.name, baud=115200)
    assert connected(cable).participant() == 0


def test_a_pulled_cable_and_another_port(make_bridge, observer, cable):
    bridge = make_bridge(transport='serial', device=cable.name, baud=921600)
    client = connected(cable)
    client.participant()
    client.publisher(1, 'rt/count', INT64)
    assert observer.until(lambda: observer.node.count_publishers('/count') == 1)
    cable.pull()
    assert observer.until(lambda: not bridge.link.agent.sessions)
    assert observer.until(lambda: observer.node.count_publishers('/count') == 0)
    cable.plug()
    client = connected(cable)
    assert client.participant() == 0
    assert client.publisher(1, 'rt/count', INT64) == [0, 0, 0]
    assert bridge.link.reconnects == 2


def test_a_board_that_reboots_at_any_byte(make_bridge, cable):
    bridge = make_bridge(transport='serial', device=cable.name, baud=921600)
    rng = random.Random(7)
    for _ in range(20):
        client = connected(cable)
        assert client.participant() in (0, 1)
        assert client.publisher(1, 'rt/count', INT64)[2] in (0, 1)
        cut = bytes([0x7E, 0, 0, 40, 0]) + bytes(rng.randrange(40))
        os.write(cable.board, cut[: rng.randrange(1, len(cut))])
    assert len(bridge.link.agent.sessions) == 1
    assert len(bridge.link.agent.sessions[b'\xa1\xb2\xc3\xd4'].objects) == 4


@pytest.mark.parametrize(('rate', 'drop'), [(1e-3, 0.0), (3e-3, 1e-3), (1e-2, 0.0)])
def test_a_noisy_line_loses_and_repeats_nothing(make_bridge, observer, cable, rate, drop):
    make_bridge(transport='serial', device=cable.name, baud=921600)
    client = connected(cable)
    client.participant()
    client.publisher(1, 'rt/count', INT64, reliable=True)
    got = []
    deep = QoSProfile(depth=500)
    observer.node.create_subscription(Int64, '/count', lambda m: got.append(m.data), deep)
    assert observer.until(lambda: observer.node.count_publishers('/count') == 1)
    time.sleep(0.5)
    rng = random.Random(1)

    def spoil(data):
        out = bytearray()
        for byte in data:
            if rng.random() >= drop:
                out.append(byte ^ rng.randrange(1, 256) if rng.random() < rate else byte)
        return bytes(out)

    client.line.spoil = spoil
    for number in range(100):
        client.write(oid(1, 5), struct.pack('<q', number), reliable=True)
        assert client.spin(10.0, lambda: len(client.unacked) < 4)
    assert client.spin(20.0, lambda: not client.unacked)
    assert observer.until(lambda: len(got) >= 100)
    assert got == list(range(100))


def test_a_line_that_is_taken_is_told(make_bridge, cable):
    bridge = make_bridge(transport='serial', device=cable.name, baud=115200)
    end = time.monotonic() + 5
    while not bridge.link.transport.is_open and time.monotonic() < end:
        time.sleep(0.01)
    with pytest.raises(UserError, match='used by another bridge'):
        open_port(cable.name, 115200)


def test_what_a_person_must_mend_is_told_in_words(tmp_path, monkeypatch):
    with pytest.raises(UserError, match='123 baud is not possible'):
        baud_constant(123)
    with pytest.raises(PortError, match='nothing matches'):
        find_port(str(tmp_path / 'ttyACM*'))
    (tmp_path / 'file').write_text('')
    with pytest.raises(UserError, match='no serial port'):
        open_port(tmp_path / 'file', 115200)

    def refuse(*_):
        raise PermissionError(errno.EACCES, 'denied')

    monkeypatch.setattr(os, 'open', refuse)
    with pytest.raises(UserError, match='dialout'):
        open_port('/dev/ttyACM0', 115200)


def test_threads_and_descriptors_do_not_grow(make_bridge, cable):
    bridge = make_bridge(transport='serial', device=cable.name, baud=921600)
    connected(cable).participant()

    def census():
        return threading.active_count(), len(os.listdir('/proc/self/fd'))

    before = None
    for _ in range(12):
        cable.pull()
        end = time.monotonic() + 5
        while bridge.link.agent.sessions and time.monotonic() < end:
            time.sleep(0.005)
        cable.plug()
        assert connected(cable).participant() == 0
        before = before or census()
    after = census()
    assert after[0] <= before[0]
    assert after[1] <= before[1] + 1
