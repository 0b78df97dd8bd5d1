"""What a component heard and said, written down so that it can be lived through again."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patrol.component import Component, Publication, Reply


@dataclass(frozen=True, slots=True)
class Moment:
    """One call of a component: how, on what, when, and what came out."""

    kind: str
    subject: str
    message: Any
    now: float
    out: tuple[Publication, ...]


class Trace:
    """Writes moments to a file, newest last; a file cut off by a kill is good up to there."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._stream = file.open('wb')

    def heard(self, topic: str, message: Any, now: float, out: list[Publication]) -> None:
        """Note a message."""
        self._write('heard', topic, message, now, out)

    def ticked(self, now: float, out: list[Publication]) -> None:
        """Note a tick."""
        self._write('ticked', '', None, now, out)

    def called(self, service: str, now: float, out: list[Publication]) -> None:
        """Note a service that the component answered."""
        self._write('called', service, None, now, out)

    def replied(self, service: str, reply: Reply, now: float, out: list[Publication]) -> None:
        """Note the answer to a service that the component called."""
        self._write('replied', service, reply, now, out)

    def told(self, method: str, value: Any) -> None:
        """Note what the node told its component about the graph."""
        self._write('told', method, value, 0.0, [])

    def close(self) -> None:
        """Write what is left."""
        self._stream.close()

    def _write(
        self, kind: str, subject: str, message: Any, now: float, out: list[Publication]
    ) -> None:
        pickle.dump(Moment(kind, subject, message, now, tuple(out)), self._stream)


def read_trace(file: Path) -> Iterator[Moment]:
    """Yield the moments of a trace that patrol wrote (never read one of a stranger: pickle)."""
    with file.open('rb') as stream:
        while True:
            try:
                yield pickle.load(stream)
            except (EOFError, pickle.UnpicklingError):
                return


def relive(component: Component, moment: Moment) -> list[Publication]:
    """Let a component live through a moment again; return what it says this time."""
    if moment.kind == 'heard':
        return component.handle(moment.subject, moment.message, moment.now)
    if moment.kind == 'ticked':
        return component.tick(moment.now)
    if moment.kind == 'told':
        getattr(component, moment.subject)(moment.message)
        return []
    if moment.kind == 'called':
        return component.call(moment.subject, moment.now)[1]
    return component.reply(moment.subject, moment.message, moment.now)
