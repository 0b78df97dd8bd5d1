"""The node as users start it: a process, its diagnostics, its end, and being killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from diagnostic_msgs.msg import DiagnosticArray
from mini_client import MiniClient, UdpLine, oid, pad, text

pytestmark = pytest.mark.ros

STATUS = 'diagnostic_msgs::msg::dds_::DiagnosticStatus_'
INT64 = 'std_msgs::msg::dds_::Int64_'


@pytest.fixture
def start(monkeypatch, patrol_home):
    processes = []

    def begin(*arguments, module='patrol.nodes.micro_ros_bridge'):
        process = subprocess.Popen(
            [sys.executable, '-m', module, *arguments], stderr=subprocess.PIPE, text=True
        )
        processes.append(process)
        return process

    monkeypatch.setenv('PYTHONPATH', os.pathsep.join(sys.path))
    yield begin
    for process in processes:
        process.kill()
        process.wait()


def hello(port, timeout=8.0):
    client = MiniClient(UdpLine(port))
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        try:
            if client.connect(timeout=0.3) == 0:
                return client
        except ConnectionError:
            time.sleep(0.05)
    raise AssertionError('the bridge never answered')


def free_port():
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def test_health_of_line_and_board_is_told(start, observer):
    port = free_port()
    process = start('--ros-args', '-p', f'port:={port}')
    client = hello(port)
    client.participant()
    client.publisher(1, 'rt/_mcu/status', STATUS)
    body = pad(b'\0' + bytes(3) + text('board')) + pad(text('ok')) + pad(text('')) + b'\1\0\0\0'
    body += pad(text('firmware')) + text('1.2.3')
    seen = {}

    def look(array):
        for status in array.status:
            seen[status.name] = {pair.key: pair.value for pair in status.values}

    observer.node.create_subscription(DiagnosticArray, 'diagnostics', look, 10)
    name = 'micro_ros_bridge: board a1b2c3d4'

    def told():
        client.write(oid(1, 5), body)
        client.plain(14, bytes(8))
        return seen.get(name, {}).get('board_firmware') == '1.2.3'

    assert observer.until(told, 10.0)
    assert seen['micro_ros_bridge']['boards'] == '1'
    assert seen['micro_ros_bridge']['caught'] == '0'
    assert seen[name]['mtu'] == '508'
    assert seen[name]['synchronised'] == 'true'
    assert 'round_trip_ms' in seen[name]
    process.send_signal(signal.SIGINT)
    assert process.wait(3.0) == 0
    assert 'Traceback' not in process.stderr.read()


def test_killed_and_started_again_it_cleans_up_and_the_board_comes_back(
    start, observer, patrol_home
):
    port = free_port()
    process = start('--ros-args', '-p', f'port:={port}')
    client = hello(port)
    client.participant()
    client.publisher(1, 'rt/count', INT64)
    notes = patrol_home / 'state'
    assert observer.until(lambda: list(notes.glob('bridge_segments_*')))
    names = re.findall(r'\S+', next(notes.glob('bridge_segments_*')).read_text())
    process.kill()
    process.wait()
    left = [name for name in names if Path('/dev/shm', name).exists()]
    client.line.close()
    start('--ros-args', '-p', f'port:={port}')
    client = hello(port)
    assert client.participant() == 0
    assert client.publisher(1, 'rt/count', INT64) == [0, 0, 0]
    assert observer.until(lambda: observer.node.count_publishers('/count') >= 1)
    still = [name for name in left if Path('/dev/shm', name).exists() and 'port' not in name]
    assert len(still) < len(left) or not left


@pytest.mark.parametrize(
    ('parameter', 'sentence'),
    [
        ('transport:=serial', None),
        ('baud:=5', "parameter 'baud' is 5"),
        ('history:=0', "parameter 'history' is 0"),
        ('bauds:=5', "unknown parameter 'bauds'"),
        ('host:=192.0.2.1', 'cannot listen on 192.0.2.1'),
    ],
)
def test_a_mistake_ends_in_one_sentence(start, parameter, sentence):
    if sentence is None:
        arguments = ['--ros-args', '-p', parameter, '-p', 'baud:=123456']
        sentence = '123456 baud is not possible'
    else:
        arguments = ['--ros-args', '-p', parameter]
    process = start(*arguments)
    assert process.wait(10.0) == 2
    words = process.stderr.read()
    assert sentence in words
    assert 'Traceback' not in words


def test_the_command_line_prints_decoded_messages(start):
    port = free_port()
    process = start(
        'bridge', 'udp', '--port', str(port), '--trace', '--namespace', 'car', module='patrol.cli'
    )
    client = hello(port)
    client.participant()
    process.send_signal(signal.SIGINT)
    assert process.wait(3.0) == 0
    words = process.stderr.read()
    assert 'CreateClient(' in words
    assert 'Create(' in words
    assert 'StatusAgent(' in words
