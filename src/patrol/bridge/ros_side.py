"""What the bridge needs of ROS: raw messages in and out, services both ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from rclpy.node import Node
from rclpy.qos import QoSProfile

#: Takes CDR with its 4-byte encapsulation.
TakeBytes = Callable[[bytes], None]
Answer = Callable[[Any], None]
#: Takes a request and what to call with the response, then or later, from any thread.
TakeRequest = Callable[[Any, Answer], None]


class RosSide(Protocol):
    """Calls back from one thread of its own."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End, and wait for the thread to end."""

    def add_node(self, node: Node) -> None:
        """Take a node into care."""

    def remove_node(self, node: Node) -> None:
        """Destroy a node and what is left of its entities."""

    def subscribe(
        self, node: Node, kind: Any, topic: str, qos: QoSProfile, take: TakeBytes
    ) -> Any:
        """Subscribe; the result is for `destroy`."""

    def serve(self, node: Node, kind: Any, name: str, take: TakeRequest) -> Any:
        """Offer a service; the result is for `destroy`."""

    def client(self, node: Node, kind: Any, name: str) -> Any:
        """Make a client of a service; the result is for `call` and `destroy`."""

    def call(self, client: Any, request: Any, answer: Answer) -> None:
        """Call a service."""

    def destroy(self, node: Node, entity: Any) -> None:
        """Destroy a publisher, or what the methods above made."""


def destroy_entity(node: Node, entity: Any) -> None:
    """Destroy whichever kind of entity this is."""
    for destroy in (
        node.destroy_publisher,
        node.destroy_subscription,
        node.destroy_client,
        node.destroy_service,
    ):
        if destroy(entity):
            return
