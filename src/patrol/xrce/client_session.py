"""One client of the agent: its streams, objects and readings."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from patrol.xrce.cdr import MalformedError
from patrol.xrce.client_clock import ClientClock
from patrol.xrce.fragments import OVERHEAD, Assembler, split
from patrol.xrce.identifiers import NO_STREAM, StatusCode, is_reliable
from patrol.xrce.message import Header, Submessage, SubmessageId, encode_message, submessages
from patrol.xrce.middleware import Middleware, RefusedError
from patrol.xrce.object_table import ObjectTable
from patrol.xrce.reading import Reading
from patrol.xrce.reliable_input import ReliableInput
from patrol.xrce.reliable_output import ReliableOutput
from patrol.xrce.round_trip import RoundTrip
from patrol.xrce.sequence import BEFORE_FIRST, advance, after
from patrol.xrce.submessages import (
    AckNack,
    Create,
    CreateClient,
    Data,
    Delete,
    Heartbeat,
    ReadData,
    Status,
    WriteData,
)

log = logging.getLogger('patrol.xrce')

#: Streams a client may use in each direction, besides stream 0.
MAX_STREAMS = 8
#: Longest submessage (bytes) joined from fragments.
MAX_FRAGMENTED = 1 << 17
RELIABLE_REPLY, BEST_EFFORT_REPLY = 0x80, 0x01


@dataclass(slots=True)
class SessionCounters:
    """What happened in a session so far."""

    received: int = 0
    sent: int = 0
    malformed: int = 0
    unsupported: int = 0
    lost_best_effort: int = 0
    too_long: int = 0
    held_back: int = 0
    refused_creates: int = 0


class ClientSession:
    """Takes messages of one client and returns those to be sent to it, already encoded.

    `history` is how many reliable messages the client can buffer (a stock micro-ROS client: 4).
    """

    def __init__(self, hello: CreateClient, middleware: Middleware, *, history: int = 4) -> None:
        self.key, self.session, self.mtu = hello.key, hello.session, hello.mtu
        self.properties = dict(hello.properties)
        self.counters = SessionCounters()
        self.clock = ClientClock()
        self.round_trip = RoundTrip()
        self.objects = ObjectTable(hello.key, middleware)
        self._middleware, self._history = middleware, history
        self._readings: dict[bytes, Reading] = {}
        self._complained: set[str] = set()
        self._reset_streams()

    def reopen(self, hello: CreateClient) -> None:
        """The same client says hello again: objects stay, streams and readings begin anew."""
        self.session, self.mtu = hello.session, hello.mtu
        self.properties = dict(hello.properties)
        self._readings.clear()
        self._reset_streams()

    def receive(self, header: Header, data: bytes, start: int, now: float) -> list[bytes]:
        """Take one message; return the answers."""
        self.counters.received += 1
        if is_reliable(header.stream):
            return self._receive_reliable(header, data[start:], now)
        if not self._in_order(header):
            return []
        return list(self._process(data, start, header.stream, now))

    def take(self, submessage: Submessage, stream: int, now: float) -> list[bytes]:
        """Take one submessage; return the answers. A malformed one is counted and dropped."""
        try:
            handler = self._HANDLERS.get(submessage.id)
            if handler is not None:
                return handler(self, submessage, stream, now)
        except MalformedError as error:
            self._malformed(error)
            return []
        self.counters.unsupported += 1
        self.complain(f'submessage {submessage.id}', f'{submessage.id} is ignored: not supported')
        return []

    def deliver(self, name: bytes, body: bytes, now: float) -> list[bytes]:
        """Send data to a reader, requester or replier of the client, if it asked for data."""
        reading = self._readings.get(name)
        if reading is None or not reading.grant(len(body), now):
            self.counters.held_back += reading is not None
            return []
        whole = Data(reading.request, name, body).encode()
        if reading.over(now):
            del self._readings[name]
        return self._send(reading.stream, whole, now)

    def heartbeats(self) -> list[bytes]:
        """Say on each reliable stream what is still unacknowledged."""
        beats = [stream.heartbeat() for stream in self._outputs.values()]
        return [self._plain(beat.encode()) for beat in beats if beat is not None]

    @property
    def queued(self) -> int:
        """Messages that wait for the client."""
        return sum(stream.waiting for stream in self._outputs.values())

    @property
    def resent(self) -> int:
        """Messages that had to be sent again since the streams began."""
        return sum(stream.resent for stream in self._outputs.values())

    def advice(self) -> Iterator[str]:
        """Yield in words what makes data impossible without anybody noticing."""
        limit = self._history * (self.mtu - OVERHEAD)
        if self.counters.too_long:
            yield (
                f'{self.counters.too_long} messages did not reach the board: it can join {limit}'
                f' bytes (mtu {self.mtu}, history {self._history}) on a reliable stream and'
                f' {self.mtu - OVERHEAD} on a best-effort one; rebuild it with a larger mtu or'
                ' history, or subscribe to something smaller'
            )
        if refused := sum(stream.refused for stream in self._outputs.values()):
            yield (
                f'{refused} messages were dropped because the board acknowledges too slowly:'
                ' subscribe best effort, or lower the rate'
            )
        if self.counters.lost_best_effort > 0.05 * self.counters.received:
            yield 'more than 5 % of the best-effort messages of the board are lost on the way'

    def close(self) -> None:
        """Destroy everything the client made."""
        self._readings.clear()
        self.objects.clear()

    # ---- streams ----------------------------------------------------------------------------

    def _reset_streams(self) -> None:
        """Nothing queued for a client before it vanished may reach it after."""
        self._inputs: dict[int, ReliableInput] = {}
        self._outputs: dict[int, ReliableOutput] = {}
        self._assemblers: dict[int, Assembler] = {}
        self._heard: dict[int, int] = {}
        self._said: dict[int, int] = {}
        self.round_trip.sent_again()

    def _in_order(self, header: Header) -> bool:
        """Whether a best-effort message is newer than all before it."""
        if header.stream not in self._heard and len(self._heard) >= MAX_STREAMS:
            return False
        step = after(header.sequence, self._heard.get(header.stream, BEFORE_FIRST))
        if step <= 0:
            return False
        self._heard[header.stream] = header.sequence
        self.counters.lost_best_effort += step - 1
        return True

    def _receive_reliable(self, header: Header, body: bytes, now: float) -> list[bytes]:
        stream = self._input(header.stream)
        if stream is None:
            return []
        out: list[bytes] = []
        for message in stream.receive(header.sequence, body):
            out += self._process(message, 0, header.stream, now)
        return [*out, self._plain(stream.ack().encode())]

    def _input(self, number: int) -> ReliableInput | None:
        if number not in self._inputs and len(self._inputs) >= MAX_STREAMS:
            self.complain('too many streams', f'stream {number:#x} is one too many')
            return None
        return self._inputs.setdefault(number, ReliableInput(number))

    def _output(self, number: int) -> ReliableOutput:
        if number not in self._outputs:
            self._outputs[number] = ReliableOutput(number, window=self._history)
        return self._outputs[number]

    def _send(self, stream: int, submessage: Submessage, now: float) -> list[bytes]:
        """Return the messages that carry a submessage to the client now."""
        encoded = submessage.encode()
        fits = len(encoded) + 4 <= self.mtu
        if not is_reliable(stream):
            if not fits:
                return self._too_long(len(encoded), 'a best-effort stream has no fragments')
            self._said[stream] = advance(self._said.get(stream, BEFORE_FIRST))
            number = self._said[stream] if stream != NO_STREAM else 0
            return [self._encoded(stream, number, encoded)]
        limit = self._history * (self.mtu - OVERHEAD)
        if not fits and len(encoded) > limit:
            return self._too_long(len(encoded), f'the client can join {limit} bytes')
        output = self._output(stream)
        output.offer(*([encoded] if fits else split(encoded, self.mtu)))
        return self._flush(output, now)

    def _flush(self, output: ReliableOutput, now: float) -> list[bytes]:
        due = output.due()
        if due and output.stream == RELIABLE_REPLY:
            self.round_trip.sent(due[-1][0], now)
        return [self._encoded(output.stream, number, body) for number, body in due]

    def _too_long(self, size: int, why: str) -> list[bytes]:
        self.counters.too_long += 1
        self.complain('too long', f'a message of {size} bytes cannot reach the board: {why}')
        return []

    def _encoded(self, stream: int, number: int, body: bytes) -> bytes:
        self.counters.sent += 1
        return self._header(stream, number).encode() + body

    def _plain(self, submessage: Submessage) -> bytes:
        self.counters.sent += 1
        return encode_message(self._header(NO_STREAM, 0), submessage)

    def _header(self, stream: int, number: int) -> Header:
        return Header(self.session, stream, number, b'' if self.session >= 0x80 else self.key)

    # ---- submessages ------------------------------------------------------------------------

    def _process(self, data: bytes, start: int, stream: int, now: float) -> Iterator[bytes]:
        try:
            for submessage in submessages(data, start):
                yield from self.take(submessage, stream, now)
        except MalformedError as error:
            self._malformed(error)

    def _malformed(self, error: MalformedError) -> None:
        self.counters.malformed += 1
        self.complain('malformed', str(error))

    def _create(self, submessage: Submessage, stream: int, now: float) -> list[bytes]:
        create = Create.decode(submessage)
        try:
            status = self.objects.create(create, little=submessage.little)
        except RefusedError as refusal:
            status = refusal.status
            self.counters.refused_creates += 1
            self.complain(f'create {refusal}', str(refusal))
        return self._answer(create.request, create.object, status, stream, now)

    def _delete(self, submessage: Submessage, stream: int, now: float) -> list[bytes]:
        delete = Delete.decode(submessage)
        self._readings.pop(delete.object, None)
        known = self.objects.delete(delete.object)
        status = StatusCode.OK if known else StatusCode.UNKNOWN_REFERENCE
        return self._answer(delete.request, delete.object, status, stream, now)

    def _write(self, submessage: Submessage, stream: int, now: float) -> list[bytes]:
        write = WriteData.decode(submessage)
        if write.object not in self.objects:
            code = StatusCode.UNKNOWN_REFERENCE
            return self._answer(write.request, write.object, code, stream, now)
        try:
            self._middleware.write(self.key, write.object, write.request, write.body)
        except RefusedError as refusal:
            self.complain(f'write {refusal}', str(refusal))
        return []

    def _read(self, submessage: Submessage, stream: int, now: float) -> list[bytes]:
        read = ReadData.decode(submessage)
        if read.object not in self.objects:
            code = StatusCode.UNKNOWN_REFERENCE
            return self._answer(read.request, read.object, code, RELIABLE_REPLY, now)
        if read.cancels:
            self._readings.pop(read.object, None)
            return self._answer(read.request, read.object, StatusCode.OK, stream, now)
        self._readings[read.object] = Reading(read, now)
        return []

    def _acknack(self, submessage: Submessage, stream: int, now: float) -> list[bytes]:
        ack = AckNack.decode(submessage)
        output = self._outputs.get(ack.stream)
        if output is None:
            return []
        again = output.acknowledge(ack)
        resent = [self._encoded(output.stream, number, body) for number, body in again]
        if resent:
            self.round_trip.sent_again()
        elif ack.stream == RELIABLE_REPLY:
            self.round_trip.acknowledged(ack.first_unacked, now)
        return resent + self._flush(output, now)

    def _heartbeat(self, submessage: Submessage, stream: int, now: float) -> list[bytes]:
        beat = Heartbeat.decode(submessage)
        source = self._input(beat.stream) if is_reliable(beat.stream) else None
        if source is None:
            return []
        out: list[bytes] = []
        for message in source.heartbeat(beat.first_unacked, beat.last_sent):
            out += self._process(message, 0, beat.stream, now)
        return [*out, self._plain(source.ack(beat.last_sent).encode())]

    def _fragment(self, submessage: Submessage, stream: int, now: float) -> list[bytes]:
        assembler = self._assemblers.setdefault(stream, Assembler(MAX_FRAGMENTED))
        whole = assembler.take(submessage)
        return list(self._process(whole, 0, stream, now)) if whole is not None else []

    def _ignore(self, submessage: Submessage, stream: int, now: float) -> list[bytes]:
        """A sign of life that says nothing else."""
        return []

    _HANDLERS: dict[int, Callable[[ClientSession, Submessage, int, float], list[bytes]]] = {
        SubmessageId.CREATE: _create,
        SubmessageId.DELETE: _delete,
        SubmessageId.WRITE_DATA: _write,
        SubmessageId.READ_DATA: _read,
        SubmessageId.ACKNACK: _acknack,
        SubmessageId.HEARTBEAT: _heartbeat,
        SubmessageId.FRAGMENT: _fragment,
        # the stock client answers a liveliness check with zeros, which look like this
        SubmessageId.CREATE_CLIENT: _ignore,
        SubmessageId.INFO: _ignore,
    }

    def _answer(
        self, request: bytes, name: bytes, status: int, stream: int, now: float
    ) -> list[bytes]:
        reply = RELIABLE_REPLY if is_reliable(stream) else BEST_EFFORT_REPLY
        return self._send(reply, Status(request, name, status).encode(), now)

    def complain(self, kind: str, words: str) -> None:
        """Log each kind of complaint once a session, however often a board repeats it."""
        if kind not in self._complained and len(self._complained) < 64:
            self._complained.add(kind)
            log.warning('client %s: %s', self.key.hex(), words)
