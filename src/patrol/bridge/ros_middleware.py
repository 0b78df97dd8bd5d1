"""The XRCE agent's middleware on ROS 2: what a board creates exists as if it were a ROS node."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import rclpy
from rclpy.context import Context
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy
from rclpy.serialization import deserialize_message, serialize_message

from patrol.bridge.interfaces import has_header, interface
from patrol.bridge.names import (
    TypeName,
    message_type,
    node_name,
    service_name,
    service_type,
    topic_name,
)
from patrol.bridge.requests import PendingRequests, WaitingCalls
from patrol.bridge.ros_side import RosSide
from patrol.xrce.identifiers import StatusCode
from patrol.xrce.middleware import RefusedError
from patrol.xrce.representations import Endpoint, Participant, Qos, Service, Topic

log = logging.getLogger('patrol.bridge')

#: CDR, little-endian: what is in front of every body on the ROS side.
ENCAPSULATION = b'\x00\x01\x00\x00'
#: History (messages) where the board said nothing, and the most it gets.
DEPTH, MAX_DEPTH = 10, 100
#: The type in which boards report on themselves.
STATUS = TypeName('diagnostic_msgs', 'msg', 'DiagnosticStatus')

#: Hands data to an object of a client: key, object id, body.
Deliver = Callable[[bytes, bytes, bytes], None]
Key = tuple[bytes, bytes]


@dataclass(slots=True)
class _Entity:
    node: Node
    handle: Any
    write: Callable[[bytes, bytes], None]
    name: str


@dataclass(slots=True)
class _Board:
    nodes: dict[bytes, Node] = field(default_factory=dict)
    entities: dict[bytes, _Entity] = field(default_factory=dict)


class RosMiddleware:
    """Implements `xrce.middleware.Middleware` with rclpy.

    `namespace` is put in front of every name; `allowed` (absolute names) confines the boards where
    it is not empty; `restamp` (() -> ns) replaces the stamp of every header a board sends.
    """

    def __init__(
        self,
        context: Context,
        ros: RosSide,
        deliver: Deliver,
        *,
        namespace: str = '',
        allowed: frozenset[str] = frozenset(),
        restamp: Callable[[], int] | None = None,
    ) -> None:
        self._context, self._ros, self._deliver = context, ros, deliver
        self._namespace, self._allowed, self._restamp = namespace, allowed, restamp
        self._boards: dict[bytes, _Board] = {}
        self._calls = WaitingCalls()
        self._reports: dict[bytes, bytes] = {}

    # ---- xrce.middleware.Middleware -----------------------------------------------------------

    def create_participant(
        self, client: bytes, name: bytes, participant: Participant, domain: int
    ) -> None:
        """Make a node; the domain is the bridge's own whatever the board says."""
        inner, short = node_name(participant.name, client)
        namespace = '/'.join(part for part in (self._namespace.strip('/'), inner) if part)
        board = self._boards.setdefault(client, _Board())
        taken = {
            n.get_fully_qualified_name() for b in self._boards.values() for n in b.nodes.values()
        }
        full = f'/{namespace}/{short}' if namespace else f'/{short}'
        if full in taken:
            raise RefusedError(
                StatusCode.DENIED, f'another board is {full} already: give one a namespace'
            )
        node = rclpy.create_node(
            short,
            namespace=f'/{namespace}',
            context=self._context,
            start_parameter_services=False,
            enable_rosout=False,
            use_global_arguments=False,
        )
        self._ros.add_node(node)
        board.nodes[name] = node

    def create_writer(
        self, client: bytes, name: bytes, participant: bytes, writer: Endpoint
    ) -> None:
        """Make a publisher."""
        topic, kind = self._topic(writer)
        self._refuse_second_publisher(client, topic)
        node = self._node(client, participant)
        publisher = node.create_publisher(kind, topic, qos_profile(writer.qos))
        publish: Callable[[bytes], None] = publisher.publish
        if self._restamp is not None and has_header(kind):
            publish = self._restamping(publish)
        if kind is interface(STATUS):
            publish = self._reporting(client, publish)
        self._add(
            client, name, node, publisher, lambda _, body: publish(ENCAPSULATION + body), topic
        )

    def create_reader(
        self, client: bytes, name: bytes, participant: bytes, reader: Endpoint
    ) -> None:
        """Make a subscription."""
        topic, kind = self._topic(reader)
        node = self._node(client, participant)

        def take(data: bytes) -> None:
            if data[1:2] == b'\x01':
                self._deliver(client, name, data[4:])
            else:
                log.warning('%s: big-endian data is not for boards', topic)

        handle = self._ros.subscribe(node, kind, topic, qos_profile(reader.qos), take)
        self._add(client, name, node, handle, _refuse_write, topic)

    def create_requester(
        self, client: bytes, name: bytes, participant: bytes, service: Service
    ) -> None:
        """Make a service client."""
        kind, full = interface(service_type(service)), service_name(service, self._namespace)
        self._check_allowed(full)
        node = self._node(client, participant)
        handle = self._ros.client(node, kind, full)

        def write(request: bytes, body: bytes) -> None:
            def answer(response: Any) -> None:
                self._deliver(client, name, request + name + serialize_message(response)[4:])

            message = deserialize_message(ENCAPSULATION + body, kind.Request)
            if handle.service_is_ready():
                self._ros.call(handle, message, answer)
            else:
                self._calls.add(handle, lambda: self._ros.call(handle, message, answer))

        self._add(client, name, node, handle, write, full)

    def create_replier(
        self, client: bytes, name: bytes, participant: bytes, service: Service
    ) -> None:
        """Make a service server whose answers come from the board."""
        kind, full = interface(service_type(service)), service_name(service, self._namespace)
        self._check_allowed(full)
        node, pending = self._node(client, participant), PendingRequests()

        def take(request: Any, answer: Callable[[Any], None]) -> None:
            identity = pending.add(answer)
            if identity is not None:
                self._deliver(client, name, identity + serialize_message(request)[4:])

        def write(_: bytes, body: bytes) -> None:
            answer = pending.pop(body)
            if answer is not None:
                answer(deserialize_message(ENCAPSULATION + body[24:], kind.Response))

        handle = self._ros.serve(node, kind, full, take)
        self._add(client, name, node, handle, write, full)

    def delete(self, client: bytes, name: bytes) -> None:
        """Destroy what was made under this name."""
        board = self._boards.get(client)
        if board is None:
            return
        entity = board.entities.pop(name, None)
        if entity is not None:
            self._calls.forget(entity.handle)
            self._ros.destroy(entity.node, entity.handle)
        node = board.nodes.pop(name, None)
        if node is not None:
            self._ros.remove_node(node)
        if not (board.nodes or board.entities):
            self._boards.pop(client, None)
            self._reports.pop(client, None)

    def write(self, client: bytes, name: bytes, request: bytes, body: bytes) -> None:
        """Publish, call or answer."""
        board = self._boards.get(client)
        entity = board.entities.get(name) if board is not None else None
        if entity is None:
            raise RefusedError(StatusCode.UNKNOWN_REFERENCE, 'nothing was made under this name')
        try:
            entity.write(request, body)
        except Exception as error:
            if self._context.ok():
                raise
            raise RefusedError(StatusCode.DDS_ERROR, 'the bridge is ending') from error

    # ---- the rest -----------------------------------------------------------------------------

    def tick(self, now: float) -> None:
        """Make the calls whose service has appeared; give up on old ones."""
        self._calls.tick(now)

    def names(self, client: bytes) -> list[str]:
        """Names of the topics and services of a board."""
        board = self._boards.get(client)
        return sorted(entity.name for entity in board.entities.values()) if board else []

    def board_report(self, client: bytes) -> dict[str, str]:
        """Return what the board said of itself in a DiagnosticStatus: version, reset cause."""
        data = self._reports.get(client)
        if data is None:
            return {}
        try:
            status = deserialize_message(data, interface(STATUS))
        except Exception:  # a board may send anything; rclpy raises different things for it
            return {'report': 'unreadable'}
        said = {f'board_{pair.key}': pair.value for pair in status.values}
        return {'board_says': f'{status.name}: {status.message}', **said}

    def _reporting(
        self, client: bytes, publish: Callable[[bytes], None]
    ) -> Callable[[bytes], None]:
        def noted(data: bytes) -> None:
            self._reports[client] = data
            publish(data)

        return noted

    def _topic(self, endpoint: Endpoint) -> tuple[str, Any]:
        assert isinstance(endpoint.topic, Topic)
        name = topic_name(endpoint.topic.name, self._namespace)
        self._check_allowed(name)
        return name, interface(message_type(endpoint.topic.type))

    def _check_allowed(self, name: str) -> None:
        if self._allowed and name not in self._allowed:
            raise RefusedError(StatusCode.DENIED, f'{name} is not on the list of allowed names')

    def _refuse_second_publisher(self, client: bytes, topic: str) -> None:
        for other, board in self._boards.items():
            if other != client and any(
                entity.name == topic and entity.write is not _refuse_write
                for entity in board.entities.values()
            ):
                raise RefusedError(
                    StatusCode.DENIED, f'another board publishes {topic}: give one a namespace'
                )

    def _node(self, client: bytes, participant: bytes) -> Node:
        board = self._boards.get(client)
        node = board.nodes.get(participant) if board is not None else None
        if node is None:
            raise RefusedError(StatusCode.UNKNOWN_REFERENCE, 'the participant does not exist')
        return node

    def _add(
        self,
        client: bytes,
        name: bytes,
        node: Node,
        handle: Any,
        write: Callable[[bytes, bytes], None],
        full: str,
    ) -> None:
        self._boards[client].entities[name] = _Entity(node, handle, write, full)

    def _restamping(self, publish: Callable[[bytes], None]) -> Callable[[bytes], None]:
        clock = self._restamp
        assert clock is not None

        def stamped(data: bytes) -> None:
            seconds, rest = divmod(clock(), 1_000_000_000)
            stamp = seconds.to_bytes(4, 'little', signed=True) + rest.to_bytes(4, 'little')
            publish(data[:4] + stamp + data[12:])

        return stamped


def qos_profile(qos: Qos) -> QoSProfile:
    """Return the ROS profile; keep-all and no depth become a bounded history."""
    depth = min(qos.depth or DEPTH, MAX_DEPTH) if qos.keep_last else MAX_DEPTH
    return QoSProfile(
        depth=depth,
        history=HistoryPolicy.KEEP_LAST,
        reliability=(
            ReliabilityPolicy.RELIABLE if qos.reliable else ReliabilityPolicy.BEST_EFFORT
        ),
        durability=(
            DurabilityPolicy.TRANSIENT_LOCAL if qos.transient_local else DurabilityPolicy.VOLATILE
        ),
    )


def _refuse_write(request: bytes, body: bytes) -> None:
    raise RefusedError(StatusCode.INVALID_DATA, 'a reader cannot be written to')
