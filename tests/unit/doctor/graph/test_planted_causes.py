"""Every cause planted alone is found by its check, and by no other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planted_graph import healthy, with_publisher

from patrol.doctor.graph import findings_of

TWIST = 'geometry_msgs/msg/Twist'


def without(mapping, topic, value=()):
    return {**mapping, topic: value}


def late_subscriber(graph):
    (first, *others) = graph.subscribers['odom']
    changed = (replace(first, latched=True), *others)
    return replace(graph, subscribers={**graph.subscribers, 'odom': changed})


def reliable_subscriber(graph):
    (first, *others) = graph.subscribers['imu/data_raw']
    publishers = tuple(replace(p, reliable=False) for p in graph.publishers['imu/data_raw'])
    return replace(
        graph,
        subscribers={
            **graph.subscribers,
            'imu/data_raw': (replace(first, reliable=True), *others),
        },
        publishers={**graph.publishers, 'imu/data_raw': publishers},
    )


#: What is changed: (how, the check that says it, level, words of its sentence).
CAUSES = {
    'two nodes of one name': (
        lambda g: replace(g, nodes=(*g.nodes, '/map_server')),
        'node names', 'error', '/map_server is there 2 times',
    ),
    'a stranger commands the gate': (
        lambda g: with_publisher(g, 'cmd_vel_nav', '/my_script'),
        'command topics', 'error', '/my_script publishes on cmd_vel_nav',
    ),
    'a stranger commands the wheels': (
        lambda g: with_publisher(g, '_mcu/wheel_commands', '/my_script'),
        'command topics', 'error', 'belongs to motor_control',
    ),
    'Twist on a TwistStamped topic': (
        lambda g: with_publisher(g, 'cmd_vel', '/teleop_twist_keyboard', TWIST),
        'message types', 'error', f'/teleop_twist_keyboard has {TWIST} on cmd_vel',
    ),
    'another type': (
        lambda g: with_publisher(g, 'map', '/other', 'sensor_msgs/msg/PointCloud2', latched=True),
        'message types', 'error', 'PointCloud2 on map',
    ),
    'asks for reliable': (reliable_subscriber, 'qos', 'warning', 'reliable delivery'),
    'asks for latched': (late_subscriber, 'qos', 'warning', 'transient local'),
    'a slow topic': (
        lambda g: replace(g, counts=without(g.counts, 'scan', 16)),
        'rates', 'warning', 'scan of /simulator comes at 4.0 Hz in place of 10 Hz',
    ),
    'a silent topic': (
        lambda g: replace(g, counts=without(g.counts, 'odom', 0)),
        'rates', 'error', 'odom of /motor_control is silent',
    ),
    'a missing publisher': (
        lambda g: replace(g, publishers=without(g.publishers, 'local_costmap')),
        'rates', 'error', 'Nobody publishes local_costmap, which /path_follower, /patrol_planner',
    ),
    'no localization': (
        lambda g: replace(g, transforms=frozenset({('odom', 'base_footprint')})),
        'tf', 'error', 'map -> odom does not come',
    ),
    'a second parent': (
        lambda g: replace(g, transforms=g.transforms | {('world', 'odom')}),
        'tf', 'error', 'Frame odom has 2 parents: map, world',
    ),
}  # fmt: skip


def wrong(graph):
    return [finding for finding in findings_of(graph) if finding.level != 'ok']


def test_a_healthy_graph_has_nothing_wrong():
    assert wrong(healthy()) == []


@pytest.mark.parametrize('cause', CAUSES)
def test_the_cause_is_found_alone(cause):
    plant, check, level, words = CAUSES[cause]
    (finding,) = wrong(plant(healthy()))
    assert (finding.check, finding.level) == (check, level)
    assert words in finding.sentence
    assert finding.cure


def test_a_second_gate_is_told_by_name_publisher_and_patrol():
    graph = with_publisher(healthy(), '_cmd_vel_safe', '/velocity_gate')
    found = {
        finding.check for finding in wrong(replace(graph, nodes=(*graph.nodes, '/velocity_gate')))
    }
    assert found == {'node names', 'second patrol', 'gate'}


def test_a_stranger_on_the_safe_velocity_is_told():
    graph = with_publisher(healthy(), '_cmd_vel_safe', '/bypass')
    assert {finding.check for finding in wrong(graph)} == {'gate', 'command topics'}


def test_no_gate_at_all():
    graph = replace(healthy(), publishers=without(healthy().publishers, '_cmd_vel_safe'))
    assert {finding.check for finding in wrong(graph)} == {'gate', 'rates'}


def test_a_second_car_in_its_own_namespace_is_no_second_patrol():
    graph = healthy()
    assert (
        wrong(replace(graph, nodes=(*graph.nodes, '/b/velocity_gate', '/b/motor_control'))) == []
    )


def test_a_planner_that_does_not_drive_may_be_silent():
    graph = healthy()
    assert wrong(replace(graph, counts=without(graph.counts, 'cmd_vel_nav', 0))) == []
