"""Waits for ROS data in a thread of its own, and takes it without the executor's detours.

This is the one module that touches private parts of rclpy: taking from a wait set of our own costs
a few microseconds where the public executor costs a hundred. `executor_loop` does the same through
the public interface.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from rclpy.context import Context
from rclpy.guard_condition import GuardCondition
from rclpy.node import Node
from rclpy.qos import QoSProfile

from patrol.bridge.ros_side import Answer, TakeBytes, TakeRequest, destroy_entity

Take = Callable[[], None]
_SECOND = 1_000_000_000


class WaitLoop:
    """A wait set of our own. Raises ImportError where this rclpy has no such thing."""

    def __init__(self, context: Context) -> None:
        from rclpy.impl.implementation_singleton import rclpy_implementation

        if not hasattr(rclpy_implementation, 'WaitSet'):
            raise ImportError('this rclpy has no wait set')
        self._wait_set: Any = rclpy_implementation.WaitSet
        self._invalid: Any = rclpy_implementation.InvalidHandle
        self._context = context
        self._wake = GuardCondition(None, None, context=context)
        self._lock = threading.Lock()
        self._watched: dict[Any, tuple[str, Take]] = {}
        self._changed = True
        self._running = False
        self._thread = threading.Thread(target=self._run, name='ros_wait', daemon=True)

    def start(self) -> None:
        """Begin to wait."""
        self._running = True
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the thread to end."""
        self._running = False
        self._nudge()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout=2.0)

    def add_node(self, node: Node) -> None:
        """Nothing to do: entities are watched one by one."""

    def remove_node(self, node: Node) -> None:
        """Destroy a node and what is left of its entities."""
        for entity in (*node.subscriptions, *node.clients, *node.services):
            self._forget(entity)
        node.destroy_node()

    def subscribe(
        self, node: Node, kind: Any, topic: str, qos: QoSProfile, take: TakeBytes
    ) -> Any:
        """Subscribe to raw messages."""
        subscription = node.create_subscription(kind, topic, take, qos, raw=True)
        handle = subscription.handle

        def take_one() -> None:
            taken = handle.take_message(kind, True)
            if taken is not None:
                take(bytes(taken[0]))

        self._watch('subscription', subscription, take_one)
        return subscription

    def serve(self, node: Node, kind: Any, name: str, take: TakeRequest) -> Any:
        """Offer a service."""
        service = node.create_service(kind, name, _never)

        def take_one() -> None:
            request, header = service.handle.service_take_request(kind.Request)
            if header is not None:
                take(request, lambda response: service.send_response(response, header))

        self._watch('service', service, take_one)
        return service

    def client(self, node: Node, kind: Any, name: str) -> Any:
        """Make a client of a service."""
        client = node.create_client(kind, name)
        self._watch('client', client, functools.partial(_take_response, client, kind))
        return client

    def call(self, client: Any, request: Any, answer: Answer) -> None:
        """Call a service."""
        client.call_async(request).add_done_callback(lambda done: answer(done.result()))

    def destroy(self, node: Node, entity: Any) -> None:
        """Destroy an entity; the loop lets go of it first."""
        self._forget(entity)
        destroy_entity(node, entity)

    def _watch(self, kind: str, entity: Any, take: Take) -> None:
        with self._lock:
            self._watched[entity] = (kind, take)
            self._changed = True
        self._nudge()

    def _forget(self, entity: Any) -> None:
        with self._lock:
            if self._watched.pop(entity, None) is None:
                return
            self._changed = True
        self._nudge()

    def _nudge(self) -> None:
        if self._context.ok():
            self._wake.trigger()

    def _run(self) -> None:
        while self._running and self._context.ok():
            with self._lock:
                watched = list(self._watched.items())
                self._changed = False
            with ExitStack() as held:
                self._wait_on(watched, held)

    def _wait_on(self, watched: list[tuple[Any, tuple[str, Take]]], held: ExitStack) -> None:
        """Wait on one set of entities until the set changes.

        Their handles are held meanwhile: whoever destroys an entity does not pull it away from
        under the wait set.
        """
        takes: dict[str, dict[int, Take]] = {'subscription': {}, 'client': {}, 'service': {}}
        handles: dict[str, list[Any]] = {kind: [] for kind in takes}
        for entity, (kind, take) in watched:
            try:
                held.enter_context(entity.handle)
            except self._invalid:
                continue
            handles[kind].append(entity.handle)
            takes[kind][entity.handle.pointer] = take
        held.enter_context(self._wake.handle)
        context = self._context.handle
        assert context is not None
        held.enter_context(context)
        subscriptions, clients, services = (len(handles[kind]) for kind in takes)
        wait_set = self._wait_set(subscriptions, 1, 0, clients, services, 0, context)
        while self._running and not self._changed and self._context.ok():
            self._wait_once(wait_set, handles, takes)

    def _wait_once(
        self, wait_set: Any, handles: dict[str, list[Any]], takes: dict[str, dict[int, Take]]
    ) -> None:
        wait_set.clear_entities()
        wait_set.add_guard_condition(self._wake.handle)
        for kind, some in handles.items():
            add = getattr(wait_set, f'add_{kind}')
            for handle in some:
                add(handle)
        wait_set.wait(_SECOND)
        for kind, ready in takes.items():
            if ready:
                for pointer in wait_set.get_ready_entities(kind):
                    ready[pointer]()


def _take_response(client: Any, kind: Any) -> None:
    header, response = client.handle.take_response(kind.Response)
    if header is None:
        return
    try:
        future = client.get_pending_request(header.request_id.sequence_number)
    except KeyError:
        return  # the caller gave up
    future.set_result(response)


def _never(request: Any, response: Any) -> Any:
    raise RuntimeError('the executor took a request that belongs to the wait loop')
