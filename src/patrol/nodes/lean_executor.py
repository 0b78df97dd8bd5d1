"""A single-threaded executor for nodes whose entities do not change: a fifth of the CPU time.

rclpy's own builds a new wait set, a context stack, a task and a coroutine for every callback and
wakes itself up twice: 0.5 to 1 ms for a callback of a node with twenty entities, which at 50 Hz in
nine processes is most of a core. This one keeps one wait set for the whole life of the process
and calls what is ready. What it leaves out: coroutines as callbacks, and waitables (QoS events,
actions); patrol's nodes have none. `benchmarks/core.py` shows the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

from rclpy.context import Context
from rclpy.executors import ExternalShutdownException
from rclpy.impl.implementation_singleton import rclpy_implementation as _rclpy
from rclpy.node import Node
from rclpy.signals import SignalHandlerGuardCondition
from rclpy.subscription import Subscription
from rclpy.utilities import get_default_context

#: Look this often (s) whether the context still lives, should nothing else happen.
LOOK = 1.0

Handler = Callable[[], None]


class LeanExecutor:
    """Calls back for topics, timers, services and clients of nodes that are complete.

    Use it in a `with` statement; every node must have all its entities by then, and must be
    destroyed after it.
    """

    def __init__(self, nodes: Iterable[Node], context: Context | None = None) -> None:
        self._context = context or get_default_context()
        nodes = list(nodes)
        self._subscriptions = [(s.handle, _hear(s)) for n in nodes for s in n.subscriptions]
        self._timers = [(t.handle, _tick(t)) for n in nodes for t in n.timers]
        self._clients = [(c.handle, _learn(c)) for n in nodes for c in n.clients]
        self._services = [(s.handle, _answer(s)) for n in nodes for s in n.services]
        self._signal = SignalHandlerGuardCondition(self._context)

    def __enter__(self) -> LeanExecutor:
        self._held = ExitStack()
        groups = (self._subscriptions, self._timers, self._clients, self._services)
        for handle, _ in (pair for group in groups for pair in group):
            self._held.enter_context(handle)
        self._held.enter_context(self._signal.handle)
        context: Any = self._context.handle
        self._held.enter_context(context)
        self._set = _rclpy.WaitSet(
            len(self._subscriptions),
            1,
            len(self._timers),
            len(self._clients),
            len(self._services),
            0,
            context,
        )
        self._held.enter_context(self._set)
        return self

    def __exit__(self, *error: object) -> None:
        self._held.close()
        self._signal.destroy()

    def spin(self) -> None:
        """Run until the context ends; then raise ExternalShutdownException, as rclpy does."""
        while True:
            self.spin_once(LOOK)

    def spin_once(self, timeout_sec: float) -> None:
        """Wait for something, at most `timeout_sec`, and call back for all that is ready."""
        ready = self._set
        ready.clear_entities()
        for handle, _ in self._subscriptions:
            ready.add_subscription(handle)
        for handle, _ in self._timers:
            ready.add_timer(handle)
        for handle, _ in self._clients:
            ready.add_client(handle)
        for handle, _ in self._services:
            ready.add_service(handle)
        ready.add_guard_condition(self._signal.handle)
        ready.wait(int(timeout_sec * 1e9))
        if not self._context.ok():
            raise ExternalShutdownException
        self._call('timer', self._timers)
        self._call('subscription', self._subscriptions)
        self._call('client', self._clients)
        self._call('service', self._services)

    def _call(self, kind: str, entities: list[tuple[Any, Handler]]) -> None:
        pointers = self._set.get_ready_entities(kind)
        if pointers:
            for handle, handler in entities:
                if handle.pointer in pointers:
                    handler()


def _hear(subscription: Subscription) -> Handler:
    take, kind, raw = subscription.handle.take_message, subscription.msg_type, subscription.raw
    callback = subscription.callback

    def handler() -> None:
        # all that waits now, but no more than fits the queue: others must have their turn
        for _ in range(subscription.qos_profile.depth):
            taken = take(kind, raw)
            if taken is None:
                return
            callback(taken[0])

    return handler


def _tick(timer: Any) -> Handler:
    handle = timer.handle

    def handler() -> None:
        if handle.is_timer_ready():  # a jump of time may have called it off
            handle.call_timer()
            timer.callback()

    return handler


def _learn(client: Any) -> Handler:
    def handler() -> None:
        header, response = client.handle.take_response(client.srv_type.Response)
        if header is None:
            return
        try:
            future = client.get_pending_request(header.request_id.sequence_number)
        except KeyError:  # given up meanwhile
            return
        future.set_result(response)

    return handler


def _answer(service: Any) -> Handler:
    def handler() -> None:
        request, header = service.handle.service_take_request(service.srv_type.Request)
        if header is not None:
            response = service.callback(request, service.srv_type.Response())
            service.send_response(response, header)

    return handler
