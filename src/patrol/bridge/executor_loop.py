"""The public way to wait for ROS data: rclpy's executor in a thread of its own."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.context import Context
from rclpy.executors import ExternalShutdownException, ShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.task import Future

from patrol.bridge.ros_side import Answer, TakeBytes, TakeRequest, destroy_entity


class ExecutorLoop:
    """Slower than `wait_loop.WaitLoop`, but made of nothing that rclpy may change."""

    def __init__(self, context: Context) -> None:
        self._executor = SingleThreadedExecutor(context=context)
        self._thread = threading.Thread(target=self._run, name='ros_executor', daemon=True)

    def start(self) -> None:
        """Begin to spin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the thread to end."""
        self._executor.shutdown(timeout_sec=1.0)
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout=2.0)

    def add_node(self, node: Node) -> None:
        """Spin the node."""
        self._executor.add_node(node)

    def remove_node(self, node: Node) -> None:
        """Destroy a node and what is left of its entities."""
        self._executor.remove_node(node)
        node.destroy_node()

    def subscribe(
        self, node: Node, kind: Any, topic: str, qos: QoSProfile, take: TakeBytes
    ) -> Any:
        """Subscribe to raw messages."""
        return self._awake(node.create_subscription(kind, topic, take, qos, raw=True))

    def serve(self, node: Node, kind: Any, name: str, take: TakeRequest) -> Any:
        """Offer a service whose answers come later."""

        async def wait_for_answer(request: Any, response: Any) -> Any:
            answered = Future(executor=self._executor)

            def answer(result: Any) -> None:
                answered.set_result(result)
                self._executor.wake()

            take(request, answer)
            return await answered

        group = ReentrantCallbackGroup()
        return self._awake(node.create_service(kind, name, wait_for_answer, callback_group=group))

    def client(self, node: Node, kind: Any, name: str) -> Any:
        """Make a client of a service."""
        return self._awake(node.create_client(kind, name))

    def call(self, client: Any, request: Any, answer: Answer) -> None:
        """Call a service."""
        client.call_async(request).add_done_callback(lambda done: answer(done.result()))

    def destroy(self, node: Node, entity: Any) -> None:
        """Destroy an entity."""
        destroy_entity(node, entity)
        self._executor.wake()

    def _awake(self, entity: Any) -> Any:
        self._executor.wake()
        return entity

    def _run(self) -> None:
        with contextlib.suppress(ExternalShutdownException, ShutdownException):
            self._executor.spin()
