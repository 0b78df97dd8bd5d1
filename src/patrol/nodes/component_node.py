"""The node of a component: what it hears, says, serves and calls is in the table of doors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from rclpy.client import Client
from rclpy.clock import Clock, ClockType
from rclpy.node import Node
from rclpy.task import Future
from std_srvs.srv import Trigger

from patrol.component import Call, Component, Publication, Reply
from patrol.doors import DOORS, WIRINGS, Delivery
from patrol.nodes.clocks import NodeClock, SimulatedClock, SteadyClock
from patrol.nodes.convert import converter
from patrol.nodes.name_lock import NameLock
from patrol.nodes.qos import QOS
from patrol.nodes.trace import Trace

#: A service that does not answer within this time (s) counts as refused.
PATIENCE = 2.0
#: While simulated time stands still, ticks come this often (s) by the steady clock.
FALLBACK_TICK = 0.25

Make = Callable[[Node], Component]


class ComponentNode(Node):
    """Feeds a component from topics and publishes what it emits.

    `make` is called with the node, whose parameters were declared from their overrides, and
    returns the component. With `use_sim_time` the component lives in simulated time.
    """

    def __init__(self, name: str, make: Make, *, trace: Trace | None = None, **kwargs: Any):
        super().__init__(name, automatically_declare_parameters_from_overrides=True, **kwargs)
        self._name_lock = NameLock(self.get_fully_qualified_name())
        self._diary = trace
        self.component = make(self)
        self.steady = self._choose_clock()
        wiring = WIRINGS[self.component.name]
        self._voices = {topic: self._output(topic) for topic in wiring.publishes}
        self._callees = {service: self._client(service) for service in wiring.calls}
        self._unanswered: dict[Future, tuple[str, float]] = {}
        for topic in wiring.subscribes:
            self._listen(topic)
        for service in wiring.serves:
            self._serve(service)
        self._start_ticking()

    def destroy_node(self) -> None:
        """Take the node off the graph and give its name free."""
        super().destroy_node()
        self._name_lock.close()
        if self._diary is not None:
            self._diary.close()

    def _choose_clock(self) -> NodeClock:
        if not self.get_parameter('use_sim_time').value:
            return SteadyClock()
        clock = self.get_clock()
        return SimulatedClock(lambda: clock.now().nanoseconds * 1e-9)

    def _output(self, topic: str) -> Callable[[Any], None]:
        door = DOORS[topic]
        pair = converter(door)
        publisher = self.create_publisher(pair.ros_type, topic, QOS[door.delivery].offer)
        publish, form, heard = publisher.publish, pair.send, publisher.get_subscription_count
        if door.delivery is Delivery.LATCHED:
            return lambda message: publish(form(message))

        def send(message: Any) -> None:
            if heard():  # nobody listens: converting would only cost time
                publish(form(message))

        return send

    def _listen(self, topic: str) -> None:
        door = DOORS[topic]
        pair = converter(door)
        receive, handle, clock = pair.receive, self.component.handle, self.steady

        def hear(message: Any) -> None:
            now = clock.now()
            for plain in receive(message):
                out = handle(topic, plain, now)
                if self._diary is not None:
                    self._diary.heard(topic, plain, now, out)
                self._send(out, now)

        self.create_subscription(pair.ros_type, topic, hear, QOS[door.delivery].ask, raw=pair.raw)

    def _serve(self, service: str) -> None:
        def answer(request: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
            now = self.steady.now()
            reply, out = self.component.call(service, now)
            if self._diary is not None:
                self._diary.called(service, now, out)
            self._send(out, now)
            response.success, response.message = reply.success, reply.message
            return response

        self.create_service(Trigger, service, answer)

    def _client(self, service: str) -> Client:
        return self.create_client(Trigger, service)

    def _start_ticking(self) -> None:
        simulated = isinstance(self.steady, SimulatedClock)
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        if simulated:
            self.create_timer(self.component.period, self.tick)
            self.create_timer(FALLBACK_TICK, self._tick_by_hand, clock=steady)
        else:
            self.create_timer(self.component.period, self.tick, clock=steady)

    def _tick_by_hand(self) -> None:
        if isinstance(self.steady, SimulatedClock) and self.steady.silent:
            self.tick()

    def tick(self) -> None:
        """Let the component watch its deadlines."""
        now = self.steady.now()
        out = self.component.tick(now)
        if self._diary is not None:
            self._diary.ticked(now, out)
        self._send(out, now)
        for future, (service, asked) in list(self._unanswered.items()):
            if now - asked > PATIENCE:
                del self._unanswered[future]
                self._callees[service].remove_pending_request(future)
                self._take_reply(service, Reply(False, f'{service} does not answer'))

    def tell(self, method: str, value: Any) -> None:
        """Tell the component something that does not come by a topic."""
        if self._diary is not None:
            self._diary.told(method, value)
        getattr(self.component, method)(value)

    def _send(self, publications: Iterable[Publication], now: float) -> None:
        for publication in publications:
            if isinstance(publication.message, Call):
                self._ask(publication.topic, now)
            else:
                self._voices[publication.topic](publication.message)

    def _ask(self, service: str, now: float) -> None:
        client = self._callees[service]
        if not client.service_is_ready():
            self._take_reply(service, Reply(False, f'nobody serves {service}'))
            return
        future = client.call_async(Trigger.Request())
        self._unanswered[future] = (service, now)
        future.add_done_callback(self._answered)

    def _answered(self, future: Future) -> None:
        service, _ = self._unanswered.pop(future, ('', 0.0))
        answer = future.result() if service else None
        if answer is not None:
            self._take_reply(service, Reply(answer.success, answer.message))

    def _take_reply(self, service: str, reply: Reply) -> None:
        now = self.steady.now()
        out = self.component.reply(service, reply, now)
        if self._diary is not None:
            self._diary.replied(service, reply, now, out)
        self._send(out, now)
