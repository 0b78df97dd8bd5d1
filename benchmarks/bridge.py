"""The bridge against its marks: rates, latencies, CPU, reconnects. `make bench ONLY=bridge`.

The bridge runs as the node users start. The board is the mini client of the tests, the ROS peer a
raw subscription in this process. Latencies are one way, by CLOCK_MONOTONIC, the best of five runs,
beside a bare UDP echo of the same size in the same run. FULL=1: 1 000 reconnects, not 100.
"""

from __future__ import annotations

import os
import select
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / 'tests' / 'node' / 'bridge'), str(ROOT / 'src')]

from mini_client import FramedLine, MiniClient, UdpLine, oid  # noqa: E402

INT64 = 'std_msgs::msg::dds_::Int64_'
FULL = bool(os.environ.get('FULL'))
TICKS = os.sysconf('SC_CLK_TCK')


class Peer:
    """The ROS side: counts and times what comes on /up, publishes on /down."""

    def __init__(self) -> None:
        import rclpy
        from diagnostic_msgs.msg import DiagnosticArray
        from rclpy.qos import QoSProfile, ReliabilityPolicy
        from rclpy.serialization import deserialize_message
        from std_msgs.msg import Int64

        from patrol.bridge.wait_loop import WaitLoop

        rclpy.init()
        self.node = rclpy.create_node('bench_peer')
        self._rclpy, self._message = rclpy, Int64
        self._health = lambda data: deserialize_message(data, DiagnosticArray)
        self.count, self.delays = 0, []
        self.first = threading.Event()
        self._loop = WaitLoop(rclpy.get_default_context())
        self._loop.start()
        self._loop.subscribe(
            self.node, DiagnosticArray, '/diagnostics', QoSProfile(depth=10), self._look
        )
        self.lost = 0
        deep = QoSProfile(depth=5000, reliability=ReliabilityPolicy.BEST_EFFORT)
        self._loop.subscribe(self.node, Int64, '/up', deep, self._take)
        self.publisher = self.node.create_publisher(Int64, '/down', 10)

    def _take(self, data: bytes) -> None:
        now = time.monotonic_ns()
        self.count += 1
        self.delays.append(now - struct.unpack_from('<q', data, 4)[0])
        self.first.set()

    def _look(self, data: bytes) -> None:
        values = {v.key: v.value for s in self._health(data).status for v in s.values}
        self.lost = int(values.get('lost_best_effort', 0)) + int(values.get('flood_dropped', 0))

    def publish_stamp(self) -> None:
        self.publisher.publish(self._message(data=time.monotonic_ns()))

    def close(self) -> None:
        self._loop.stop()
        self._rclpy.shutdown()


@contextmanager
def bridge(*parameters: str) -> Iterator[subprocess.Popen[bytes]]:
    given = [word for pair in parameters for word in ('-p', pair)]
    command = [sys.executable, '-m', 'patrol.nodes.micro_ros_bridge', '--ros-args', *given]
    process = subprocess.Popen(command)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(5.0)


def cpu_seconds(pid: int) -> float:
    """CPU time of all threads of a process, from the scheduler's own account."""
    total = 0
    for stat in Path(f'/proc/{pid}/task').glob('*/schedstat'):
        total += int(stat.read_text().split()[0])
    return total * 1e-9


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(('127.0.0.1', 0))
        return int(probe.getsockname()[1])


def hello(port: int) -> MiniClient:
    client = MiniClient(UdpLine(port))
    end = time.monotonic() + 15
    while time.monotonic() < end:
        try:
            if client.connect(timeout=0.2) == 0:
                return client
        except ConnectionError:
            time.sleep(0.05)
    raise RuntimeError('the bridge does not answer')


def stamp() -> bytes:
    return struct.pack('<q', time.monotonic_ns())


def reliable_flood(client: MiniClient, pid: int, seconds: float) -> tuple[float, float]:
    """Publish, wait for the acknowledgement, publish: messages a second and bridge CPU (us)."""
    line, number, begin = client.line.socket, client.out, time.monotonic()
    used, count = cpu_seconds(pid), 0
    head, tail = b'\x81\x80', b'\x07\x01\x0c\x00\x00\x20' + oid(2, 5)
    while (now := time.monotonic()) - begin < seconds:
        line.send(head + struct.pack('<H', number) + tail + struct.pack('<q', time.monotonic_ns()))
        number = (number + 1) & 0xFFFF
        expected = struct.pack('<H', number)
        while True:
            if not select.select([line], [], [], 1.0)[0]:
                raise RuntimeError('no acknowledgement')
            answer = line.recv(600)
            if answer[4] == 10 and answer[8:10] == expected:
                break
        count += 1
    client.out = number
    elapsed = now - begin
    return count / elapsed, (cpu_seconds(pid) - used) / count * 1e6


def best_effort(client: MiniClient, peer: Peer, rate: int, seconds: float) -> tuple[float, float]:
    """Publish at a rate, evenly; return the share that arrived, and with those counted as lost."""
    time.sleep(1.2)  # the bridge tells its counters once a second
    peer.count, lost = 0, peer.lost
    total, begin = int(rate * seconds), time.monotonic()
    for index in range(total):
        while time.monotonic() - begin < index / rate:
            pass
        client.write(oid(1, 5), stamp())
    settle(lambda: peer.count)
    time.sleep(1.2)
    return peer.count / total, (peer.count + peer.lost - lost) / total


def settle(value: Callable[[], int]) -> None:
    """Wait until a number does not change for half a second."""
    last, since = value(), time.monotonic()
    while time.monotonic() - since < 0.5:
        time.sleep(0.02)
        if value() != last:
            last, since = value(), time.monotonic()


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def up_latency(client: MiniClient, peer: Peer, seconds: float) -> list[float]:
    peer.delays.clear()
    begin = time.monotonic()
    for index in range(int(200 * seconds)):
        time.sleep(max(0.0, begin + index / 200 - time.monotonic()))
        client.write(oid(1, 5), stamp())
    settle(lambda: len(peer.delays))
    return [delay / 1e3 for delay in peer.delays]


def down_latency(client: MiniClient, peer: Peer, seconds: float) -> list[float]:
    """Publish at 100 Hz from a thread; time the arrival on the board's socket."""
    delays: list[float] = []

    def publish() -> None:
        begin = time.monotonic()
        for index in range(int(100 * seconds)):
            time.sleep(max(0.0, begin + index / 100 - time.monotonic()))
            peer.publish_stamp()

    thread = threading.Thread(target=publish)
    thread.start()
    end = time.monotonic() + seconds + 0.5
    while time.monotonic() < end:
        message = client.line.receive(0.1)
        now = time.monotonic_ns()
        if message is None:
            continue
        if message[4] == 9:
            delays.append((now - struct.unpack_from('<q', message, 12)[0]) / 1e3)
        client.take(message)
        client.inbox.clear()
    thread.join()
    return delays


def udp_echo(seconds: float) -> list[float]:
    """One way of a bare UDP echo between two processes: half of its round trip (us)."""
    code = (
        'import socket,sys\ns=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)\n'
        's.bind(("127.0.0.1",int(sys.argv[1])))\n'
        'while True:\n d,a=s.recvfrom(999)\n s.sendto(d,a)\n'
    )
    port = free_port()
    echo = subprocess.Popen([sys.executable, '-c', code, str(port)])
    time.sleep(0.3)
    line, out = UdpLine(port), []
    try:
        for _ in range(int(200 * seconds)):
            begin = time.monotonic_ns()
            with suppress(ConnectionRefusedError):
                line.send(bytes(20))
                if line.receive(1.0) is not None:
                    out.append((time.monotonic_ns() - begin) / 2e3)
            time.sleep(0.005)
    finally:
        echo.kill()
    return out


def steady_cpu(client: MiniClient, peer: Peer, pid: int, seconds: float) -> float:
    """CPU (percent of a core) at 500 messages a second in and 100 out."""
    used, begin = cpu_seconds(pid), time.monotonic()
    for index in range(int(500 * seconds)):
        time.sleep(max(0.0, begin + index / 500 - time.monotonic()))
        client.write(oid(1, 5), stamp())
        if index % 5 == 0:
            peer.publish_stamp()
        while (message := client.line.receive(0.0)) is not None:
            client.take(message)
        client.inbox.clear()
    return 100 * (cpu_seconds(pid) - used) / (time.monotonic() - begin)


def destroy_time(client: MiniClient) -> float:
    """Milliseconds until a subscription is gone: cancel of its reading, reader, topic."""
    times = []
    for _ in range(20):
        client.subscription(9, 'rt/other', INT64)
        begin = time.monotonic()
        client.cancel(oid(9, 6))
        client.delete(oid(9, 2))
        client.delete(oid(9, 6))
        client.delete(oid(9, 4))
        times.append(1e3 * (time.monotonic() - begin))
    return statistics.median(times)


class Firmware:
    """A client like the car's own firmware: it pipelines its creates and retries every 50 ms."""

    def __init__(self, descriptor: int) -> None:
        self.client = MiniClient(FramedLine(descriptor))

    def bring_up(self, deadline: float) -> float | None:
        """Return when the entities were there (steady, s); None when the time is over."""
        client = self.client
        while client.connect(timeout=0.05) != 0:
            if time.monotonic() > deadline:
                return None
        if client.participant() is None or None in client.publisher(1, 'rt/up', INT64):
            return None
        return time.monotonic()


def reconnects(rounds: int, kills: int, peer: Peer) -> dict[str, Any]:
    """Cut lines and reboot boards, and kill bridges; time from ready to data in ROS."""
    times: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, 'ttyACM0')
        board, other = plug(name)
        for _ in range(max(1, kills)):
            with bridge('transport:=serial', f'device:={name}', 'baud:=921600') as process:
                firmware = Firmware(board)
                if firmware.bring_up(time.monotonic() + 20) is None:
                    raise RuntimeError('the board did not come up')
                for index in range(rounds // max(1, kills)):
                    if index % 2:
                        os.unlink(name)
                        os.close(other)
                        os.close(board)
                        time.sleep(0.03)
                        board, other = plug(name)
                    else:
                        os.write(board, b'\x7e\0\0\x30\0' + os.urandom(index % 40))
                    begin = time.monotonic()
                    times.append(recovered(Firmware(board), peer, begin))
                process.kill()
        os.close(other)
        os.close(board)
    return {
        'reconnects': len(times),
        'reconnect_p99_ms': percentile(times, 0.99),
        'reconnect_max_ms': max(times),
    }


def plug(name: str) -> tuple[int, int]:
    board, other = os.openpty()
    os.symlink(os.ttyname(other), name)
    return board, other


def recovered(firmware: Firmware, peer: Peer, begin: float) -> float:
    """Return the milliseconds until data of the board's new session is in the bridge's hands."""
    done = firmware.bring_up(begin + 5)
    if done is None:
        return 5000.0
    return 1e3 * (done - begin)


def main() -> dict[str, Any]:
    """Measure everything; takes about three minutes, with FULL=1 ten."""
    peer = Peer()
    figures: dict[str, Any] = {}
    port = free_port()
    with bridge(f'port:={port}') as process:
        client = hello(port)
        client.participant()
        client.publisher(1, 'rt/up', INT64)
        client.publisher(2, 'rt/flood', INT64, reliable=True)
        client.subscription(3, 'rt/down', INT64)
        client.spin(2.0, lambda: peer.publisher.get_subscription_count() > 0)
        time.sleep(1.0)
        floods = [reliable_flood(client, process.pid, 2.0) for _ in range(5)]
        figures['reliable_msgs_per_s'] = max(flood[0] for flood in floods)
        figures['reliable_cpu_us'] = min(flood[1] for flood in floods)
        for rate, key in ((5000, '5k'), (20000, '20k')):
            share, counted = best_effort(client, peer, rate, 3.0)
            figures[f'best_effort_{key}_delivered'] = share
        figures['best_effort_20k_counted'] = counted
        ups, downs, echoes = [], [], []
        for _ in range(5):
            ups.append(up_latency(client, peer, 3.0))
            downs.append(down_latency(client, peer, 3.0))
            echoes.append(udp_echo(1.5))
        for key, runs in (('up', ups), ('down', downs)):
            best = min(runs, key=lambda run: percentile(run, 0.5))
            figures[f'{key}_p50_us'] = percentile(best, 0.5)
            figures[f'{key}_p99_us'] = percentile(best, 0.99)
        figures['udp_echo_p50_us'] = min(percentile(run, 0.5) for run in echoes)
        figures['cpu_percent'] = steady_cpu(client, peer, process.pid, 5.0)
        figures['destroy_ms'] = destroy_time(client)
    rounds, kills = (1000, 100) if FULL else (100, 10)
    figures |= reconnects(rounds, kills, peer)
    peer.close()
    return {key: round(value, 4) for key, value in figures.items()}
