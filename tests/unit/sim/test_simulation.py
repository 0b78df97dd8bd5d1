"""The simulated car as a whole: rates, determinism, truth, contacts, starts."""

from __future__ import annotations

import hashlib
import math
import subprocess
import sys
from collections import Counter
from dataclasses import fields, is_dataclass

import numpy as np
import pytest
from tiny_worlds import box, drive, plane, release, room, world

from patrol.doors import DOORS
from patrol.errors import UserError
from patrol.sim.simulation import Simulation, SimulationOptions

START = (0.0, 0.0, 0.0)

SCRIPT = """
import sys
sys.path.insert(0, 'tests/unit/sim')
from test_simulation import digest
print(digest(int(sys.argv[1])))
"""


def raw(message):
    """All bytes of a message."""
    if is_dataclass(message):
        return b''.join(raw(getattr(message, f.name)) for f in fields(message))
    if isinstance(message, np.ndarray):
        return message.tobytes()
    return repr(message).encode()


def digest(seed, topics=None, **options):
    """Hash of everything that is said in a drive of three seconds."""
    made = Simulation(room(), START, SimulationOptions(seed=seed, people=2, **options))
    release(made)
    said = hashlib.sha256()
    for publication in drive(made, 8.0, 6.0, 3.0):
        if topics is None or publication.topic in topics:
            said.update(publication.topic.encode() + raw(publication.message))
    said.update(made.true_pose.tobytes())
    return said.hexdigest()


def test_same_seed_same_bytes_in_two_processes_and_another_seed_others():
    command = [sys.executable, '-c', SCRIPT, '5']
    other = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    here = digest(5)
    assert other.stdout.strip() == here
    assert digest(6) != here


def test_the_truth_that_is_told_changes_nothing_else():
    topics = [t for t in DOORS if not t.startswith('ground_truth')]
    plain = digest(5, topics)
    assert digest(5, topics, ground_truth_shift=(1.0, -2.0)) == plain
    assert digest(5, topics, ground_truth=False) == plain


def test_the_shift_moves_what_is_told_of_the_truth():
    made = Simulation(room(), START, SimulationOptions(ground_truth_shift=(1.0, -2.0)))
    told = [p.message for p in made.step() if p.topic == 'ground_truth/pose']
    np.testing.assert_allclose(told[0].pose - made.true_pose, [1.0, -2.0, 0.0], atol=1e-9)


def test_every_topic_has_the_rate_of_its_door():
    made = Simulation(room(), START)
    release(made)
    said = Counter(p.topic for p in drive(made, 0.0, 0.0, 4.0))
    mute = ('camera/image_raw', 'ground_truth/contacts', '_mcu/status')
    wanted = {
        t: d.rate
        for t, d in DOORS.items()
        if t.startswith(('_mcu/w', 'imu', 'range', 'cliff', 'batt', 'scan', 'clock', 'ground'))
        and t not in (*mute, '_mcu/wheel_commands')
    }
    assert len(wanted) >= 14
    for topic, rate in wanted.items():
        assert said[topic] == pytest.approx(4 * rate, abs=1), topic


def test_stamps_never_go_back():
    made = Simulation(room(), START)
    release(made)
    last = {}
    for publication in drive(made, 5.0, 5.0, 2.0):
        stamp = getattr(publication.message, 'stamp', None)
        if stamp is not None:
            assert stamp >= last.get(publication.topic, 0.0)
            last[publication.topic] = stamp


def test_driving_into_a_wall_is_one_contact_that_names_both():
    made = Simulation(room(1.0), START)
    release(made)
    said = drive(made, 9.0, 9.0, 4.0)
    contacts = made.contacts
    assert contacts.count == 1
    assert contacts.steps > 100
    assert contacts.events[0].thing == 'east'
    assert [p.message.thing for p in said if p.topic == 'ground_truth/contacts'] == ['east']
    assert made.clearance() < 0.01


def test_no_touch_is_missed_because_the_car_was_thought_to_be_far_away():
    """A thin post beside the way: each contact step must be seen, near or far."""
    post = box('post', 0.6, 0.14, (0.02, 0.02, 0.5))
    made = Simulation(world(plane(), post), START)
    release(made)
    drive(made, 9.0, 9.0, 3.0)
    assert made.contacts.count >= 1
    assert made.contacts.events[0].thing == 'post'


def test_passing_close_by_is_no_contact_and_the_clearance_is_right():
    post = box('post', 1.0, 0.21, (0.1, 0.1, 0.5))
    made = Simulation(world(plane(), post), START)
    release(made)
    nearest = math.inf
    for _ in range(60):
        drive(made, 9.0, 9.0, 0.1)
        nearest = min(nearest, made.clearance())
    assert made.true_pose[0] > 1.5
    assert made.contacts.count == 0
    assert nearest == pytest.approx(0.16 - 0.14, abs=0.004)


@pytest.mark.parametrize('camera', [False, True])
def test_the_camera_does_not_change_where_the_car_goes(camera):
    table = box('board', 1.5, 0.0, (1.0, 1.0, 0.03), z=0.7)
    made = Simulation(world(*room().solids, table), START, SimulationOptions(camera=camera))
    release(made)
    drive(made, 9.0, 8.0, 2.0)
    made.close()
    plain = Simulation(world(*room().solids, table), START)
    release(plain)
    drive(plain, 9.0, 8.0, 2.0)
    assert made.true_pose.tobytes() == plain.true_pose.tobytes()


def test_wheels_over_an_edge_are_noticed():
    slab = box('slab', 0, 0, (2.0, 2.0, 0.2), z=-0.1)
    made = Simulation(world(slab, plane(-0.2)), START)
    made.physics.place((0.97, 0.0, 0.0))
    for _ in range(10):
        made.step()
    assert made.supports_over_edge


def test_a_start_in_a_wall_or_beside_the_floor_is_refused():
    with pytest.raises(UserError, match="inside 'east'"):
        Simulation(room(), (2.95, 0.0, 0.0))
    with pytest.raises(UserError, match='no floor'):
        Simulation(world(box('slab', 0, 0, (2, 2, 0.2), z=-0.1)), (5.0, 0.0, 0.0))


def test_free_places_are_where_the_car_can_be_put():
    made = Simulation(world(*room().solids, box('crate', 1.5, 1.5, (1, 1, 1))), START)
    assert made.is_free((0.0, 0.0, 1.0))
    assert made.is_free((-2.0, 2.0, 0.5))
    assert not made.is_free((1.5, 1.5, 0.0))  # in the crate
    assert not made.is_free((2.9, 0.0, 0.0))  # in the wall
    assert not made.is_free((6.0, 0.0, 0.0))  # beyond it
    made.teleport((-2.0, 2.0, 0.5))
    np.testing.assert_allclose(made.true_pose, [-2.0, 2.0, 0.5], atol=1e-3)


def test_the_board_and_the_encoders_know_how_far_it_went():
    made = Simulation(room(), START)
    release(made)
    wheels = [p.message for p in drive(made, 10.0, 10.0, 3.0) if p.topic == '_mcu/wheel_states']
    turned = wheels[-1].position - wheels[0].position
    rolled = turned.mean() * made.dimensions.wheel_radius
    assert made.true_pose[0] == pytest.approx(rolled, rel=0.01)
    assert rolled > 0.7
