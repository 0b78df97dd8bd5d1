"""Names of the wire and of ROS."""

from __future__ import annotations

import pytest

from patrol.bridge.names import (
    TypeName,
    absolute,
    message_type,
    node_name,
    service_name,
    service_type,
    topic_name,
)
from patrol.xrce.middleware import RefusedError
from patrol.xrce.representations import Service

SET_BOOL = 'std_srvs::srv::dds_::SetBool_'
ARM = Service(
    '/arm', SET_BOOL + 'Request_', SET_BOOL + 'Response_', 'rq/armRequest', 'rr/armReply'
)


def test_topics():
    assert topic_name('rt/odom_raw', '') == '/odom_raw'
    assert topic_name('rt/a/b', 'car1') == '/car1/a/b'
    assert topic_name('rt/a', '/fleet/car1/') == '/fleet/car1/a'


@pytest.mark.parametrize(
    'name',
    ['odom', 'rq/odom', 'rt', 'rt/', 'rt/a b', 'rt/a//b', 'rt/1a', 'rt/a__b', 'rt/' + 300 * 'a'],
)
def test_what_is_no_topic(name):
    with pytest.raises(RefusedError):
        topic_name(name, '')


def test_types():
    assert str(message_type('sensor_msgs::msg::dds_::Imu_')) == 'sensor_msgs/msg/Imu'
    assert service_type(ARM) == TypeName('std_srvs', 'srv', 'SetBool')


@pytest.mark.parametrize(
    'name', ['Imu', 'sensor_msgs/msg/Imu', 'a::srv::dds_::B_', 'a::msg::dds_::B']
)
def test_what_is_no_message_type(name):
    with pytest.raises(RefusedError):
        message_type(name)


@pytest.mark.parametrize(
    ('request_type', 'reply'),
    [
        (SET_BOOL, SET_BOOL),
        (SET_BOOL + 'Request_', 'std_srvs::srv::dds_::Empty_Response_'),
        (SET_BOOL + 'Request_', 'other::srv::dds_::SetBool_Response_'),
        ('std_srvs::msg::dds_::SetBool_Request_', 'std_srvs::msg::dds_::SetBool_Response_'),
    ],
)
def test_what_is_no_pair_of_types(request_type, reply):
    with pytest.raises(RefusedError):
        service_type(Service('/x', request_type, reply))


def test_services():
    assert service_name(ARM, '') == '/arm'
    assert service_name(ARM, 'car1') == '/car1/arm'
    assert service_name(Service('/arm', '', ''), '') == '/arm'
    assert service_name(Service('arm', '', ''), '') == '/arm'


def test_nodes():
    key = b'\1\2\3\4'
    assert node_name('mcu', key) == ('', 'mcu')
    assert node_name('/ns/sub/mcu', key) == ('ns/sub', 'mcu')
    assert node_name('', key) == ('', 'board_01020304')
    assert node_name('my board!', key) == ('', 'my_board_')
    assert node_name('/1/2', key) == ('_1', '_2')


def test_names_of_ros():
    assert absolute('/a', '') == '/a'
    with pytest.raises(RefusedError, match='no valid ROS name'):
        absolute('a', '')
