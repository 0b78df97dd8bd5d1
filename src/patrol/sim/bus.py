"""An in-process stand-in for the middleware: components wired by the table of doors."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from patrol.component import Call, Component, Publication, Reply
from patrol.doors import DOORS, WIRINGS, Delivery, Wiring

Tap = Callable[[str, Any], None]
#: Returns what becomes of a message on its way; None: it is lost.
Spoiler = Callable[[Any], Any]
Server = Callable[[str, float], tuple[Reply, list[Publication]]]

_LATCHED = {topic: door.delivery is Delivery.LATCHED for topic, door in DOORS.items()}


class Bus:
    """Delivers every message at once, in the order of publication: deterministic.

    A component that joins late gets the last message of each latched topic, as in DDS.
    """

    def __init__(self) -> None:
        self._routes: dict[str, list[Component]] = {}
        self._servers: dict[str, tuple[Server, Component | None]] = {}
        self._taps: dict[str, list[Tap]] = {}
        self._spoilers: dict[str, Spoiler] = {}
        self._latched: dict[str, Any] = {}
        self._components: dict[str, tuple[Component, Wiring]] = {}
        self._next_tick: dict[str, float] = {}

    def add(self, component: Component, now: float = 0.0) -> None:
        """Wire a component by its name's row of the table."""
        wiring = WIRINGS[component.name]
        self._components[component.name] = (component, wiring)
        for topic in wiring.subscribes:
            self._routes.setdefault(topic, []).append(component)
        for service in wiring.serves:
            self._servers[service] = (component.call, component)
        self._next_tick[component.name] = now
        for topic in wiring.subscribes:
            if topic in self._latched:
                self._run(component.handle(topic, self._latched[topic], now), component, now)

    def remove(self, name: str) -> None:
        """Take a component away, as if its process had died."""
        component, wiring = self._components.pop(name)
        for topic in wiring.subscribes:
            self._routes[topic].remove(component)
        for service in wiring.serves:
            del self._servers[service]
        del self._next_tick[name]

    def serve(self, services: Iterable[str], server: Server) -> None:
        """Let something that is no component answer services (the simulated board)."""
        for service in services:
            self._servers[service] = (server, None)

    def tap(self, topic: str, callback: Tap) -> None:
        """Call back for each message on a topic, after its subscribers."""
        self._taps.setdefault(topic, []).append(callback)

    def spoil(self, topic: str, spoiler: Spoiler | None) -> None:
        """Plant a fault into the transport of a topic: what is published is changed or lost.

        None mends it.
        """
        if spoiler is None:
            self._spoilers.pop(topic, None)
        else:
            self._spoilers[topic] = spoiler

    def components(self) -> Mapping[str, Component]:
        """Return the components that are wired now, by name."""
        return {name: component for name, (component, _) in self._components.items()}

    def publish(self, topic: str, message: Any, now: float) -> None:
        """Deliver a message and everything that follows from it."""
        self._run((Publication(topic, message),), None, now)

    def call(self, service: str, now: float) -> Reply:
        """Call a Trigger service and return its answer."""
        reply, publications, component = self._serve(service, now)
        self._run(publications, component, now)
        return reply

    def tick(self, now: float) -> None:
        """Give each component its tick when its period is over."""
        for name, due in list(self._next_tick.items()):
            if now + 1e-9 < due:
                continue
            component = self._components[name][0]
            self._next_tick[name] = due + component.period
            self._run(component.tick(now), component, now)

    def _run(self, first: Sequence[Publication], sender: Component | None, now: float) -> None:
        if not first:
            return
        queue = deque([(publication, sender) for publication in first])
        while queue:
            publication, source = queue.popleft()
            topic, message = publication.topic, publication.message
            if type(message) is Call:
                self._answer(topic, source, now, queue)
                continue
            if topic in self._spoilers:
                message = self._spoilers[topic](message)
                if message is None:
                    continue
            if _LATCHED[topic]:
                self._latched[topic] = message
            for component in self._routes.get(topic, ()):
                out = component.handle(topic, message, now)
                if out:
                    queue.extend([(p, component) for p in out])
            for callback in self._taps.get(topic, ()):
                callback(topic, message)

    def _answer(
        self,
        service: str,
        caller: Component | None,
        now: float,
        queue: deque[tuple[Publication, Component | None]],
    ) -> None:
        reply, publications, component = self._serve(service, now)
        queue.extend((p, component) for p in publications)
        if caller is not None:
            queue.extend((p, caller) for p in caller.reply(service, reply, now))

    def _serve(
        self, service: str, now: float
    ) -> tuple[Reply, list[Publication], Component | None]:
        """Return the answer, what is published because of it, and who publishes it."""
        if service not in self._servers:
            return Reply(False, f'nobody serves {service}'), [], None
        server, component = self._servers[service]
        reply, publications = server(service, now)
        return reply, publications, component
