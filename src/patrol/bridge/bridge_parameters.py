"""Parameters of micro_ros_bridge."""

from __future__ import annotations

from dataclasses import dataclass

from patrol.parameters import parameter


@dataclass(frozen=True)
class BridgeParameters:
    """How boards reach the bridge, and what they may do."""

    transport: str = parameter('udp', 'how boards are connected', choices=('serial', 'udp'))
    device: str = parameter(
        '/dev/ttyACM*', 'serial: path or pattern; a /dev/serial/by-id name is stable'
    )
    baud: int = parameter(921600, 'serial: speed of the line', low=9600, high=4000000, unit='baud')
    host: str = parameter('127.0.0.1', 'udp: address to listen on; 0.0.0.0 opens the network')
    port: int = parameter(8888, 'udp: port to listen on; 0 picks a free one', low=0, high=65535)
    namespace: str = parameter('', 'put in front of every name that a board uses')
    history: int = parameter(
        4, 'reliable messages a board can buffer (RMW_UXRCE_STREAM_HISTORY)', low=1, high=128
    )
    allow: str = parameter(
        '', 'comma-separated absolute names of the only topics and services allowed; empty: all'
    )
    restamp: bool = parameter(
        False, "replace the stamps of a board that cannot synchronise by this computer's clock"
    )
    trace: bool = parameter(False, 'print every message')
    public_executor: bool = parameter(False, "wait through rclpy's executor (slower)")

    @property
    def allowed(self) -> frozenset[str]:
        """The allow-list as a set."""
        return frozenset(name.strip() for name in self.allow.split(',') if name.strip())
