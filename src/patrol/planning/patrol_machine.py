"""The states of a patrol: what the operator asks, what a drive brings, what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from patrol.geometry import Array
from patrol.planning.drive import Drive, Progress
from patrol.planning.itinerary import Itinerary, Verdict
from patrol.planning.planner_parameters import PlannerParameters
from patrol.planning.route_document import Route
from patrol.planning.strategies import Strategy
from patrol.vocabulary import Event, Miss, Patrol, Reason

DRIVING = (Patrol.DRIVING, Patrol.RETURNING)
ACTIVE = (*DRIVING, Patrol.DWELLING)
#: A patrol that was begun and is not over.
UNDER_WAY = (*ACTIVE, Patrol.PAUSED)
STARTABLE = (Patrol.READY, Patrol.DONE, Patrol.ABORTED, Patrol.FAILED)


class Errand(Enum):
    """What a drive is for; `value` is what its goal is called."""

    CHECKPOINT = 'checkpoint'
    RETURN = 'start'  # the end of a round
    HOME = 'home'  # asked for by the operator
    GOAL = 'goal'


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where the machine speaks to.

    `tell(event, checkpoint, reason)` says an event. `plan(poses)` sends poses (n, 3) to the path
    follower, none to stand, and returns the stamp of the plan.
    """

    tell: Callable[[Event, str, Miss | Reason], None]
    plan: Callable[[Array | None], float]


class PatrolMachine:
    """Holds the state of the patrol; see `vocabulary.Patrol`. It starts in WAITING."""

    def __init__(self, route: Route, parameters: PlannerParameters, outlets: Outlets) -> None:
        self.route = route
        self.state = Patrol.WAITING
        self.reason = Reason.NONE
        self.sensor = ''
        self.message = ''
        self.books: Itinerary | None = None
        #: Whether a checkpoint was visited or missed in this round, by name.
        self.outcomes: dict[str, bool] = {}
        self.drive: Drive | None = None
        self.dwell = 0.0
        self._p = parameters
        self._out = outlets
        self._errand = Errand.CHECKPOINT
        #: What a pause goes on with, and what follows on an errand that is no checkpoint.
        self._paused = Patrol.DRIVING
        self._after = Patrol.READY

    @property
    def target(self) -> str:
        """The name of what is being driven to, or ''."""
        if self._errand is not Errand.CHECKPOINT:
            return self._errand.value if self.state in UNDER_WAY else ''
        checkpoint = None if self.books is None else self.books.checkpoint
        return '' if checkpoint is None else checkpoint.name

    def enter(self, state: Patrol, message: str = '') -> None:
        """Go to a state without trouble."""
        self.state, self.reason, self.message = state, Reason.NONE, message
        self.sensor = ''

    def start(self, strategy: Strategy) -> None:
        """Begin a new round."""
        self.books = Itinerary(self.route, strategy)
        self.outcomes = {}
        self._out.tell(Event.STARTED, '', Reason.NONE)
        self.next_checkpoint()

    def pause(self, why: Reason) -> None:
        """Stand until `resume`."""
        self._paused = self.state
        self._stand()
        self.enter(Patrol.PAUSED, 'paused' if why is Reason.PAUSED else f'paused: {why}')
        self.reason = Reason.PAUSED
        self._out.tell(Event.PAUSED, self.target, why)

    def resume(self) -> None:
        """Go on with what was paused; a drive begins anew, its time and patience too."""
        if self.drive is not None:
            old = self.drive
            self.drive = Drive(old.goal, self._p, any_heading=old.any_heading)
        self.enter(self._paused)
        self._out.tell(Event.RESUMED, self.target, Reason.NONE)

    def skip(self) -> None:
        """Leave out what is being driven to, or end a dwell; a paused patrol stays paused."""
        paused = self.state is Patrol.PAUSED
        if paused:
            self.enter(self._paused)
        if self.state is Patrol.DWELLING:
            self.next_checkpoint()
        else:
            self.fail(Miss.SKIPPED)
        if paused and self.state in ACTIVE:
            self.pause(Reason.PAUSED)

    def abort(self, why: str) -> None:
        """End the round or errand; what is left of the lap is missed."""
        if self._errand in (Errand.HOME, Errand.GOAL):
            self._end_errand(why)
        else:
            self._end(Patrol.ABORTED, Event.ABORTED, why)

    def break_off(self, why: str) -> None:
        """End whatever is under way, as failed."""
        self._end(Patrol.FAILED, Event.FAILED, why)

    def send_home(self) -> None:
        """Drive back to the start; an earlier round is over."""
        if self.state in UNDER_WAY:
            self.abort('sent home')
        self._send(Errand.HOME, self.route.start)

    def send_to(self, goal: Array) -> None:
        """Drive to a goal (3,) in map."""
        self._send(Errand.GOAL, goal)

    def hold(self, why: Reason, sensor: str) -> None:
        """The car does not know where it is: stand until it does."""
        if self.drive is not None and self.drive.path is not None:
            self._stand()
        self.reason, self.sensor = why, sensor

    def follow_up(self, drive: Drive, progress: Progress) -> None:
        """Draw the consequences of a step of the drive."""
        if progress.blocked:
            self._out.tell(Event.BLOCKED, self.target, Reason.PATH_BLOCKED)
        if progress.path is not None:
            drive.plan_stamp = self._out.plan(progress.path.poses)
            self._out.tell(Event.LEG, self.target, Reason.NONE)
        self.reason = Reason.PATH_BLOCKED if drive.waiting else Reason.NONE
        self.sensor = ''
        if progress.arrived:
            self.arrive()
        elif progress.miss is not None:
            self.fail(progress.miss)

    def arrive(self) -> None:
        """The car is where it was sent."""
        if self._errand is not Errand.CHECKPOINT:
            self._end_errand('')
            return
        assert self.books is not None
        checkpoint = self.books.checkpoint
        assert checkpoint is not None
        self.outcomes[checkpoint.name] = True
        self._out.tell(Event.VISITED, checkpoint.name, Reason.NONE)
        self.books.visit()
        self.drive, self.dwell = None, checkpoint.dwell_s
        if self.dwell > 0:
            self.enter(Patrol.DWELLING)
        else:
            self.next_checkpoint()

    def fail(self, reason: Miss) -> None:
        """The car will not get to where it was sent."""
        if self._errand is not Errand.CHECKPOINT:
            self._end_errand(f'{self._errand.value} not reached: {reason}')
            return
        assert self.books is not None
        name = self.target
        verdict = self.books.fail(reason)
        if verdict is not Verdict.LATER:
            self.outcomes[name] = False
            self._out.tell(Event.MISSED, name, reason)
        if verdict is Verdict.ABORT:
            self._end(Patrol.FAILED, Event.FAILED, f'{name} was missed: {reason}')
        else:
            self.next_checkpoint()

    def next_checkpoint(self) -> None:
        """Send the car to the next checkpoint, of the next lap if this one is over."""
        assert self.books is not None
        self._errand = Errand.CHECKPOINT
        checkpoint = self.books.advance()
        if checkpoint is None:
            self._out.tell(Event.LAP_DONE, '', Reason.NONE)
            if self.books.next_lap():
                checkpoint = self.books.advance()
        if checkpoint is not None:
            any_heading = checkpoint.any_heading
            self.drive = Drive(checkpoint.pose, self._p, any_heading=any_heading)
            self.enter(Patrol.DRIVING)
        elif self.books.returns:
            self._send(Errand.RETURN, self.route.start)
        else:
            self._end(Patrol.DONE, Event.DONE, '')

    def _send(self, errand: Errand, goal: Array) -> None:
        self._after, self._errand = self.state, errand
        self.drive = Drive(goal, self._p)
        self.enter(Patrol.DRIVING if errand is Errand.GOAL else Patrol.RETURNING)

    def _end_errand(self, message: str) -> None:
        if self._errand is Errand.RETURN:
            self._end(Patrol.DONE, Event.DONE, message)
            return
        self._stand()
        self.drive = None
        self._errand = Errand.CHECKPOINT
        self.enter(self._after, message)

    def _end(self, state: Patrol, event: Event, message: str) -> None:
        for name in [] if self.books is None else self.books.give_up():
            self.outcomes[name] = False
            self._out.tell(Event.MISSED, name, Miss.ABORTED)
        self._stand()
        self.drive = None
        self._errand = Errand.CHECKPOINT
        self.enter(state, message)
        self._out.tell(event, '', Reason.NONE)

    def _stand(self) -> None:
        if self.drive is not None:
            self.drive.hold()
        self._out.plan(None)
