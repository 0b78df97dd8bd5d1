import math

import numpy as np
import pytest
from bench import CAR, TICK, Bench

from patrol.messages import WheelCommands
from patrol.vocabulary import Board, Reason

FULL = 0.6 / CAR.wheel_radius


def test_it_boots_stopped_and_believes_nobody():
    bench = Bench()
    bench.wanted = (5.0, 5.0)
    bench.run(1.0)
    assert np.abs(bench.speed).max() == 0.0
    assert bench.told == (Board.E_STOP, Reason.NOT_ARMED, '')


def test_it_follows_fresh_commands():
    bench = Bench().at(10.0, -5.0)
    assert bench.speed.tolist() == pytest.approx([10.0, -5.0], rel=0.02)
    assert bench.told == (Board.DRIVING, Reason.NONE, '')


def test_it_is_not_released_while_somebody_commands_motion():
    bench = Bench()
    bench.wanted = (5.0, 5.0)
    bench.run(0.1)
    assert not bench.board.call('_mcu/e_stop_reset').success
    assert bench.run(1.0).told[0] == Board.E_STOP


def test_releasing_moves_nothing_before_a_new_command():
    bench = Bench().at(FULL, FULL)
    bench.board.press_e_stop()
    bench.wanted = None
    bench.run(1.0)
    assert bench.board.call('_mcu/e_stop_reset').success
    assert np.abs(bench.run(1.0).speed).max() < 1e-3


@pytest.mark.parametrize('speed', [FULL, -0.25 / CAR.wheel_radius])
def test_lost_commands_stop_the_wheels_in_half_a_second(speed):
    bench = Bench().at(speed, speed)
    bench.wanted = None
    assert bench.seconds_until_still() < 0.45
    bench.run(0.3)
    assert bench.told == (Board.STANDING, Reason.MOTOR_SILENT, '_mcu/wheel_commands')


@pytest.mark.parametrize('twist', [(0.6, 0.0), (-0.25, 0.0), (0.4, 1.0), (0.0, 2.0)])
def test_braking_is_never_softer_than_stated(twist):
    half = CAR.wheel_separation / 2
    wanted = [(twist[0] + s * half * twist[1]) / CAR.wheel_radius for s in (-1, 1)]
    bench = Bench().at(*wanted)
    speed, begin = bench.speed.copy(), bench.angle.copy()
    bench.wanted = (0.0, 0.0)
    bench.run(1.0)
    linear = abs(speed.mean()) * CAR.wheel_radius
    way = abs((bench.angle - begin).mean()) * CAR.wheel_radius
    assert way <= linear * TICK + linear**2 / (2 * CAR.limits.stopping) + 0.001
    turn = abs(np.diff(speed)[0]) * CAR.wheel_radius / CAR.wheel_separation
    turned = abs(np.diff(bench.angle - begin)[0]) * CAR.wheel_radius / CAR.wheel_separation
    longest = turn * TICK + max(
        turn**2 / (2 * CAR.limits.turn_stopping), turn * linear / (2 * CAR.limits.stopping)
    )
    assert turned <= longest + 0.005


def test_braking_keeps_the_curve():
    bench = Bench().at(12.0, 6.0)
    bench.wanted = (0.0, 0.0)
    begin = bench.angle.copy()
    bench.run(1.0)
    left, right = bench.angle - begin
    assert left / right == pytest.approx(2.0, rel=0.1)


@pytest.mark.parametrize('source', ['button', 'service'])
def test_the_e_stop_stops_and_says_who_pressed_it(source):
    bench = Bench().at(FULL, FULL)
    if source == 'button':
        bench.board.press_e_stop()
    else:
        assert bench.board.call('_mcu/e_stop_trigger').success
    assert bench.seconds_until_still() < 0.25
    sensor = 'e_stop_button' if source == 'button' else '_mcu/e_stop_trigger'
    bench.run(0.1)
    assert bench.told == (Board.E_STOP, Reason.E_STOP, sensor)


@pytest.mark.parametrize('name', list(CAR.cliff_mounts))
def test_a_missing_floor_stops_that_direction_only(name):
    ahead = 1.0 if name.startswith('front') else -1.0
    bench = Bench().at(ahead * 7.0, ahead * 7.0)
    bench.cliffs[name] = math.inf
    assert bench.seconds_until_still() < 0.2
    bench.run(0.2)
    assert bench.told[1:] == (Reason.BOARD_CLIFF, f'cliff/{name}')
    bench.wanted = (-ahead * 7.0, -ahead * 7.0)
    bench.run(0.5)
    assert bench.speed.tolist() == pytest.approx([-ahead * 7.0] * 2, rel=0.05)
    bench.cliffs[name] = 0.05
    bench.run(0.1)
    assert bench.told == (Board.DRIVING, Reason.NONE, '')


def test_no_wheel_turns_towards_a_missing_floor_in_a_turn_on_the_spot():
    bench = Bench().release()
    bench.cliffs['front_left'] = math.nan
    bench.wanted = (-6.0, 6.0)
    bench.run(1.0)
    assert bench.speed[0] == pytest.approx(-6.0, rel=0.05)
    assert bench.speed[1] == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize('side', [0, 1])
@pytest.mark.parametrize(('sign', 'ending'), [(0.0, ''), (-1.0, '_reversed')])
def test_an_encoder_that_lies_stops_the_car_and_latches(side, sign, ending):
    bench = Bench().at(9.0, 9.0)
    bench.sign[side] = sign
    assert bench.seconds_until_still() < 0.75
    assert np.abs(bench.run(1.0).speed).max() < 0.5
    name = f'encoder_{("left", "right")[side]}{ending}'
    assert bench.told == (Board.FAULT, Reason.BOARD_FAULT, name)
    assert bench.status.values['fault'] == name
    bench.sign[side] = 1.0
    assert np.abs(bench.run(1.0).speed).max() < 0.1  # latched


def test_an_empty_battery_stops_after_its_patience():
    bench = Bench().at(9.0, 9.0)
    bench.supply = CAR.raw['battery']['empty_voltage'] - 0.2
    bench.run(2.0)
    assert np.abs(bench.speed).max() < 0.1
    assert bench.told == (Board.FAULT, Reason.BATTERY_EMPTY, 'battery_state')


@pytest.mark.parametrize('stamp', [-600.0, 600.0])
def test_commands_of_another_clock_are_refused_and_named(stamp):
    bench = Bench().at(9.0, 9.0)
    bench.wanted = None
    for _ in range(50):
        bad = WheelCommands(bench.stamp + stamp, np.array([9.0, 9.0]))
        bench.board.handle('_mcu/wheel_commands', bad)
        bench.run(TICK)
    assert np.abs(bench.speed).max() < 0.1
    assert bench.told[1:] == (Reason.CLOCK, '_mcu/wheel_commands')
    assert bench.status.values['refused']


def test_rates_of_the_messages():
    bench = Bench().release()
    bench.out.clear()
    bench.run(2.0)
    count = {}
    for publication in bench.out:
        count[publication.topic] = count.get(publication.topic, 0) + 1
    assert count['_mcu/wheel_states'] == 100
    assert count['imu/data_raw'] == 200
    assert all(count[f'cliff/{name}'] == 40 for name in CAR.cliff_mounts)
    assert count['battery_state'] == 2
    assert count['_mcu/status'] in (4, 5)
