"""The door between the XRCE agent and whatever carries the data on (ROS, or a test)."""

from __future__ import annotations

from typing import Protocol

from patrol.xrce.identifiers import StatusCode
from patrol.xrce.representations import Endpoint, Participant, Service


class RefusedError(Exception):
    """A request that cannot be granted: the status for the client, the reason for the log."""

    def __init__(self, status: StatusCode, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Middleware(Protocol):
    """What an agent asks for. `client` is the 4-byte key, `name` the 2-byte object id.

    A method may raise RefusedError; anything else it raises is a fault of the middleware.
    """

    def create_participant(
        self, client: bytes, name: bytes, participant: Participant, domain: int
    ) -> None:
        """Make a node."""

    def create_writer(
        self, client: bytes, name: bytes, participant: bytes, writer: Endpoint
    ) -> None:
        """Make a publisher; its topic is a `Topic`."""

    def create_reader(
        self, client: bytes, name: bytes, participant: bytes, reader: Endpoint
    ) -> None:
        """Make a subscription; its topic is a `Topic`."""

    def create_requester(
        self, client: bytes, name: bytes, participant: bytes, service: Service
    ) -> None:
        """Make a service client."""

    def create_replier(
        self, client: bytes, name: bytes, participant: bytes, service: Service
    ) -> None:
        """Make a service server."""

    def delete(self, client: bytes, name: bytes) -> None:
        """Destroy what was made under this name."""

    def write(self, client: bytes, name: bytes, request: bytes, body: bytes) -> None:
        """Publish, call or answer: `body` is CDR without encapsulation.

        A reply begins with the 24 bytes of identity that came with its request.
        """
