"""A micro-ROS client of our own for the tests: nothing of the bridge's code is in it."""

from __future__ import annotations

import os
import select
import socket
import struct
import time

#: What should come at once may take this long (s) on a busy machine.
LONG = 10.0


def text(value):
    data = value.encode() + b'\0'
    return struct.pack('<I', len(data)) + data


def pad(data, size=4):
    return data + bytes(-len(data) % size)


def crc16(data):
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc


class UdpLine:
    """One datagram a message."""

    def __init__(self, port):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(('127.0.0.1', port))

    def send(self, data):
        self.socket.send(data)

    def receive(self, timeout):
        if not select.select([self.socket], [], [], max(0.0, timeout))[0]:
            return None
        return self.socket.recv(65535)

    def close(self):
        self.socket.close()


class FramedLine:
    """Frames on a file descriptor; `spoil(bytes)` may damage what goes out and comes in."""

    def __init__(self, descriptor, spoil=lambda data: data):
        self.descriptor, self.spoil = descriptor, spoil
        self.buffer = b''

    def send(self, data):
        body = struct.pack('<BBH', 1, 0, len(data)) + data + struct.pack('<H', crc16(data))
        body = body.replace(b'\x7d', b'\x7d\x5d').replace(b'\x7e', b'\x7d\x5e')
        out = self.spoil(b'\x7e' + body)
        while out:
            select.select([], [self.descriptor], [], 1.0)
            out = out[os.write(self.descriptor, out) :]

    def receive(self, timeout):
        end = time.monotonic() + timeout
        while True:
            message = self._next()
            if message is not None:
                return message
            wait = end - time.monotonic()
            if not select.select([self.descriptor], [], [], max(0.0, wait))[0]:
                return None
            self.buffer += self.spoil(os.read(self.descriptor, 4096))

    def _next(self):
        while True:
            start = self.buffer.find(b'\x7e')
            if start < 0:
                return None
            following = self.buffer.find(b'\x7e', start + 1)
            end = following if following > 0 else len(self.buffer)
            raw = bytearray()
            flip = False
            for byte in self.buffer[start + 1 : end]:
                if byte == 0x7D and not flip:
                    flip = True
                    continue
                raw.append(byte ^ 0x20 if flip else byte)
                flip = False
            if len(raw) >= 6:
                length = raw[2] | raw[3] << 8
                if len(raw) >= length + 6:
                    self.buffer = self.buffer[end:]
                    payload, check = bytes(raw[4 : 4 + length]), raw[4 + length : 6 + length]
                    if crc16(payload) == int.from_bytes(check, 'little'):
                        return payload
                    continue
            if following < 0:
                return None
            self.buffer = self.buffer[following:]


class MiniClient:
    """Session 0x81; creates on the reliable stream and waits for each status, as stock ones do."""

    def __init__(self, line, key=b'\xa1\xb2\xc3\xd4', mtu=508):
        self.line, self.key, self.mtu = line, key, mtu
        self.begin()

    def begin(self):
        self.request = 9
        self.out = 0
        self.best = 0
        self.expected = 0
        self.early = {}
        self.unacked = {}
        self.inbox = []

    # -- session

    def connect(self, timeout=2.0, properties=b'\0'):
        self.begin()
        hello = b'XRCE\x01\x00\x01\x0f' + self.key + b'\x81' + properties
        hello += struct.pack('<H', self.mtu)
        self.line.send(b'\x80\0\0\0' + struct.pack('<BBH', 0, 1, len(hello)) + hello)
        end = time.monotonic() + timeout
        while (message := self.line.receive(end - time.monotonic())) is not None:
            if message[4] == 4:
                return message[8]
        return None

    def goodbye(self):
        self.plain(3, b'\x00\x02\xff\xfe')

    # -- sending

    def plain(self, kind, payload):
        self.line.send(b'\x81\0\0\0' + struct.pack('<BBH', kind, 1, len(payload)) + payload)

    def reliable(self, kind, payload, flags=1):
        body = struct.pack('<BBH', kind, flags, len(payload)) + payload
        data = b'\x81\x80' + struct.pack('<H', self.out) + body
        self.unacked[self.out] = data
        self.out = (self.out + 1) & 0xFFFF
        self.line.send(data)

    def write(self, name, body, reliable=False):
        payload = b'\x00\x20' + name + body
        if reliable:
            self.reliable(7, payload)
            return
        head = b'\x81\x01' + struct.pack('<H', self.best)
        self.best = (self.best + 1) & 0xFFFF
        self.line.send(head + struct.pack('<BBH', 7, 1, len(payload)) + payload)

    def next_request(self):
        self.request += 1
        return struct.pack('>H', self.request)

    # -- receiving

    def spin(self, timeout, until=lambda: False):
        """Take what comes, acknowledge, resend, until the time is over or `until()`."""
        end = time.monotonic() + timeout
        beat = time.monotonic() + 0.1
        while not until():
            now = time.monotonic()
            if now >= end:
                return False
            if now >= beat:
                beat = now + 0.1
                self.heartbeat()
            message = self.line.receive(min(end, beat) - now)
            if message is not None:
                self.take(message)
        return True

    def heartbeat(self):
        if self.unacked:
            first = next(iter(self.unacked))
            last = (self.out - 1) & 0xFFFF
            self.plain(11, struct.pack('<HHB', first, last, 0x80))

    def take(self, message):
        stream, number = message[1], struct.unpack_from('<H', message, 2)[0]
        if stream < 0x80:
            self.submessages(message[4:])
            return
        if (number - self.expected) & 0xFFFF < 16:
            self.early[number] = message[4:]
        while self.expected in self.early:
            self.submessages(self.early.pop(self.expected))
            self.expected = (self.expected + 1) & 0xFFFF
        self.acknowledge()

    def acknowledge(self):
        missing = 0
        for bit in range(16):
            later = any((n - self.expected) & 0xFFFF > bit for n in self.early)
            if later and (self.expected + bit) & 0xFFFF not in self.early:
                missing |= 1 << bit
        self.plain(10, struct.pack('<H', self.expected) + struct.pack('>H', missing) + b'\x80')

    def submessages(self, data):
        position = 0
        while position + 4 <= len(data):
            kind, flags, length = struct.unpack_from('<BBH', data, position)
            payload = data[position + 4 : position + 4 + length]
            position += 4 + length + (-length % 4)
            if kind == 10 and payload[4] == 0x80:
                self.acknowledged(payload)
            elif kind == 11:
                first = struct.unpack_from('<H', payload)[0]
                if 0 < (first - self.expected) & 0xFFFF < 0x8000:
                    self.expected = first
                self.acknowledge()
            elif kind == 13:
                self.parts = getattr(self, 'parts', b'') + payload
                if flags & 2:
                    whole, self.parts = self.parts, b''
                    self.submessages(whole)
            else:
                self.inbox.append((kind, payload))

    def acknowledged(self, payload):
        first = struct.unpack_from('<H', payload)[0]
        missing = struct.unpack_from('>H', payload, 2)[0]
        for number in list(self.unacked):
            if (number - first) & 0xFFFF >= 0x8000:
                del self.unacked[number]
        if missing:
            for data in list(self.unacked.values()):
                self.line.send(data)

    def pop(self, kind, match=lambda payload: True):
        for index, (got, payload) in enumerate(self.inbox):
            if got == kind and match(payload):
                del self.inbox[index]
                return payload
        return None

    def wait_for(self, kind, match=lambda payload: True, timeout=LONG):
        found = []

        def look():
            payload = self.pop(kind, match)
            if payload is not None:
                found.append(payload)
            return bool(found)

        self.spin(timeout, look)
        return found[0] if found else None

    # -- entities

    def create(self, name, kind, binary, parent, flags=7, timeout=LONG):
        request = self.next_request()
        payload = request + name + bytes((kind, 3, 0, 0)) + struct.pack('<I', len(binary)) + binary
        payload = pad(payload, 2) + parent if kind == 1 else payload + parent
        self.reliable(1, payload, flags)
        status = self.wait_for(5, lambda p: p[:2] == request, timeout)
        return None if status is None else status[4]

    def participant(self, node='board', number=0):
        binary = pad(b'\0\x01') + text(node)
        return self.create(bytes((0, number << 4 | 1)), 1, binary, b'\0\0')

    def topic(self, number, name, kind):
        binary = text(name) + b'\0\x01'
        return self.create(oid(number, 2), 2, pad(binary) + text(kind), b'\0\x01')

    def publisher(self, number, name, kind, reliable=False):
        """Topic, publisher and writer of one number; return the statuses."""
        qos = struct.pack('<BBHBBH', 1, 0, 3 if reliable else 2, 1, 0, 10) + bytes(5)
        return [
            self.topic(number, name, kind),
            self.create(oid(number, 3), 3, b'\0\0', b'\0\x01'),
            self.create(oid(number, 5), 5, oid(number, 2) + qos, oid(number, 3)),
        ]

    def subscription(self, number, name, kind, reliable=True):
        """Topic, subscriber, reader of one number, and a read without end."""
        qos = struct.pack('<BBHBBH', 1, 0, 3 if reliable else 2, 1, 0, 10) + bytes(6)
        statuses = [
            self.topic(number, name, kind),
            self.create(oid(number, 4), 4, b'\0\0', b'\0\x01'),
            self.create(oid(number, 6), 6, oid(number, 2) + qos, oid(number, 4)),
        ]
        self.read(oid(number, 6), reliable)
        return statuses

    def service(self, number, name, kind, server):
        """A replier (server) or requester, with a read without end."""
        package, short = kind.split('/srv/')
        dds = f'{package}::srv::dds_::{short}_'
        binary = pad(text(name))
        binary = pad(binary + text(dds + 'Request_'))
        binary = pad(binary + text(dds + 'Response_') + b'\x01')
        binary = pad(binary + text(f'rq{name}Request') + b'\x01')
        binary += text(f'rr{name}Reply')
        sort = 8 if server else 7
        status = self.create(oid(number, sort), sort, binary, b'\0\x01')
        self.read(oid(number, sort), True)
        return status

    def read(self, name, reliable=True):
        self.read_request = self.next_request()
        stream = b'\x80' if reliable else b'\x01'
        control = struct.pack('<HHHH', 0xFFFF, 0, 0, 0)
        self.reliable(8, self.read_request + name + stream + b'\0\0\x01' + control)
        self.spin(LONG, lambda: not self.unacked)  # data that comes before it is not for the board

    def cancel(self, name):
        request = self.next_request()
        self.reliable(8, request + name + b'\0\0\0\x01' + bytes(8))
        return self.wait_for(5, lambda p: p[:2] == request)

    def delete(self, name):
        request = self.next_request()
        self.reliable(3, request + name)
        return self.wait_for(5, lambda p: p[:2] == request)


def oid(number, kind):
    return bytes((number >> 4, (number & 15) << 4 | kind))
