"""Quality of service for each kind of delivery (REP-2003)."""

from __future__ import annotations

from dataclasses import dataclass

from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy

from patrol.doors import Delivery


@dataclass(frozen=True, slots=True)
class Qos:
    """What a publisher offers and what a subscriber asks for."""

    offer: QoSProfile
    ask: QoSProfile


def profile(depth: int, *, reliable: bool = True, latched: bool = False) -> QoSProfile:
    """Return a keep-last profile."""
    return QoSProfile(
        history=HistoryPolicy.KEEP_LAST,
        depth=depth,
        reliability=ReliabilityPolicy.RELIABLE if reliable else ReliabilityPolicy.BEST_EFFORT,
        durability=DurabilityPolicy.TRANSIENT_LOCAL if latched else DurabilityPolicy.VOLATILE,
    )


def _both(one: QoSProfile) -> Qos:
    return Qos(one, one)


#: Depths bridge a pause of about half a second of the subscriber; commands never queue.
QOS: dict[Delivery, Qos] = {
    Delivery.SENSOR: Qos(offer=profile(10), ask=profile(10, reliable=False)),
    Delivery.BOARD: _both(profile(50, reliable=False)),
    Delivery.COMMAND: _both(profile(1)),
    Delivery.LATCHED: _both(profile(1, latched=True)),
    Delivery.STATE: _both(profile(50)),
    Delivery.TF: _both(profile(100)),
}
