import pytest

from patrol.component import handler_name
from patrol.doors import DOORS, WIRINGS


def test_names_are_relative():
    assert not [name for name in DOORS if name.startswith('/')]


@pytest.mark.parametrize('wiring', WIRINGS.values(), ids=lambda w: w.name)
def test_every_topic_of_the_wiring_is_a_door(wiring):
    assert set(wiring.subscribes) | set(wiring.publishes) <= set(DOORS)


def test_only_the_gate_publishes_the_safe_command():
    senders = [w.name for w in WIRINGS.values() if '_cmd_vel_safe' in w.publishes]
    assert senders == ['velocity_gate']


def test_what_is_called_is_served():
    served = {service for wiring in WIRINGS.values() for service in wiring.serves}
    called = {service for wiring in WIRINGS.values() for service in wiring.calls}
    assert called <= served


def test_handler_names():
    assert handler_name('range/front_left') == 'on_range'
    assert handler_name('_mcu/wheel_states') == 'on_mcu_wheel_states'
    assert handler_name('odom') == 'on_odom'
    assert handler_name('_cmd_vel_safe') == 'on_cmd_vel_safe'
    assert handler_name('patrol/state') == 'on_patrol_state'
