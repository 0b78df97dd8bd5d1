"""Every door there and back: values survive, broken ones too."""

import pytest
from drawn_messages import LOST, MESSAGES, SHORT, STAMP, alike
from hypothesis import given, settings
from hypothesis import strategies as st

from patrol import messages as m
from patrol.doors import CLIFF_TOPICS, DOORS, RANGE_TOPICS
from patrol.nodes.convert import converter

pytestmark = pytest.mark.ros

PLAIN = [door for door in DOORS.values() if door.type is not m.RangeReading]


@pytest.mark.parametrize('door', PLAIN, ids=lambda door: door.topic)
@settings(max_examples=30)
@given(data=st.data())
def test_there_and_back(door, data):
    message = data.draw(MESSAGES[door.type])
    pair = converter(door)
    (back,) = pair.from_ros(pair.to_ros(message))
    assert alike(message, back, LOST.get(door.ros_type, frozenset())), back


@pytest.mark.parametrize('topic', [*RANGE_TOPICS, *CLIFF_TOPICS])
@settings(max_examples=30)
@given(stamp=STAMP, values=st.tuples(SHORT, SHORT, SHORT, SHORT))
def test_a_reading_keeps_the_name_of_its_topic(topic, stamp, values):
    name = topic.partition('/')[2]
    message = m.RangeReading(stamp, name, *values)
    pair = converter(DOORS[topic])
    (back,) = pair.from_ros(pair.to_ros(message))
    assert alike(message, back)


def test_every_kind_of_message_is_tried():
    assert {door.type for door in DOORS.values()} == {*MESSAGES, m.RangeReading}
