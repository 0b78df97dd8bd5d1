import pytest
from graph import Recorder, graph_of_nodes

from patrol import messages as m
from patrol.component import Reply
from patrol.doors import WIRINGS
from patrol.errors import UserError
from patrol.nodes import component_node

pytestmark = pytest.mark.ros


@pytest.fixture
def graph():
    with graph_of_nodes() as made:
        yield made


def say(node, topic, message):
    node._send([component_node.Publication(topic, message)], node.steady.now())


def matched(node, topic):
    return lambda: node.count_subscribers(topic) > 0


def test_what_one_says_the_other_hears(graph):
    gate, motor = Recorder('velocity_gate'), Recorder('motor_control')
    speaker = graph.node(gate)
    graph.node(motor)
    graph.until(matched(speaker, '_cmd_vel_safe'))
    graph.until(lambda: _repeat(speaker, motor))
    assert motor.heard[0] == ('_cmd_vel_safe', m.Velocity(1.5, 0.25, -0.5))


def _repeat(speaker, motor):
    say(speaker, '_cmd_vel_safe', m.Velocity(1.5, 0.25, -0.5))
    return motor.heard


def test_who_joins_late_gets_what_is_latched(graph):
    planner, follower = Recorder('patrol_planner'), Recorder('path_follower')
    speaker = graph.node(planner)
    import numpy as np

    say(speaker, 'plan', m.Path(2.0, np.zeros((2, 3))))
    graph.node(follower)
    graph.until(lambda: 'plan' in follower.topics())


def test_every_topic_and_service_of_the_table_is_on_the_graph(graph):
    for name, wiring in WIRINGS.items():
        if name == 'board':
            continue
        node = graph.node(Recorder(name))
        said = {topic for topic, _ in node.get_publisher_names_and_types_by_node(name, '/')}
        heard = {topic for topic, _ in node.get_subscriber_names_and_types_by_node(name, '/')}
        assert {f'/{topic}' for topic in wiring.publishes} <= said
        assert {f'/{topic}' for topic in wiring.subscribes} <= heard
        served = {service for service, _ in node.get_service_names_and_types_by_node(name, '/')}
        assert {f'/{service}' for service in wiring.serves} <= served


def test_a_service_is_called_and_answered(graph):
    driver, motor = Recorder('round_driver'), Recorder('motor_control')
    motor.answer = Reply(False, 'somebody commands motion')
    caller = graph.node(driver)
    graph.node(motor)
    graph.until(caller._callees['e_stop_reset'].service_is_ready)
    driver.request('e_stop_reset')
    graph.until(lambda: driver.replies)
    assert driver.replies == [('e_stop_reset', Reply(False, 'somebody commands motion'))]
    assert 'e_stop_reset' in motor.topics()


def test_nobody_serves(graph):
    driver = Recorder('round_driver')
    graph.node(driver)
    driver.request('patrol/start')
    graph.until(lambda: driver.replies)
    assert driver.replies == [('patrol/start', Reply(False, 'nobody serves patrol/start'))]


def test_who_does_not_answer_is_not_waited_for(graph, monkeypatch):
    monkeypatch.setattr(component_node, 'PATIENCE', 0.2)
    driver, motor = Recorder('round_driver'), Recorder('motor_control')
    caller = graph.node(driver)
    graph.node(motor)
    graph.until(caller._callees['e_stop_reset'].service_is_ready)
    silent = graph.nodes.pop()  # it is there, but nobody spins it
    driver.request('e_stop_reset')
    graph.until(lambda: driver.replies)
    graph.nodes.append(silent)
    assert driver.replies == [('e_stop_reset', Reply(False, 'e_stop_reset does not answer'))]


def test_two_nodes_of_one_name(graph):
    graph.node(Recorder('velocity_gate'))
    with pytest.raises(UserError, match='/velocity_gate already runs on this machine'):
        graph.node(Recorder('velocity_gate'))


def test_a_name_is_free_again_when_its_node_ends(graph):
    graph.node(Recorder('velocity_gate'))
    graph.nodes.pop().destroy_node()
    graph.node(Recorder('velocity_gate'))


def test_ticks_come_by_the_steady_clock(graph):
    part = Recorder('map_server', period=0.02)
    graph.node(part)
    graph.until(lambda: len(part.ticks) >= 5)
    assert part.ticks == sorted(part.ticks)


def test_in_simulated_time_ticks_come_by_the_clock_and_go_on_without_it(graph):
    from rosgraph_msgs.msg import Clock

    from patrol.nodes.convert.stamp import stamp_to_ros

    part = Recorder('map_server', period=0.02)
    node = graph.node(part, use_sim_time=True)
    clock = graph.add(component_node.Node('hand', context=graph.context))
    hand = clock.create_publisher(Clock, '/clock', 10)
    graph.until(lambda: hand.get_subscription_count() > 0)
    stamps = iter(range(100, 100000))

    def turn():
        hand.publish(Clock(clock=stamp_to_ros(next(stamps) * 0.02)))
        return len(part.ticks) >= 10 and part.ticks[-1] - part.ticks[0] > 0.1

    graph.until(turn)
    before = node.steady.now()
    count = len(part.ticks)
    graph.until(lambda: len(part.ticks) >= count + 3)  # the clock stands still
    assert node.steady.now() >= before
