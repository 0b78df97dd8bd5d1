import numpy as np
import pytest

from patrol.component import Component, Reply
from patrol.messages import Grid, Odometry, Velocity
from patrol.sim.bus import Bus


def odometry(stamp):
    return Odometry(stamp, np.zeros(3), np.zeros(2), np.eye(3), np.eye(2))


class Gate(Component):
    name = 'velocity_gate'

    def __init__(self):
        super().__init__()
        self.ticks = []

    def on_odom(self, message, now):
        self.emit('_cmd_vel_safe', Velocity(message.stamp, 0.1, 0.0))

    def on_tick(self, now):
        self.ticks.append(now)


class Motor(Component):
    name = 'motor_control'

    def __init__(self):
        super().__init__()
        self.seen = []
        self.replies = []

    def on_cmd_vel_safe(self, message, now):
        self.seen.append(message.stamp)
        if message.stamp == 2.0:
            self.request('_mcu/e_stop_trigger')

    def do_e_stop_trigger(self, now):
        self.request('_mcu/e_stop_trigger')
        return Reply(True, 'asked')

    def on_reply(self, service, reply, now):
        self.replies.append((service, reply.success))


class Locator(Component):
    name = 'localization'

    def __init__(self):
        super().__init__()
        self.maps = []

    def on_map(self, message, now):
        self.maps.append(message)

    def on_odom(self, message, now):
        pass


def test_a_message_travels_the_whole_chain_at_once():
    bus, motor = Bus(), Motor()
    bus.add(Gate())
    bus.add(motor)
    bus.publish('odom', odometry(1.0), 1.0)
    assert motor.seen == [1.0]


def test_a_service_is_answered_to_its_caller():
    bus, motor = Bus(), Motor()
    bus.add(Gate())
    bus.add(motor)
    bus.serve(['_mcu/e_stop_trigger'], lambda service, now: (Reply(True, service), []))
    bus.publish('odom', odometry(2.0), 2.0)
    assert motor.replies == [('_mcu/e_stop_trigger', True)]


def test_a_service_that_calls_another_gets_its_answer():
    bus, motor = Bus(), Motor()
    bus.add(motor)
    bus.serve(['_mcu/e_stop_trigger'], lambda service, now: (Reply(False, 'no'), []))
    assert bus.call('e_stop_trigger', 0.0).success
    assert motor.replies == [('_mcu/e_stop_trigger', False)]


def test_a_service_nobody_serves_is_a_refusal():
    assert not Bus().call('patrol/start', 0.0).success


def test_a_late_component_gets_the_latched_message():
    bus, locator = Bus(), Locator()
    grid = Grid(0.0, 'map', 0.05, np.zeros(3), np.zeros((2, 2), np.int8))
    bus.publish('map', grid, 0.0)
    bus.add(locator)
    assert locator.maps == [grid]


def test_a_removed_component_hears_nothing_more():
    bus, motor = Bus(), Motor()
    bus.add(Gate())
    bus.add(motor)
    bus.remove('motor_control')
    bus.publish('odom', odometry(1.0), 1.0)
    assert motor.seen == []


def test_a_spoiled_topic_is_changed_or_lost_until_mended():
    bus, motor = Bus(), Motor()
    bus.add(motor)
    command = Velocity(1.0, 0.1, 0.0)
    bus.spoil('_cmd_vel_safe', lambda message: None)
    bus.publish('_cmd_vel_safe', command, 1.0)
    assert motor.seen == []
    bus.spoil('_cmd_vel_safe', lambda message: Velocity(9.0, 0.0, 0.0))
    bus.publish('_cmd_vel_safe', command, 1.0)
    bus.spoil('_cmd_vel_safe', None)
    bus.publish('_cmd_vel_safe', command, 1.0)
    assert motor.seen == [9.0, 1.0]


def test_ticks_come_once_a_period():
    bus, gate = Bus(), Gate()
    bus.add(gate)
    for step in range(21):
        bus.tick(step * 0.01)
    assert gate.ticks == pytest.approx([0.0, 0.05, 0.1, 0.15, 0.2])


def test_a_topic_that_is_no_door_is_an_error():
    with pytest.raises(KeyError):
        Bus().publish('no_such_topic', None, 0.0)
