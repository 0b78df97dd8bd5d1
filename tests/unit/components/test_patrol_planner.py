"""The planner driven by a follower that moves along each plan as told."""

from __future__ import annotations

import numpy as np
import pytest

from patrol.components.patrol_planner import PatrolPlanner
from patrol.messages import Flag, Grid, Level, Odometry, PoseEstimate, Status
from patrol.planning.planner_parameters import PlannerParameters
from patrol.planning.route_document import Checkpoint, Order, Route
from patrol.vocabulary import Event, Follow, Gate, Key, Link, Localized, Miss, Name, Patrol, Reason

SPEED, TICK = 0.6, 0.1


def two_rooms(door=(1.2, 2.1)):
    """Return rooms left and right of a wall at x = 3 with a door, 6 m x 3.3 m at 5 cm."""
    cells = np.zeros((66, 120), np.int8)
    cells[[0, 1, -1, -2]] = 100
    cells[:, [0, 1, -1, -2]] = 100
    cells[:, 58:62] = 100
    low, high = (round(y / 0.05) for y in door)
    cells[low:high, 58:62] = 0
    return Grid(0.0, 'map', 0.05, np.zeros(3), cells)


def route(*places, order=Order.GIVEN, laps=1, dwell=0.0):
    rows = tuple(
        Checkpoint(f'c{k}', np.array([x, y, 0.5]), dwell) for k, (x, y) in enumerate(places)
    )
    return Route('r', np.array([0.8, 0.8, 0.0]), laps, order, rows, revision='abc')


class Yard:
    """Everything around the planner, in simulated time."""

    def __init__(self, the_route, grid=None, *, ready=True, **parameters):
        self.planner = PatrolPlanner(the_route, PlannerParameters(**parameters))
        self.pose = the_route.start.copy()
        self.now, self.plan, self.place = 0.0, None, 0
        self.localized, self.blocked_at = True, None
        self.state, self.lease, self.route_text = '', None, ''
        self.events, self.times = [], []
        self.take(self.planner.handle('map', grid or two_rooms(), 0.0))
        if ready:
            self.run(lambda: self.state == Patrol.READY, 30.0)

    def take(self, publications):
        for p in publications:
            if p.topic == 'plan':
                self.plan, self.place = p.message, 0
            elif p.topic == 'patrol/events':
                self.events.append(p.message)
                self.times.append(self.now)
            elif p.topic == 'patrol/state':
                self.state = p.message.values[Key.STATE]
            elif p.topic == 'diagnostics':
                self.lease = p.message
            elif p.topic == 'patrol/route':
                self.route_text = p.message.data

    def told(self):
        values = [event.values for event in self.events]
        return [f'{v[Key.EVENT]} {v[Key.CHECKPOINT]}'.strip() for v in values]

    def call(self, service):
        reply, publications = self.planner.call(f'patrol/{service}', self.now)
        self.take(publications)
        return reply

    def hear(self, name, **values):
        keys = {Key[key.upper()]: value for key, value in values.items()}
        status = Status(self.now, name, Level.OK, '', keys)
        self.take(self.planner.handle('diagnostics', status, self.now))

    def gate(self, state, reason, cause=''):
        values = {Key.STATE: state, Key.REASON: reason, Key.CAUSE: cause}
        status = Status(self.now, Name.STOP_REASON, Level.OK, '', values)
        self.take(self.planner.handle('stop_reason', status, self.now))

    def follow(self):
        """Move along the plan; return the state of the follower."""
        poses = None if self.plan is None else self.plan.poses
        if poses is None or not len(poses):
            return Follow.IDLE
        if self.blocked_at is not None and self.blocked_at(self.pose):
            return Follow.BLOCKED
        self.place = min(self.place + 1, len(poses) - 1)
        self.pose = poses[self.place].copy()
        return Follow.ARRIVED if self.place == len(poses) - 1 else Follow.FOLLOWING

    def step(self):
        self.now += TICK
        state = Localized.TRACKING if self.localized else Localized.LOST
        reason = Reason.NONE if self.localized else Reason.LOST
        self.hear(Name.LOCALIZATION, state=state, reason=reason)
        if self.localized:
            estimate = PoseEstimate(self.now, self.pose.copy(), np.eye(3))
            self.take(self.planner.handle('pose', estimate, self.now))
        follower = self.follow()
        stamp = f'{self.plan.stamp if self.plan else 0.0:.9f}'
        self.hear(Name.PATH_FOLLOWER, state=follower, plan=stamp, remaining='1')
        self.take(self.planner.tick(self.now))

    def run(self, done, limit):
        end = self.now + limit
        while not done() and self.now < end:
            self.step()
        assert done(), (self.state, self.told())

    def ends(self):
        return self.state in (Patrol.DONE, Patrol.ABORTED, Patrol.FAILED)


def test_a_round_visits_all_and_returns():
    yard = Yard(route((2.0, 2.5), (5.0, 0.8), order=Order.LOOP))
    assert yard.call('start').success
    yard.run(yard.ends, 60.0)
    assert yard.told() == [
        *('started', 'leg c0', 'visited c0', 'leg c1', 'visited c1'),
        *('lap_done', 'leg start', 'done'),
    ]
    assert yard.pose == pytest.approx(yard.planner._machine.route.start)
    assert len(yard.plan.poses) == 0


def test_dwell_is_kept():
    yard = Yard(route((2.0, 2.5), (2.0, 0.8), dwell=3.0))
    yard.call('start')
    yard.run(yard.ends, 60.0)
    visited, leg = (yard.times[yard.told().index(what)] for what in ('visited c0', 'leg c1'))
    assert leg - visited == pytest.approx(3.0, abs=0.25)


def test_the_shortest_order_is_chosen():
    yard = Yard(route((5.0, 1.65), (0.8, 2.5), (2.0, 0.7), order=Order.SHORTEST))
    yard.call('start')
    yard.run(yard.ends, 90.0)
    visited = [what for what in yard.told() if what.startswith('visited')]
    assert visited == ['visited c2', 'visited c0', 'visited c1']


def test_it_waits_for_map_and_pose():
    planner = PatrolPlanner(route((2.0, 2.5)))
    said = {p.topic: p.message for p in planner.tick(0.0)}
    assert said['patrol/state'].message == 'waiting for the map'
    assert 'revision: abc' in said['patrol/route'].data
    assert len(said['plan'].poses) == 0  # whatever an earlier planner wanted is over
    planner.handle('map', two_rooms(), 0.1)
    for now in (1.0, 2.0):
        state = {p.topic: p.message for p in planner.tick(now)}['patrol/state']
    assert state.message == 'waiting for localization'
    reply, _ = planner.call('patrol/start', 2.0)
    assert not reply.success
    assert 'waiting' in reply.message


def test_an_unreachable_checkpoint_is_missed_and_the_round_goes_on():
    yard = Yard(route((3.0, 0.5), (2.0, 2.5)))  # the first one is in the wall
    yard.call('start')
    yard.run(yard.ends, 60.0)
    assert yard.told() == ['started', 'missed c0', 'leg c1', 'visited c1', 'lap_done', 'done']
    assert yard.events[1].values[Key.REASON] == Miss.UNREACHABLE


def test_a_start_in_a_wall_misses_everything_with_a_reason():
    yard = Yard(route((2.0, 2.5), (5.0, 0.8)))
    yard.pose = np.array([-3.0, 1.0, 0.0])
    yard.step()
    yard.call('start')
    yard.run(yard.ends, 10.0)
    assert yard.told() == ['started', 'missed c0', 'missed c1', 'lap_done', 'done']


def test_pause_resume_and_what_is_refused():
    yard = Yard(route((5.0, 0.8)))
    assert not yard.call('pause').success
    assert not yard.call('resume').success
    assert not yard.call('abort').success
    yard.call('start')
    assert not yard.call('start').success
    yard.run(lambda: yard.place > 5, 10.0)
    assert yard.call('pause').success
    here = yard.pose.copy()
    for _ in range(30):
        yard.step()
    assert yard.state == Patrol.PAUSED
    assert yard.lease.values[Key.REASON] == Reason.PAUSED
    assert yard.pose == pytest.approx(here)
    assert yard.call('resume').success
    yard.run(yard.ends, 60.0)
    assert yard.state == Patrol.DONE


def test_after_an_e_stop_nothing_moves_until_reset_and_resume():
    yard = Yard(route((5.0, 0.8)))
    yard.call('start')
    yard.run(lambda: yard.place > 5, 10.0)
    yard.take(yard.planner.handle('e_stop', Flag(True), yard.now))
    assert len(yard.plan.poses) == 0  # at once, not with the next tick
    assert not yard.call('resume').success
    yard.take(yard.planner.handle('e_stop', Flag(False), yard.now))
    here = yard.pose.copy()
    for _ in range(50):
        yard.step()
    assert yard.state == Patrol.PAUSED
    assert yard.pose == pytest.approx(here)
    assert yard.call('resume').success
    yard.run(yard.ends, 60.0)
    assert yard.state == Patrol.DONE


def test_a_fault_of_the_board_pauses_a_stop_for_an_obstacle_does_not():
    yard = Yard(route((5.0, 0.8)))
    yard.call('start')
    yard.step()
    yard.gate(Gate.STOPPED, Reason.OBSTACLE, Link.GATE)
    yard.step()
    assert yard.state == Patrol.DRIVING
    yard.gate(Gate.STOPPED, Reason.BOARD_FAULT, Link.BOARD)
    yard.step()
    assert yard.state == Patrol.PAUSED
    yard.gate(Gate.IDLE, Reason.NONE)
    for _ in range(10):
        yard.step()
    assert yard.state == Patrol.PAUSED


def test_lost_stands_and_goes_on_when_found():
    yard = Yard(route((5.0, 0.8)))
    yard.call('start')
    yard.run(lambda: yard.place > 5, 10.0)
    yard.localized = False
    for _ in range(5):
        yard.step()
    assert len(yard.plan.poses) == 0
    assert yard.lease.values[Key.REASON] == Reason.LOST
    yard.localized = True
    yard.run(yard.ends, 60.0)
    assert yard.state == Patrol.DONE


def test_a_blocked_way_without_another_is_missed_in_time_and_named():
    yard = Yard(
        route((5.0, 0.8), (2.0, 2.5)), blocked_wait=2.0, blocked_attempts=2, detour_time=5.0
    )
    yard.blocked_at = lambda pose: pose[0] > 2.4 and yard.plan.poses[-1, 0] > 4.0
    yard.call('start')
    yard.run(yard.ends, 120.0)
    told = yard.told()
    assert told.count('visited c1') == 1
    assert 'missed c0' in told
    assert told.index('missed c0') > told.index('visited c1')  # tried again at the end
    missed = yard.events[told.index('missed c0')]
    assert missed.values[Key.REASON] == Miss.BLOCKED


def test_what_is_seen_in_the_way_is_planned_round():
    yard = Yard(route((5.0, 0.8)), two_rooms(door=(0.3, 3.0)))
    yard.step()
    odometry = Odometry(yard.now, yard.pose, np.zeros(2), np.eye(3), np.eye(2))
    yard.take(yard.planner.handle('odom', odometry, yard.now))
    cells = np.zeros((60, 60), np.int8)
    cells[:24, 39:42] = 100  # x = 2.95 .. 3.1, y = 0 .. 1.2
    corner = np.array([1.0, 0.0, 0.0])
    yard.take(
        yard.planner.handle('local_costmap', Grid(yard.now, 'odom', 0.05, corner, cells), yard.now)
    )
    yard.call('start')
    yard.step()
    near = np.abs(yard.plan.poses[:, 0] - 3.0) < 0.15
    assert yard.plan.poses[near, 1].min() > 1.3


def test_skip_abort_and_home():
    yard = Yard(route((5.0, 0.8), (2.0, 2.5), (5.0, 2.0)))
    yard.call('start')
    yard.step()
    assert yard.call('skip').success
    yard.run(lambda: 'visited c1' in yard.told(), 30.0)
    assert yard.call('abort').success
    yard.step()
    assert yard.state == Patrol.ABORTED
    reasons = {e.values[Key.CHECKPOINT]: e.values[Key.REASON] for e in yard.events[1:]}
    assert reasons['c0'] == Miss.SKIPPED
    assert reasons['c2'] == Miss.ABORTED
    assert yard.call('home').success
    yard.step()
    assert yard.state == Patrol.RETURNING
    yard.run(lambda: yard.state == Patrol.ABORTED, 30.0)
    assert yard.pose == pytest.approx(yard.planner._machine.route.start)


def test_a_goal_is_driven_to_unless_a_round_is_under_way():
    yard = Yard(route((2.0, 2.5)))
    goal = PoseEstimate(1.0, np.array([5.0, 2.0, 1.0]), np.eye(3))
    yard.take(yard.planner.handle('goal_pose', goal, yard.now))
    yard.run(lambda: yard.state == Patrol.READY and yard.pose[0] > 4.9, 30.0)
    assert yard.pose == pytest.approx(goal.pose)
    yard.call('start')
    yard.take(yard.planner.handle('goal_pose', goal, yard.now))
    yard.run(yard.ends, 60.0)
    assert yard.pose[:2] == pytest.approx([2.0, 2.5])


def test_a_new_map_ends_the_round_the_same_again_does_not():
    yard = Yard(route((5.0, 0.8)))
    yard.call('start')
    yard.step()
    yard.take(yard.planner.handle('map', two_rooms(), yard.now))
    yard.step()
    assert yard.state == Patrol.DRIVING
    yard.take(yard.planner.handle('map', two_rooms(door=(0.9, 2.1)), yard.now))
    assert yard.told()[-1] == Event.FAILED
    yard.run(lambda: yard.state == Patrol.READY, 10.0)


def test_the_lease_is_renewed_ten_times_a_second_the_state_twice():
    yard = Yard(route((5.0, 0.8)))
    topics = []
    for _ in range(100):
        yard.now += TICK
        topics += [p.topic for p in yard.planner.tick(yard.now)]
    assert topics.count('diagnostics') == 100
    assert topics.count('patrol/state') == pytest.approx(20, abs=1)
