"""The whole follower in a light closed loop."""

import math

import numpy as np
import pytest
from kinematic_car import Box, Loop

from patrol.vocabulary import Follow

#: Walls of a corridor two metres wide along x.
CORRIDOR = [Box(3, 1.05, 12, 0.1), Box(3, -1.05, 12, 0.1)]
STRAIGHT = [(0, 0, 0), (6, 0, 0)]


def drive(path, boxes=(), seconds=40.0, **options):
    loop = Loop(boxes=list(boxes), **options)
    loop.run(0.5)
    loop.plan(path)
    loop.arrive(seconds)
    return loop


def error(loop, goal):
    return math.hypot(loop.pose[0] - goal[0], loop.pose[1] - goal[1])


def turn_error(loop, goal):
    return abs(math.remainder(loop.pose[2] - goal[2], 2 * math.pi))


def lateral(loop, since=0.0):
    track = np.array(loop.track)
    return np.abs(track[track[:, 0] > since, 2]).max()


def test_straight_on_at_full_speed_and_onto_the_point():
    loop = drive(STRAIGHT)
    assert loop.state == Follow.ARRIVED
    assert loop.now < 13.5
    assert error(loop, STRAIGHT[-1]) < 0.01
    assert lateral(loop) < 0.01


def test_returns_to_the_line_it_starts_beside():
    loop = drive([(0, 0.2, 0), (6, 0.2, 0)])
    track = np.array(loop.track)
    after = track[track[:, 1] > 1.5]
    assert np.abs(after[:, 2] - 0.2).max() < 0.03


def test_turns_first_when_the_path_begins_behind():
    loop = drive([(0, 0, 0), (-3, 0, 1.0)])
    assert loop.state == Follow.ARRIVED
    assert loop.states.index('turning') < loop.states.index('following')
    track = np.array(loop.track)
    assert track[:, 1].max() < 0.02  # did not drive away first
    assert turn_error(loop, (0, 0, 1.0)) < 0.05


def test_a_corner_is_cut_by_little_and_slowed_for():
    loop = drive([(0, 0, 0), (3, 0, 0), (3, 3, math.pi / 2)])
    assert loop.state == Follow.ARRIVED
    track = np.array(loop.track)
    to_first, to_second = np.abs(track[:, 2]), np.abs(track[:, 1] - 3)
    assert np.minimum(to_first, to_second).max() < 0.15
    near = np.hypot(track[:, 1] - 3, track[:, 2]) < 0.2
    assert track[near, 4].max() < 0.5


def test_arrivals_are_exact_with_a_noisy_estimate():
    errors, turns = [], []
    random = np.random.default_rng(1)
    for run in range(12):
        goal = (random.uniform(1, 2.5), *random.uniform(-1.5, 1.5, 1), random.uniform(-3, 3))
        loop = drive([(0, 0, 0), goal], noise=0.01, seed=run, latency=random.choice([0.04, 0.1]))
        assert loop.state == Follow.ARRIVED
        errors.append(error(loop, goal))
        turns.append(turn_error(loop, goal))
        loop.run(1.0)
        assert loop.state == Follow.ARRIVED
        assert np.abs(np.array(loop.track)[-40:, 4:]).max() < 1e-6  # it stays there
    assert max(errors) < 0.03
    assert max(turns) < 0.06


def test_does_not_dither_at_the_goal():
    loop = drive(STRAIGHT, noise=0.01, seed=3)
    speeds = np.array(loop.track)[:, 4]
    assert speeds.min() > -0.02  # never backwards
    loop.run(3.0)
    assert loop.state == Follow.ARRIVED
    assert np.abs(np.array(loop.track)[-100:, 4:]).max() < 1e-6


def test_a_door_is_passed_without_slowing_down_much():
    door = [Box(3, 0.45 + 2, 0.15, 4), Box(3, -0.45 - 2, 0.15, 4)]
    loop = drive(STRAIGHT, door, gate=True)
    assert loop.state == Follow.ARRIVED
    assert loop.now < 14
    assert loop.cut == 0
    assert loop.least > 0.25


def test_a_gap_little_wider_than_the_car_is_passed():
    gap = [Box(3, 0.24 + 2, 0.3, 4), Box(3, -0.24 - 2, 0.3, 4)]
    loop = drive(STRAIGHT, gap, gate=True)
    assert loop.state == Follow.ARRIVED
    assert loop.touched == 0


def test_goes_round_a_box_with_room_to_spare():
    loop = drive(STRAIGHT, [Box(3, 0.1, 0.5, 0.5), *CORRIDOR], gate=True)
    assert loop.state == Follow.ARRIVED
    assert 'avoiding' in loop.states
    assert 'recovering' not in loop.states
    assert loop.least > 0.08
    assert loop.now < 17
    assert loop.cut == 0


def test_a_slalom_in_a_corridor():
    boxes = [Box(2.5, 0.4, 0.5, 0.6), Box(3.9, -0.4, 0.5, 0.6), *CORRIDOR]
    loop = drive(STRAIGHT, boxes, gate=True)
    assert loop.state == Follow.ARRIVED
    assert loop.touched == 0
    assert loop.now < 25


def test_a_blocked_corridor_is_given_up_in_bounded_time():
    loop = drive(STRAIGHT, [Box(3, 0, 0.5, 2.2), *CORRIDOR], seconds=0)
    assert loop.run(25, until=Follow.BLOCKED)
    assert loop.status['reason'] == 'path_blocked'
    loop.run(20)
    assert loop.state == Follow.BLOCKED  # no new tries without a new plan or a free way
    assert loop.twist[0] == 0.0
    assert loop.touched == 0


def test_goes_on_when_the_corridor_is_cleared_again():
    loop = drive(STRAIGHT, [Box(3, 0, 0.5, 2.2, end=30), *CORRIDOR], seconds=60)
    assert 'blocked' in loop.states
    assert loop.state == Follow.ARRIVED


def test_a_new_plan_ends_a_blocked_one():
    loop = drive(STRAIGHT, [Box(3, 0, 0.5, 2.2), *CORRIDOR], seconds=25)
    assert loop.state == Follow.BLOCKED
    loop.plan([(*loop.pose[:2], 0), (0, 0, 0)])
    loop.run(0.5)
    assert loop.arrive(20)


def test_out_of_a_dead_end():
    pocket = [Box(2.4, 0, 0.1, 1.2), Box(1.9, 0.6, 1.0, 0.1), Box(1.9, -0.6, 1.0, 0.1)]
    loop = drive(STRAIGHT, pocket, seconds=60, start=(1.9, 0, 0), gate=True)
    assert loop.state == Follow.ARRIVED
    assert loop.touched == 0


def test_waits_for_a_person_that_walks_through():
    person = Box(2.5, -3.0, 0.4, 0.4, velocity=(0.0, 0.7))
    loop = drive(STRAIGHT, [person, *CORRIDOR], gate=True, seconds=30)
    assert loop.state == Follow.ARRIVED
    assert loop.touched == 0
    assert loop.now < 22


def test_what_appears_close_ahead_is_stopped_for_and_driven_round():
    loop = drive(STRAIGHT, [Box(2.3, 0, 0.5, 0.5, begin=3.2), *CORRIDOR], gate=True)
    assert loop.state == Follow.ARRIVED
    assert loop.touched == 0


def test_an_obstacle_that_goes_away_is_not_driven_round():
    loop = drive(STRAIGHT, [Box(3.4, 0, 0.5, 2.0, begin=2.0, end=4.5), *CORRIDOR])
    assert loop.state == Follow.ARRIVED
    assert lateral(loop) < 0.05


@pytest.mark.parametrize('seed', range(3))
def test_recoveries_end_wherever_the_car_is_put(seed):
    random = np.random.default_rng(seed)
    boxes = [
        Box(*random.uniform((0.4, -0.9), (3.5, 0.9)), *random.uniform(0.2, 0.6, 2))
        for _ in range(9)
    ]
    boxes = [b for b in boxes if math.hypot(b.x, b.y) > 0.8] + CORRIDOR
    loop = drive([(0, 0, 0), (4.5, 0, 0)], boxes, seconds=70, gate=True, seed=seed)
    assert loop.touched == 0
    assert loop.state in (Follow.ARRIVED, Follow.BLOCKED)


def test_held_by_the_gate_the_command_does_not_wind_up():
    loop = Loop()
    loop.run(0.5)
    loop.plan(STRAIGHT)
    loop._gate_stops = lambda wanted: True
    loop.gate = True
    loop.run(1.5)
    assert loop.command[0] <= 0.3
