"""The short way over bytes against rclpy's own serialization."""

import dataclasses
import struct

import pytest
from drawn_messages import MESSAGES, SHORT, STAMP, alike
from hypothesis import given, settings
from hypothesis import strategies as st
from rclpy.serialization import deserialize_message, serialize_message

from patrol import messages as m
from patrol.doors import DOORS
from patrol.nodes.convert import converter

pytestmark = pytest.mark.ros

READING = st.builds(m.RangeReading, STAMP, st.just('x'), SHORT, SHORT, SHORT, SHORT)
PAIRS = {topic: converter(door) for topic, door in DOORS.items()}
PACKED = [topic for topic, pair in PAIRS.items() if pair.pack]
RAW = [topic for topic, pair in PAIRS.items() if pair.raw]


def message_of(topic, data):
    kind = DOORS[topic].type
    if kind is not m.RangeReading:
        return data.draw(MESSAGES[kind])
    return dataclasses.replace(data.draw(READING), name=topic.rpartition('/')[2])


@pytest.mark.parametrize('topic', PACKED)
@settings(max_examples=30)
@given(data=st.data())
def test_bytes_say_what_the_message_says(topic, data):
    message, pair = message_of(topic, data), PAIRS[topic]
    packed = deserialize_message(pair.pack(message), pair.ros_type)
    (short,), (long,) = pair.from_ros(packed), pair.from_ros(pair.to_ros(message))
    assert alike(short, long)
    assert _header(packed) == _header(pair.to_ros(message))


def _header(message):
    if hasattr(message, 'transforms'):
        return [(t.header.frame_id, t.child_frame_id) for t in message.transforms]
    return message.header.frame_id, getattr(message, 'child_frame_id', '')


@pytest.mark.parametrize('topic', RAW)
@settings(max_examples=30)
@given(data=st.data(), frame=st.text(st.characters(codec='ascii', exclude_characters='\0')))
def test_bytes_are_read_as_the_message_is(topic, data, frame):
    message, pair = message_of(topic, data), PAIRS[topic]
    ros = pair.to_ros(message)
    ros.header.frame_id = frame
    (short,), (long,) = pair.receive(serialize_message(ros)), pair.from_ros(ros)
    assert alike(short, long)


def test_the_other_byte_order_goes_the_long_way():
    pair = PAIRS['cmd_vel']
    text = b'\x00\x00\x00\x00' + struct.pack('>iII', 5, 0, 1) + b'\0' + b'\0' * 3
    big = text + struct.pack('>6d', 0.5, 0, 0, 0, 0, 0.25)
    assert pair.receive(big) == [m.Velocity(5.0, 0.5, 0.25)]


def test_the_busiest_are_among_them():
    assert {'imu/data_raw', 'odom', '_cmd_vel_safe', 'cmd_vel_nav'} <= set(RAW) & set(PACKED)
