"""The objects of one client: what exists, and what a CREATE of the same name means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from patrol.xrce.identifiers import Kind, StatusCode, with_kind
from patrol.xrce.middleware import Middleware, RefusedError
from patrol.xrce.representations import (
    Endpoint,
    Participant,
    Representation,
    Service,
    Topic,
    read_binary,
)
from patrol.xrce.submessages import Create
from patrol.xrce.xml_representations import read_xml

#: Objects that a client may hold at a time.
MAX_OBJECTS = 128


@dataclass(frozen=True, slots=True)
class Entry:
    """An object as it was described; compared by meaning, since padding on the wire is garbage."""

    kind: int
    parent: bytes
    representation: Representation
    domain: int | None


class ObjectTable:
    """Creates and deletes through a middleware and remembers what is there."""

    _PARENTS: ClassVar[dict[int, int]] = {
        Kind.TOPIC: Kind.PARTICIPANT,
        Kind.PUBLISHER: Kind.PARTICIPANT,
        Kind.SUBSCRIBER: Kind.PARTICIPANT,
        Kind.REQUESTER: Kind.PARTICIPANT,
        Kind.REPLIER: Kind.PARTICIPANT,
        Kind.DATAWRITER: Kind.PUBLISHER,
        Kind.DATAREADER: Kind.SUBSCRIBER,
    }

    def __init__(self, client: bytes, middleware: Middleware) -> None:
        self._client, self._middleware = client, middleware
        self._entries: dict[bytes, Entry] = {}

    def __contains__(self, name: bytes) -> bool:
        return name in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def create(self, create: Create, *, little: bool) -> StatusCode:
        """Make, reuse or replace an object; raises RefusedError, or MalformedError."""
        name = with_kind(create.object, create.kind)
        entry = Entry(create.kind, create.parent, _described(create, little), create.domain)
        known = self._entries.get(name)
        if known is not None:
            if not (create.reuse or create.replace):
                return StatusCode.ALREADY_EXISTS
            if create.reuse and known == entry:
                return StatusCode.OK_MATCHED
            if not create.replace:
                return StatusCode.MISMATCH
            self.delete(name)
        if len(self._entries) >= MAX_OBJECTS:
            raise RefusedError(StatusCode.RESOURCES, f'a client holds {MAX_OBJECTS} objects')
        self._make(name, entry)
        self._entries[name] = entry
        return StatusCode.OK

    def delete(self, name: bytes) -> bool:
        """Destroy an object and everything made under it; whether it was there.

        Its topic may be gone already: stock clients delete that first.
        """
        entry = self._entries.pop(name, None)
        if entry is None:
            return False
        for child in [n for n, e in self._entries.items() if e.parent == name]:
            self.delete(child)
        if entry.kind not in (Kind.TOPIC, Kind.PUBLISHER, Kind.SUBSCRIBER):
            self._middleware.delete(self._client, name)
        return True

    def clear(self) -> None:
        """Destroy everything."""
        for name in list(self._entries):
            self.delete(name)

    def _make(self, name: bytes, entry: Entry) -> None:
        middleware, client, made = self._middleware, self._client, entry.representation
        if isinstance(made, Participant):
            middleware.create_participant(client, name, made, entry.domain or 0)
            return
        parent = self._parent(entry)
        if isinstance(made, Endpoint):
            resolved = replace(made, topic=self._topic(made))
            participant = self._entries[entry.parent].parent
            if entry.kind == Kind.DATAWRITER:
                middleware.create_writer(client, name, participant, resolved)
            else:
                middleware.create_reader(client, name, participant, resolved)
        elif isinstance(made, Service):
            if entry.kind == Kind.REQUESTER:
                middleware.create_requester(client, name, parent, made)
            else:
                middleware.create_replier(client, name, parent, made)

    def _parent(self, entry: Entry) -> bytes:
        parent = self._entries.get(entry.parent)
        if parent is None or parent.kind != self._PARENTS[entry.kind]:
            raise RefusedError(StatusCode.UNKNOWN_REFERENCE, 'the parent does not exist')
        return entry.parent

    def _topic(self, endpoint: Endpoint) -> Topic:
        if isinstance(endpoint.topic, Topic):
            return endpoint.topic
        entry = self._entries.get(with_kind(endpoint.topic, Kind.TOPIC))
        if entry is None or not isinstance(entry.representation, Topic):
            raise RefusedError(StatusCode.UNKNOWN_REFERENCE, 'the topic does not exist')
        return entry.representation


def _described(create: Create, little: bool) -> Representation:
    try:
        if isinstance(create.content, bytes):
            return read_binary(create.kind, create.content, little=little)
        if create.format == Create.XML:
            return read_xml(create.kind, create.content)
    except ValueError as error:
        raise RefusedError(StatusCode.INVALID_DATA, str(error)) from error
    raise RefusedError(
        StatusCode.UNKNOWN_REFERENCE,
        f"the profile '{create.content}' is not known: create entities in binary or XML form",
    )
