"""A bridge over UDP in this process, and a ROS node to look at it."""

from __future__ import annotations

import time

import pytest
import rclpy
from mini_client import MiniClient, UdpLine
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor

from patrol.bridge.bridge import Bridge
from patrol.bridge.bridge_parameters import BridgeParameters


class Observer:
    """A ROS node that spins when asked."""

    def __init__(self, context):
        self.node = rclpy.create_node('observer', context=context)
        self.executor = SingleThreadedExecutor(context=context)
        self.executor.add_node(self.node)

    def until(self, condition, timeout=20.0):
        end = time.monotonic() + timeout
        while not condition() and time.monotonic() < end:
            self.executor.spin_once(timeout_sec=0.02)
        return condition()


@pytest.fixture
def context():
    context = Context()
    rclpy.init(context=context)
    yield context
    rclpy.try_shutdown(context=context)


@pytest.fixture
def observer(context):
    observer = Observer(context)
    yield observer
    observer.node.destroy_node()


@pytest.fixture(params=[False, True], ids=['wait_set', 'executor'])
def public_executor(request):
    return request.param


@pytest.fixture
def make_bridge(context):
    """Return a function that starts a bridge with parameters changed; all end with the test."""
    bridges = []

    def make(**changes):
        parameters = BridgeParameters(**{'port': 0, **changes})
        bridge = Bridge(parameters, context, time.time_ns)
        bridge.start()
        bridges.append(bridge)
        return bridge

    yield make
    for bridge in bridges:
        bridge.stop()
        assert bridge.link.caught == 0


@pytest.fixture
def bridge(make_bridge, public_executor):
    return make_bridge(public_executor=public_executor)


@pytest.fixture
def client(bridge):
    client = MiniClient(UdpLine(bridge.link.transport.port))
    assert client.connect() == 0
    yield client
    client.line.close()
