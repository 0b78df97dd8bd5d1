"""The state of the bridge and its boards in words and numbers."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from dataclasses import asdict

from patrol.bridge.link import Link
from patrol.bridge.ros_middleware import RosMiddleware
from patrol.bridge.serial_transport import SerialTransport
from patrol.messages import Level, Status
from patrol.xrce.client_session import ClientSession

#: A byte on the line takes this many bits: start, eight, stop.
BITS = 10


class Health:
    """Turns counters into statuses; rates are over the time since the last call."""

    def __init__(self, link: Link, middleware: RosMiddleware) -> None:
        self._link, self._middleware = link, middleware
        self._last = time.monotonic()
        self._seen: dict[bytes, tuple[int, int]] = {}
        self._bytes = (0, 0)

    def statuses(self, stamp: float) -> list[Status]:
        """Return one status for the line and one for each board."""
        now = time.monotonic()
        elapsed, self._last = max(now - self._last, 1e-3), now
        with self._link.lock:
            boards = [
                self._board(stamp, key, session, elapsed)
                for key, session in self._link.agent.sessions.items()
            ]
            return [self._line(stamp, elapsed, len(boards)), *boards]

    def _line(self, stamp: float, elapsed: float, boards: int) -> Status:
        link = self._link
        warnings: list[str] = []
        values = {
            'boards': str(boards),
            'malformed': str(link.agent.malformed),
            'strangers': str(link.agent.strangers),
            'caught': str(link.caught),
            'flood_dropped': str(link.agent.flood.refused),
            'opened': str(link.reconnects),
        }
        transport = link.transport
        if isinstance(transport, SerialTransport):
            values |= {'port': transport.path, 'baud': str(transport.baud)}
            values |= {key: str(n) for key, n in asdict(transport.counters).items()}
            values['dropped'] = str(transport.dropped)
            warnings += self._load(transport, elapsed, values)
            if not transport.is_open:
                warnings.append(f'the port is away: {transport.reason}')
        else:
            values['port'] = str(transport.port)
            values['unsent'] = str(transport.unsent)
        if link.caught:
            warnings.append(f'{link.caught} errors of the bridge itself were caught: report them')
        if not boards:
            warnings.append('no board has said hello')
        return _status(stamp, 'micro_ros_bridge', warnings, values)

    def _load(
        self, transport: SerialTransport, elapsed: float, values: dict[str, str]
    ) -> Iterable[str]:
        total = (transport.bytes_in, transport.bytes_out)
        capacity = transport.baud / BITS * elapsed
        loads = [(new - old) / capacity for new, old in zip(total, self._bytes, strict=True)]
        self._bytes = total
        values['load_in_percent'] = f'{100 * loads[0]:.0f}'
        values['load_out_percent'] = f'{100 * loads[1]:.0f}'
        if max(loads) > 0.9:
            yield (
                f'the line is {100 * max(loads):.0f} % full at {transport.baud} baud: raise the'
                ' baud rate or lower the rates of the topics'
            )

    def _board(self, stamp: float, key: bytes, session: ClientSession, elapsed: float) -> Status:
        counters = session.counters
        before = self._seen.get(key, (0, 0))
        self._seen[key] = (counters.received, counters.sent)
        warnings = list(session.advice())
        values = {k: str(v) for k, v in asdict(counters).items()} | {
            'mtu': str(session.mtu),
            'objects': str(len(session.objects)),
            'queue': str(session.queued),
            'resent': str(session.resent),
            'received_per_s': f'{(counters.received - before[0]) / elapsed:.1f}',
            'sent_per_s': f'{(counters.sent - before[1]) / elapsed:.1f}',
        }
        if not math.isnan(session.round_trip.mean):
            values['round_trip_ms'] = f'{1e3 * session.round_trip.mean:.2f}'
            values['round_trip_least_ms'] = f'{1e3 * session.round_trip.least:.2f}'
        values |= self._middleware.board_report(key)
        clock = session.clock
        values['synchronised'] = 'true' if clock.count else 'false'
        if clock.count:
            values['clock_offset_s'] = f'{clock.offset_s:.6f}'
            values['clock_drift_ppm'] = f'{clock.drift_ppm:.1f}'
        elif counters.received > 500:
            warnings.append('the board never synchronises its clock: use the parameter restamp')
        return _status(stamp, f'micro_ros_bridge: board {key.hex()}', warnings, values)


def _status(stamp: float, name: str, warnings: list[str], values: dict[str, str]) -> Status:
    level = Level.WARN if warnings else Level.OK
    return Status(stamp, name, level, '; '.join(warnings) or 'ok', values)
