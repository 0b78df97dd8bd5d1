import numpy as np

from patrol.planning.drive import Progress
from patrol.planning.path_planner import PlannedPath
from patrol.planning.patrol_machine import Outlets, PatrolMachine
from patrol.planning.planner_parameters import PlannerParameters
from patrol.planning.route_document import Checkpoint, OnFailure, Order, Route
from patrol.planning.strategies import GivenOrder, Loop
from patrol.vocabulary import Event, Miss, Patrol, Reason

PATH = PlannedPath(np.zeros((2, 3)), 1.0, 1.0)


class Desk:
    """A machine and everything it said."""

    def __init__(self, *, laps=1, dwell=0.0, loop=False, policy=OnFailure.RETRY):
        rows = tuple(Checkpoint(n, np.ones(3), dwell, policy) for n in ('a', 'b'))
        route = Route('r', np.array([7.0, 8.0, 0.0]), laps, Order.GIVEN, rows)
        self.said = []
        self.plans = []
        outlets = Outlets(lambda *event: self.said.append(event), self.plan)
        self.machine = PatrolMachine(route, PlannerParameters(), outlets)
        self.machine.enter(Patrol.READY)
        self.strategy = Loop() if loop else GivenOrder()

    def plan(self, poses):
        self.plans.append(poses)
        return float(len(self.plans))

    def start(self):
        self.machine.start(self.strategy)
        return self.machine

    def events(self):
        found = [event if not name else f'{event} {name}' for event, name, _ in self.said]
        self.said.clear()
        return found


def bring(machine, **progress):
    machine.follow_up(machine.drive, Progress(**progress))


def test_a_round_from_start_to_done():
    desk = Desk(dwell=2.0)
    machine = desk.start()
    assert machine.state is Patrol.DRIVING
    assert machine.target == 'a'
    bring(machine, path=PATH)
    assert machine.drive.plan_stamp == 1.0
    bring(machine, arrived=True)
    assert machine.state is Patrol.DWELLING
    assert machine.dwell == 2.0
    machine.next_checkpoint()
    bring(machine, arrived=True)
    machine.next_checkpoint()
    assert machine.state is Patrol.DONE
    assert machine.outcomes == {'a': True, 'b': True}
    assert desk.plans[-1] is None
    assert desk.events() == ['started', 'leg a', 'visited a', 'visited b', 'lap_done', 'done']


def test_a_loop_ends_at_the_start():
    desk = Desk(loop=True)
    machine = desk.start()
    bring(machine, arrived=True)
    bring(machine, arrived=True)
    assert machine.state is Patrol.RETURNING
    assert machine.target == 'start'
    assert machine.drive.goal.tolist() == [7.0, 8.0, 0.0]
    bring(machine, arrived=True)
    assert machine.state is Patrol.DONE


def test_a_way_back_that_fails_is_told_and_the_round_is_done():
    machine = Desk(loop=True).start()
    bring(machine, arrived=True)
    bring(machine, arrived=True)
    bring(machine, miss=Miss.BLOCKED)
    assert machine.state is Patrol.DONE
    assert machine.message == 'start not reached: blocked'


def test_laps():
    desk = Desk(laps=2)
    machine = desk.start()
    for _ in range(4):
        bring(machine, arrived=True)
    assert machine.state is Patrol.DONE
    assert desk.events().count('lap_done') == 2


def test_a_miss_goes_on_with_the_next():
    desk = Desk(policy=OnFailure.SKIP)
    machine = desk.start()
    bring(machine, miss=Miss.BLOCKED, blocked=True)
    assert machine.target == 'b'
    assert machine.outcomes == {'a': False}
    assert (Event.MISSED, 'a', Miss.BLOCKED) in desk.said
    assert (Event.BLOCKED, 'a', Reason.PATH_BLOCKED) in desk.said


def test_a_second_try_is_silent_until_it_fails():
    desk = Desk()
    machine = desk.start()
    bring(machine, miss=Miss.BLOCKED)
    bring(machine, arrived=True)
    assert machine.target == 'a'
    bring(machine, miss=Miss.BLOCKED)
    assert machine.state is Patrol.DONE
    assert desk.events() == ['started', 'visited b', 'missed a', 'lap_done', 'done']


def test_a_checkpoint_that_may_not_fail_ends_the_round():
    desk = Desk(policy=OnFailure.ABORT)
    machine = desk.start()
    bring(machine, miss=Miss.UNREACHABLE)
    assert machine.state is Patrol.FAILED
    assert desk.events() == ['started', 'missed a', 'missed b', 'failed']
    assert machine.message == 'a was missed: unreachable'


def test_pause_stands_and_resume_begins_the_leg_anew():
    desk = Desk()
    machine = desk.start()
    bring(machine, path=PATH)
    before = machine.drive
    machine.pause(Reason.E_STOP)
    assert (machine.state, machine.reason) == (Patrol.PAUSED, Reason.PAUSED)
    assert desk.plans[-1] is None
    assert machine.message == 'paused: e_stop'
    machine.resume()
    assert (machine.state, machine.reason) == (Patrol.DRIVING, Reason.NONE)
    assert machine.drive is not before
    assert machine.drive.path is None


def test_a_dwell_can_be_paused_and_skipped():
    machine = Desk(dwell=9.0).start()
    bring(machine, arrived=True)
    machine.pause(Reason.PAUSED)
    machine.resume()
    assert machine.state is Patrol.DWELLING
    machine.skip()
    assert machine.target == 'b'
    assert machine.books.visits == 1


def test_skip_misses_and_a_paused_patrol_stays_paused():
    desk = Desk()
    machine = desk.start()
    machine.pause(Reason.PAUSED)
    machine.skip()
    assert machine.state is Patrol.PAUSED
    assert (Event.MISSED, 'a', Miss.SKIPPED) in desk.said
    machine.resume()
    assert machine.target == 'b'
    machine.skip()
    assert machine.state is Patrol.DONE


def test_abort_misses_the_rest_of_the_lap():
    desk = Desk()
    machine = desk.start()
    machine.abort('aborted')
    assert machine.state is Patrol.ABORTED
    assert desk.events() == ['started', 'missed a', 'missed b', 'aborted']


def test_home_ends_the_round_and_drives_to_the_start():
    desk = Desk()
    machine = desk.start()
    machine.send_home()
    assert (machine.state, machine.target) == (Patrol.RETURNING, 'home')
    assert 'aborted' in desk.events()
    bring(machine, arrived=True)
    assert (machine.state, machine.target) == (Patrol.ABORTED, '')
    machine.start(desk.strategy)
    assert machine.target == 'a'


def test_a_goal_returns_to_the_state_before():
    machine = Desk().machine
    machine.send_to(np.array([1.0, 2.0, 0.5]))
    assert (machine.state, machine.target) == (Patrol.DRIVING, 'goal')
    bring(machine, miss=Miss.UNREACHABLE)
    assert machine.state is Patrol.READY
    assert machine.message == 'goal not reached: unreachable'
    machine.send_to(np.array([1.0, 2.0, 0.5]))
    machine.abort('aborted')
    assert machine.state is Patrol.READY


def test_lost_holds_the_drive_once():
    desk = Desk()
    machine = desk.start()
    machine.drive.path = PATH
    machine.hold(Reason.LOST, '')
    machine.hold(Reason.POSE_INVALID, 'pose')
    assert desk.plans == [None]
    assert (machine.reason, machine.sensor) == (Reason.POSE_INVALID, 'pose')
    bring(machine, path=PATH)
    assert (machine.reason, machine.sensor) == (Reason.NONE, '')
