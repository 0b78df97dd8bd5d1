"""People walk on seeded ways, through no wall, and not on purpose into a standing car."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tiny_worlds import box, drive, plane, release, room, world

from patrol.sim.scene import PERSON_RADIUS
from patrol.sim.simulation import Simulation, SimulationOptions

START = (0.0, 0.0, 0.0)


def walk(seconds, people=4, seed=1, of=None):
    """Return the states (ticks, n, 4) of people about a standing car, and the simulation."""
    made = Simulation(of or room(4.0), START, SimulationOptions(seed=seed, people=people))
    states = []
    for _ in range(round(seconds * 100)):
        made.step()
        states.append(made.people.copy())
    return np.array(states), made


def test_they_walk_at_a_human_pace_and_stay_in_the_room():
    states, _ = walk(10.0)
    speed = np.hypot(states[..., 2], states[..., 3])
    assert speed.max() <= 1.3
    assert np.median(speed) > 0.3
    assert np.abs(states[..., :2]).max() < 4.0 - PERSON_RADIUS
    moved = np.hypot(*np.diff(states[:, :, :2], axis=0).transpose(2, 0, 1))
    assert moved.max() <= 1.3 * 0.02 + 1e-9


def test_a_seed_decides_where_they_go():
    first, _ = walk(3.0, seed=1)
    again, _ = walk(3.0, seed=1)
    other, _ = walk(3.0, seed=2)
    assert first.tobytes() == again.tobytes() != other.tobytes()


@pytest.mark.parametrize('seed', [1, 2])
def test_they_do_not_walk_into_a_standing_car(seed):
    _, made = walk(12.0, people=6, seed=seed)
    assert made.contacts.count == 0


def test_nobody_walks_through_a_wall():
    wall = box('wall', 1.5, 0.0, (0.2, 8.0, 2.0))
    states, _ = walk(10.0, of=world(*room(4.0).solids, wall))
    assert (states[..., 0] < 1.4 - PERSON_RADIUS).all()


def test_the_lidar_sees_them_where_they_are():
    made = Simulation(room(4.0), START, SimulationOptions(people=1, seed=4))
    checked = 0
    for _ in range(800):
        scans = [p.message for p in made.step() if p.topic == 'scan']
        x, y = made.people[0, :2] - made.true_pose[:2]
        for scan in scans:
            bearing = math.atan2(y, x) - made.true_pose[2]
            beam = round((bearing - scan.angle_min) / scan.angle_increment) % 360
            if 20 < beam < 340:
                expected = math.hypot(x, y) - PERSON_RADIUS
                # they walk on while the sensor turns
                assert scan.ranges[beam] == pytest.approx(expected, abs=0.2)
                checked += 1
    assert checked > 25


def test_a_person_who_bumps_into_a_standing_car_is_not_its_contact():
    made = Simulation(room(4.0), START, SimulationOptions(people=1))
    made._people.step = lambda car: None
    for shift in np.linspace(1.0, 0.3, 70):
        made._people.state[0, :2] = [shift, 0.0]
        made.step()
    assert made.contacts.count == 0
    assert made.contacts.bumped == 1


def test_a_car_that_drives_into_a_person_is():
    made = Simulation(room(4.0), START, SimulationOptions(people=1))
    made._people.step = lambda car: None
    made._people.state[0, :2] = [0.8, 0.0]
    release(made)
    drive(made, 8.0, 8.0, 3.0)
    assert made.contacts.count == 1
    assert made.contacts.events[0].thing == 'person_0'


def test_an_empty_world_has_no_walls_but_people_still_walk():
    _, made = walk(1.0, people=1, of=world(plane()))
    assert np.isfinite(made.people).all()
