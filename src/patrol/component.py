"""A component: the logic of one node, without ROS.

Messages in, messages out, time handed in. A node feeds it from topics; the trial feeds it from
an in-process bus. `now` is the steady clock in seconds (in the trial: simulated time): use it
for ages and deadlines. Stamps inside messages are ROS time: use them for motion between
measurements. Never compare the two.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple


class Publication(NamedTuple):
    """A message for a topic (relative name, see `doors`)."""

    topic: str
    message: Any


@dataclass(frozen=True, slots=True)
class Call:
    """Ask a Trigger service of another component; emitted like a message, answered later.

    The answer comes back as `on_reply(service, reply, now)`.
    """

    service: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer of a Trigger service, with the reason in words."""

    success: bool
    message: str


@functools.cache
def handler_name(topic: str) -> str:
    """Return the method that takes a topic: `range/front_left` -> on_range, `odom` -> on_odom."""
    head, _, tail = topic.lstrip('_').partition('/')
    group = head in ('range', 'cliff')
    return 'on_' + (head if group or not tail else f'{head}_{tail}'.replace('/', '_'))


class Component:
    """Base of all components.

    A subclass has a method `on_<topic>(message, now)` for each topic it subscribes to and
    `do_<service>(now) -> Reply` for each service (`patrol/start` -> do_start); it calls `emit`.
    """

    name: ClassVar[str] = ''
    #: Period (s) of `tick`, for watchdogs and leases; the work itself runs on message arrival.
    period: ClassVar[float] = 0.05

    def __init__(self) -> None:
        self._outbox: list[Publication] = []

    def emit(self, topic: str, message: Any) -> None:
        """Queue a message; it leaves when the current call ends."""
        self._outbox.append(Publication(topic, message))

    def handle(self, topic: str, message: Any, now: float) -> list[Publication]:
        """Take one message and return what is to be published because of it."""
        getattr(self, handler_name(topic))(message, now)
        return self._drain()

    def tick(self, now: float) -> list[Publication]:
        """Watch deadlines and renew leases; called every `period` seconds."""
        self.on_tick(now)
        return self._drain()

    def call(self, service: str, now: float) -> tuple[Reply, list[Publication]]:
        """Answer a Trigger service."""
        reply: Reply = getattr(self, 'do_' + service.rpartition('/')[2])(now)
        return reply, self._drain()

    def on_tick(self, now: float) -> None:
        """Override for deadlines and leases."""

    def request(self, service: str) -> None:
        """Queue a call of a Trigger service; its answer arrives in `on_reply`."""
        self._outbox.append(Publication(service, Call(service)))

    def reply(self, service: str, reply: Reply, now: float) -> list[Publication]:
        """Take the answer of a service that was requested."""
        self.on_reply(service, reply, now)
        return self._drain()

    def on_reply(self, service: str, reply: Reply, now: float) -> None:
        """Override to learn what a requested service answered."""

    def _drain(self) -> list[Publication]:
        out, self._outbox = self._outbox, []
        return out
