"""Do the topics come as often as the table of doors says?"""

from __future__ import annotations

from patrol.doctor.finding import Finding, error, ok, warning
from patrol.doctor.graph.snapshot import Graph, names
from patrol.doors import DOORS, WIRINGS, Door

#: A topic is slow below this share of its nominal rate. The rest is what a window of a few
#: seconds and a busy machine take away.
SLOW = 0.7
#: Sent only while there is something to drive.
_AT_TIMES = frozenset({'cmd_vel_nav'})


def check(graph: Graph) -> list[Finding]:
    """Check every topic with a nominal rate that somebody publishes or waits for."""
    findings = [f for door in DOORS.values() if door.rate for f in _of(door, graph)]
    if findings:
        return findings
    watched = sum(1 for door in DOORS.values() if door.rate and graph.publishers.get(door.topic))
    return [ok('rates', f'{watched} topics come at their rates.')]


def _of(door: Door, graph: Graph) -> list[Finding]:
    publishers = graph.publishers.get(door.topic, ())
    waiting = tuple(e for e in graph.subscribers.get(door.topic, ()) if e not in publishers)
    if not publishers:
        if not waiting:
            return []
        sentence = f'Nobody publishes {door.topic}, which {names(waiting)} waits for.'
        return [error('rates', sentence, _starting(door.topic))]
    rate = graph.counts.get(door.topic, 0) / graph.seconds if graph.seconds > 0 else 0.0
    if rate >= SLOW * door.rate or (rate == 0 and door.topic in _AT_TIMES):
        return []
    where = f'{door.topic} of {names(publishers)}'
    if rate == 0:
        sentence = f'{where} is silent ({door.rate:g} Hz is usual).'
        return [error('rates', sentence, f'see the log of {names(publishers)}')]
    sentence = f'{where} comes at {rate:.1f} Hz in place of {door.rate:g} Hz.'
    return [warning('rates', sentence, 'see whether the machine is too busy (top)')]


def _starting(topic: str) -> str:
    ours = [wiring.name for wiring in WIRINGS.values() if topic in wiring.publishes]
    return f'start {" or ".join(ours) or "what publishes it"} (see its log if it ended)'
