"""A healthy graph, and what is to be changed in it."""

from __future__ import annotations

from dataclasses import replace

from patrol.doctor.graph.snapshot import Endpoint, Graph
from patrol.doors import DOORS, WIRINGS, Delivery

NODES = ('simulator', *(name for name in WIRINGS if name not in ('board', 'round_observer')))
BY_SIMULATOR = ('scan', 'camera/image_raw', 'clock', 'ground_truth/pose')


def ends(topic, verb):
    door = DOORS[topic]
    return tuple(
        Endpoint(
            f'/{"simulator" if wiring.name == "board" else wiring.name}',
            door.ros_type,
            reliable=door.delivery is not Delivery.BOARD,
            latched=door.delivery is Delivery.LATCHED,
        )
        for wiring in WIRINGS.values()
        if topic in getattr(wiring, verb)
    )


def healthy():
    publishers = {topic: ends(topic, 'publishes') for topic in DOORS}
    for topic in BY_SIMULATOR:
        publishers[topic] = (Endpoint('/simulator', DOORS[topic].ros_type),)
    subscribers = {topic: ends(topic, 'subscribes') for topic in DOORS}
    return Graph(
        domain=7,
        nodes=tuple(f'/{node}' for node in NODES),
        publishers=publishers,
        subscribers=subscribers,
        counts={topic: int(4 * door.rate) for topic, door in DOORS.items() if door.rate},
        seconds=4.0,
        transforms=frozenset({('map', 'odom'), ('odom', 'base_footprint')}),
    )


def with_publisher(graph, topic, node, ros_type=None, **qos):
    extra = Endpoint(node, ros_type or DOORS[topic].ros_type, **qos)
    changed = {**graph.publishers, topic: (*graph.publishers[topic], extra)}
    return replace(graph, publishers=changed)
