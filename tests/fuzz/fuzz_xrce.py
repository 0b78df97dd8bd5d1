"""Coverage-guided fuzzing of the XRCE decoder and session state machine, below the bridge's guard.

    python tests/fuzz/fuzz_xrce.py CORPUS_FOLDER -max_total_time=60 -max_len=600 -len_control=0

One unit of the fuzzer is a whole conversation: messages of up to four addresses, well-formed
envelopes with arbitrary payloads or arbitrary bytes, data from ROS and time that passes. Nothing
may be raised, and nothing may grow without bound. It prints how many messages were taken.
"""

from __future__ import annotations

import logging
import sys

import atheris

with atheris.instrument_imports(include=['patrol.xrce']):
    from patrol.xrce.agent import MAX_CLIENTS, Agent
    from patrol.xrce.client_session import MAX_FRAGMENTED, MAX_STREAMS
    from patrol.xrce.identifiers import StatusCode
    from patrol.xrce.middleware import RefusedError
    from patrol.xrce.object_table import MAX_OBJECTS
    from patrol.xrce.reliable_input import WINDOW
    from patrol.xrce.serial_framing import Deframer
    from patrol.xrce.submessages import CreateClient, ReadData

logging.disable(logging.CRITICAL)
taken = 0
KEYS = (b'\xa1\xb2\xc3\xd4', b'\x01\x02\x03\x04')
SUBMESSAGES = 16


class Refuser:
    """A middleware that takes everything but every seventh creation."""

    def __init__(self):
        self.made = 0

    def create(self, *_):
        self.made += 1
        if self.made % 7 == 0:
            raise RefusedError(StatusCode.DDS_ERROR, 'the seventh')

    create_participant = create_writer = create_reader = create_requester = create_replier = create

    def ignore(self, *_):
        """Forget it."""

    delete = write = ignore


def check_bounds(agent):
    """What a board can make grow stays within its limit."""
    assert len(agent.sessions) <= MAX_CLIENTS
    for session in agent.sessions.values():
        assert len(session.objects) <= MAX_OBJECTS
        assert len(session._inputs) <= MAX_STREAMS
        assert len(session._outputs) <= 256 - 0x80
        assert session.queued <= 300 * max(1, len(session._outputs))
        assert len(session._readings) <= MAX_OBJECTS
        assert all(len(stream._waiting) <= WINDOW for stream in session._inputs.values())
        assert all(len(a._parts) <= MAX_FRAGMENTED for a in session._assemblers.values())
        assert len(session._heard) <= MAX_STREAMS


def message(data, session):
    """Return one message: an envelope with a payload of its own, or just bytes."""
    if data.ConsumeIntInRange(0, 9) == 0:
        return data.ConsumeBytes(data.ConsumeIntInRange(0, 40))
    stream = data.PickValueInList([0, 1, 0x80, 0x80, 0x81, data.ConsumeIntInRange(0, 255)])
    head = bytes((session, stream, data.ConsumeIntInRange(0, 20), 0))
    out = head
    for _ in range(data.ConsumeIntInRange(1, 3)):
        payload = data.ConsumeBytes(data.ConsumeIntInRange(0, 60))
        length = len(payload) if data.ConsumeIntInRange(0, 9) else data.ConsumeIntInRange(0, 65535)
        kind, flags = data.ConsumeIntInRange(0, SUBMESSAGES), data.ConsumeIntInRange(0, 15)
        out += bytes(-len(out) % 4) + bytes((kind, flags)) + length.to_bytes(2, 'little') + payload
    return out


def converse(raw):
    """Hold one conversation."""
    global taken
    before = taken
    data = atheris.FuzzedDataProvider(raw)
    agent, now = Agent(Refuser(), lambda: 1_700_000_000_000_000_000), 0.0
    for address, key in enumerate(KEYS):
        hello = CreateClient(key, 0x81, data.PickValueInList([508, 64, 65535]))
        agent.receive(address, b'\x80\0\0\0' + hello.encode().encode(), now)
        create = b'\x81\x80\0\0\x01\x07\x0e\0\0\x0a\0\x01\x01\x03\0\0\x02\0\0\0\0\0\0\0'
        agent.receive(address, create, now)
    deframer = Deframer(max_payload=2048)
    while data.remaining_bytes() > 0:
        taken += 1
        choice = data.ConsumeIntInRange(0, 11)
        address = data.ConsumeIntInRange(0, 3)
        if choice == 0:
            now += data.ConsumeIntInRange(0, 2000) / 1000
            agent.tick(now)
        elif choice == 1:
            body = bytes(data.ConsumeIntInRange(0, 3000))
            agent.deliver(KEYS[address % 2], data.ConsumeBytes(2), body, now)
        elif choice == 2:
            agent.forget_address(address)
        elif choice == 3:
            read = ReadData(b'\0\x11', data.ConsumeBytes(2), data.ConsumeIntInRange(0, 255))
            agent.receive(address, b'\x81\x01\x01\0' + read.encode().encode(), now)
        elif choice == 4:
            for _, payload in deframer.feed(data.ConsumeBytes(30)):
                agent.receive(address, payload, now)
        else:
            agent.receive(address, message(data, data.PickValueInList([0x81, 0x80, 0x01])), now)
    check_bounds(agent)
    if taken // 1000 != before // 1000:
        print(f'messages taken: {taken}', flush=True)


if __name__ == '__main__':
    atheris.Setup(sys.argv, converse)
    atheris.Fuzz()
