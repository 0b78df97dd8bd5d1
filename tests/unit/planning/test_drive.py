import numpy as np
import pytest
from drawn_plans import CHAMBER, RING, drawn

from patrol.planning.drive import Drive, FollowerReport, Progress
from patrol.planning.obstacle_memory import ObstacleMemory
from patrol.planning.path_planner import PathPlanner
from patrol.planning.planner_parameters import PlannerParameters
from patrol.vocabulary import Follow, Miss

P = PlannerParameters(blocked_attempts=2, blocked_wait=5.0, leg_time=20.0, leg_pace=1.0)
HERE, GOAL = np.array([1.2, 0.7, 0.0]), np.array([6.2, 0.7, 1.0])


class Road:
    """A drive on the ring, with a follower that says what the test wants."""

    def __init__(self, drawing=RING, here=HERE, goal=GOAL):
        self.planner = PathPlanner(drawn(drawing))
        self.memory = ObstacleMemory(self.planner.bare, span=300.0)
        self.drive = Drive(goal, P)
        self.here = here
        self.plans = 0

    def step(self, now, state=Follow.FOLLOWING, *, stale=False):
        stamp = self.drive.plan_stamp - (1.0 if stale else 0.0)
        report = FollowerReport(state, stamp, 1.0)
        progress = self.drive.step(self.here, report, self.planner, self.memory, now)
        if progress.path is not None:
            self.plans += 1
            self.drive.plan_stamp = 100.0 + self.plans
        return progress


def test_it_plans_once_and_waits_for_the_arrival():
    road = Road()
    assert road.step(0.0).path.poses[-1] == pytest.approx(GOAL)
    assert road.step(0.1).path is None
    assert not road.step(0.2, Follow.ARRIVED).arrived  # says so, but is 5 m away
    assert road.plans == 2
    road.here = GOAL
    assert not road.step(0.3, Follow.ARRIVED, stale=True).arrived  # of an older plan
    assert road.step(0.4, Follow.ARRIVED).arrived


def test_a_blocked_way_is_gone_round():
    road = Road()
    direct = road.step(0.0).path
    progress = road.step(1.0, Follow.BLOCKED)
    assert progress.blocked
    assert progress.miss is None
    assert progress.path.length > direct.length + 2
    assert not road.drive.waiting


def test_where_there_is_no_other_way_it_waits_and_tries_again_then_fails():
    road = Road(CHAMBER, here=np.array([0.6, 1.0, 0.0]), goal=np.array([1.9, 1.0, 0.0]))
    for y in np.arange(0.3, 1.9, 0.1):  # closed but for the middle
        if abs(y - 1.0) > 0.4:
            road.memory.add_blocked(np.array([1.2, y]), until=1e9)
    while road.drive.path is None:
        road.step(0.0)
    first = road.step(1.0, Follow.BLOCKED)
    assert first.blocked
    assert first.path is None
    assert road.drive.waiting
    assert road.step(5.9, Follow.BLOCKED) == Progress()
    assert road.step(6.1, Follow.BLOCKED).path is not None
    assert not road.drive.waiting
    road.step(7.0, Follow.BLOCKED)
    assert road.step(20.0, Follow.BLOCKED).path is not None
    assert road.step(21.0, Follow.BLOCKED).miss is Miss.BLOCKED


def test_no_way_at_all_is_unreachable():
    road = Road(CHAMBER, here=np.array([0.6, 1.0, 0.0]), goal=np.array([3.5, 1.0, 0.0]))
    assert road.step(0.0) == Progress()
    assert road.step(0.1).miss is Miss.UNREACHABLE


def test_known_obstacles_that_leave_no_way_are_hoped_to_be_gone():
    road = Road(CHAMBER, here=np.array([0.6, 1.0, 0.0]), goal=np.array([1.9, 1.0, 0.0]))
    for y in np.arange(0.0, 2.1, 0.3):
        road.memory.add_blocked(np.array([1.2, y]), until=1e9)
    assert road.step(0.0) == Progress()  # one search a step
    assert road.step(0.1).path is not None


def test_a_leg_takes_too_long():
    road = Road()
    length = road.step(0.0).path.length
    limit = P.leg_time + P.leg_pace * length
    assert road.step(limit - 0.1).miss is None
    assert road.step(limit + 0.1).miss is Miss.TIMEOUT


def test_time_on_hold_and_in_stops_is_free():
    road = Road()
    limit = P.leg_time + P.leg_pace * road.step(0.0).path.length
    road.drive.hold()
    assert road.step(500.0).path is not None  # plans anew
    road.drive.stall(900.0)
    assert road.step(900.0 + limit - 1.0).miss is None
    assert road.step(900.0 + limit + 1.0).miss is Miss.TIMEOUT


def test_the_blocked_place_is_ahead_on_the_path():
    road = Road()
    road.step(0.0)
    assert road.drive._blocked_place(HERE) == pytest.approx([HERE[0] + 0.7, 0.7], abs=0.15)
    assert road.drive._blocked_place(GOAL) == pytest.approx(GOAL[:2], abs=0.1)
