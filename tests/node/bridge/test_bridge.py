"""A board of bytes on one side, real ROS 2 on the other."""

from __future__ import annotations

import struct
import time

import pytest
from mini_client import MiniClient, UdpLine, oid
from rclpy.qos import QoSProfile, ReliabilityPolicy, qos_profile_sensor_data
from std_msgs.msg import Header, Int64, String
from std_srvs.srv import SetBool

pytestmark = pytest.mark.ros

INT64 = 'std_msgs::msg::dds_::Int64_'
STRING = 'std_msgs::msg::dds_::String_'
HEADER = 'std_msgs::msg::dds_::Header_'


def test_what_a_board_publishes_arrives_in_ros(client, observer):
    got = []
    deep = QoSProfile(depth=200, reliability=ReliabilityPolicy.BEST_EFFORT)
    observer.node.create_subscription(Int64, '/count', lambda m: got.append(m.data), deep)
    assert client.participant() == 0
    assert client.publisher(1, 'rt/count', INT64) == [0, 0, 0]
    assert observer.until(lambda: observer.node.count_publishers('/count') == 1)
    assert observer.until(lambda: _send(client, got))
    begin = 1000
    for number in range(begin + 1, begin + 51):
        client.write(oid(1, 5), struct.pack('<q', number))
    assert observer.until(lambda: got[-1] == begin + 50)
    assert got[-50:] == list(range(begin + 1, begin + 51))


def _send(client, got):
    """Write until discovery has matched and something arrives."""
    client.write(oid(1, 5), struct.pack('<q', len(got)))
    return bool(got)


def test_the_board_is_a_node_with_its_topics(client, observer):
    client.participant('/arm/gripper')
    client.publisher(1, 'rt/grip', INT64, reliable=True)
    client.subscription(2, 'rt/squeeze', STRING)
    node = observer.node
    assert observer.until(lambda: ('gripper', '/arm') in node.get_node_names_and_namespaces())
    assert observer.until(lambda: node.count_publishers('/grip') == 1)
    (info,) = node.get_publishers_info_by_topic('/grip')
    assert (info.node_name, info.node_namespace) == ('gripper', '/arm')
    assert info.topic_type == 'std_msgs/msg/Int64'
    assert observer.until(lambda: node.count_subscribers('/squeeze') == 1)
    client.goodbye()
    assert observer.until(lambda: node.count_publishers('/grip') == 0)
    assert observer.until(lambda: ('gripper', '/arm') not in node.get_node_names_and_namespaces())


@pytest.mark.parametrize('reliable', [True, False])
def test_what_ros_publishes_arrives_on_the_board(client, observer, reliable):
    client.participant()
    assert client.subscription(1, 'rt/words', STRING, reliable) == [0, 0, 0]
    read = client.read_request
    publisher = observer.node.create_publisher(String, '/words', 10)
    assert observer.until(lambda: publisher.get_subscription_count() == 1)
    time.sleep(0.1)
    publisher.publish(String(data='grüß'))
    payload = client.wait_for(9)
    assert payload == read + oid(1, 6) + struct.pack('<I', 7) + 'grüß'.encode() + b'\0'


def test_a_long_message_comes_in_fragments(client, observer):
    client.participant()
    client.subscription(1, 'rt/words', STRING)
    publisher = observer.node.create_publisher(String, '/words', 10)
    assert observer.until(lambda: publisher.get_subscription_count() == 1)
    time.sleep(0.1)
    publisher.publish(String(data='x' * 1500))
    assert client.wait_for(9)[8:-1] == b'x' * 1500


def test_a_service_of_the_board(client, observer):
    client.participant()
    assert client.service(1, '/arm', 'std_srvs/srv/SetBool', server=True) == 0
    caller = observer.node.create_client(SetBool, '/arm')
    assert observer.until(caller.service_is_ready)
    for wanted in (True, False):
        future = caller.call_async(SetBool.Request(data=wanted))
        request = client.wait_for(9)
        assert request[28:29] == bytes((wanted,))
        reply = bytes((wanted, 0, 0, 0)) + struct.pack('<I', 6) + b'armed\0'
        client.reliable(7, b'\x00\x21' + oid(1, 8) + request[4:28] + reply)
        client.spin(0.1)
        assert observer.until(future.done)
        assert (future.result().success, future.result().message) == (wanted, 'armed')


def test_a_call_from_the_board(client, observer):
    calls = []

    def answer(request, response):
        calls.append(request.data)
        response.success, response.message = True, 'done'
        return response

    client.participant()
    assert client.service(1, '/do_it', 'std_srvs/srv/SetBool', server=False) == 0
    # the first call is made before the service exists: the bridge holds it
    client.reliable(7, b'\x00\x0d' + oid(1, 7) + b'\x01')
    observer.node.create_service(SetBool, '/do_it', answer)
    assert observer.until(lambda: calls == [True])
    payload = client.wait_for(9)
    assert payload[4:8] == b'\x00\x0d' + oid(1, 7)
    assert payload[8:9] + payload[12:] == b'\x01' + struct.pack('<I', 5) + b'done\0'


def test_an_unknown_type_names_the_package_to_install(client, caplog):
    client.participant()
    statuses = client.publisher(1, 'rt/x', 'strange_msgs::msg::dds_::Thing_')
    assert statuses == [0, 0, 0x80]
    assert 'ros-jazzy-strange-msgs' in caplog.text


def test_destroying_a_subscription_is_answered_at_once(client):
    client.participant()
    client.subscription(1, 'rt/words', STRING)
    assert client.cancel(oid(1, 6))[4] == 0
    assert client.delete(oid(1, 2))[4] == 0  # the topic goes first, as in stock clients
    assert client.delete(oid(1, 6))[4] == 0
    assert client.delete(oid(1, 6))[4] == 0x84


def test_a_namespace_is_put_in_front_of_everything(make_bridge, observer):
    bridge = make_bridge(namespace='car1')
    client = MiniClient(UdpLine(bridge.link.transport.port))
    client.connect()
    client.participant('mcu')
    client.publisher(1, 'rt/count', INT64)
    client.service(2, '/arm', 'std_srvs/srv/SetBool', server=True)
    node = observer.node
    assert observer.until(lambda: node.count_publishers('/car1/count') == 1)
    assert observer.until(lambda: '/car1/arm' in dict(node.get_service_names_and_types()))
    assert ('mcu', '/car1') in node.get_node_names_and_namespaces()


def test_two_boards_that_collide_are_refused(client, bridge):
    client.participant('one')
    client.publisher(1, 'rt/count', INT64)
    other = MiniClient(UdpLine(bridge.link.transport.port), key=b'\1\2\3\4')
    other.connect()
    assert other.participant('one') == 0x83
    assert other.participant('two') == 0
    assert other.publisher(1, 'rt/count', INT64) == [0, 0, 0x83]
    assert other.publisher(2, 'rt/other', INT64) == [0, 0, 0]


def test_a_board_is_confined_to_the_list(make_bridge):
    bridge = make_bridge(allow='/count, /arm')
    client = MiniClient(UdpLine(bridge.link.transport.port))
    client.connect()
    client.participant()
    assert client.publisher(1, 'rt/count', INT64)[2] == 0
    assert client.publisher(2, 'rt/cmd_vel', INT64)[2] == 0x83
    assert client.service(3, '/arm', 'std_srvs/srv/SetBool', server=True) == 0
    assert client.service(4, '/shoot', 'std_srvs/srv/SetBool', server=True) == 0x83


def test_stamps_of_a_board_without_a_clock_are_replaced(make_bridge, observer):
    bridge = make_bridge(restamp=True)
    client = MiniClient(UdpLine(bridge.link.transport.port))
    client.connect()
    client.participant()
    client.publisher(1, 'rt/head', HEADER)
    client.publisher(2, 'rt/odd', 'geometry_msgs::msg::dds_::PointStamped_')
    from geometry_msgs.msg import PointStamped

    heads, got = [], []
    node = observer.node
    node.create_subscription(Header, '/head', heads.append, qos_profile_sensor_data)
    node.create_subscription(PointStamped, '/odd', got.append, qos_profile_sensor_data)
    assert observer.until(lambda: node.count_publishers('/odd') == 1)

    def send(number, rest):
        client.write(oid(number, 5), struct.pack('<iI', 7, 8) + struct.pack('<I', 1) + rest)

    def arrives(number, rest, inbox):
        send(number, rest)
        return bool(inbox)

    assert observer.until(lambda: arrives(1, b'\0', heads))
    assert heads[0].stamp.sec == 7  # it is a header, it has none: left alone
    assert observer.until(lambda: arrives(2, bytes(4) + struct.pack('<ddd', 1, 2, 3), got))
    point = got.pop()
    assert abs(point.header.stamp.sec - time.time()) < 5
    assert (point.point.x, point.point.z) == (1.0, 3.0)


def test_nothing_queued_before_a_reboot_is_delivered_after(client, observer):
    client.participant()
    client.subscription(1, 'rt/words', STRING)
    publisher = observer.node.create_publisher(String, '/words', 10)
    assert observer.until(lambda: publisher.get_subscription_count() == 1)
    time.sleep(0.1)
    for _ in range(8):
        publisher.publish(String(data='old'))  # nobody acknowledges them
    time.sleep(0.2)
    while client.line.receive(0.05):
        pass
    assert client.connect() == 0
    assert client.participant() == 1
    assert client.subscription(1, 'rt/words', STRING) == [1, 1, 1]
    publisher.publish(String(data='new'))
    assert client.wait_for(9)[8:12] == b'new\0'
    client.spin(0.5)
    assert client.pop(9) is None
