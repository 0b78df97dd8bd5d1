"""The operator of an unattended round: places the car, releases it, starts the patrol, once."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import numpy as np

from patrol.component import Component, Reply
from patrol.geometry import Array
from patrol.messages import PoseEstimate, Status
from patrol.vocabulary import Key, Localized, Name, Patrol, Reason

#: Spread (1 sigma) told with the initial pose: m, m, rad.
START_SIGMA = (0.25, 0.25, 0.15)
RETRY = 1.0
UNDER_WAY = (Patrol.DRIVING, Patrol.DWELLING, Patrol.RETURNING, Patrol.PAUSED)
FINISHED = (Patrol.DONE, Patrol.ABORTED, Patrol.FAILED)


class Stage(StrEnum):
    """How far the start of a round has come."""

    STACK = 'waiting for the drive chain'
    LOCALIZATION = 'waiting for localization'
    PLANNER = 'waiting for the patrol planner'
    RELEASE = 'releasing the e-stop'
    START = 'starting the patrol'
    RUNNING = 'patrolling'
    FINISHED = 'finished'


class RoundDriver(Component):
    """Does what an operator does at the start of a round, each step after the one before is seen.

    It acts only until the patrol runs: what stops later stays stopped until a person resumes. It
    arms a board that has just booted; an e-stop that somebody pressed leaves all to that person.
    """

    name = 'round_driver'
    period = 0.1

    def __init__(self, start: Array) -> None:
        super().__init__()
        self._start = np.asarray(start, dtype=float)
        self._stamp = 0.0
        self._states: dict[str, str] = {}
        self._patrol = ''
        self._board_reason = ''
        self._asked = -np.inf
        self.stage = Stage.STACK
        self.complaint = ''

    @property
    def outcome(self) -> str:
        """The state of the patrol as last told (`vocabulary.Patrol`), or ''."""
        return self._patrol

    @property
    def states(self) -> Mapping[str, str]:
        """The state each component of the car last told, by name."""
        return self._states

    def on_diagnostics(self, status: Status, now: float) -> None:
        """Remember who is alive and how localization and board are."""
        self._states[status.name] = status.values.get(Key.STATE, '')
        self._stamp = max(self._stamp, status.stamp)
        if status.name == Name.MOTOR_CONTROL:
            self._board_reason = status.values.get(Key.REASON, '')
            if self._board_reason == Reason.E_STOP and self.stage is not Stage.FINISHED:
                self.stage = Stage.RUNNING

    def on_patrol_state(self, status: Status, now: float) -> None:
        """Follow the patrol."""
        self._patrol = status.values.get(Key.STATE, '')
        if self._patrol in UNDER_WAY and self.stage is not Stage.FINISHED:
            self.stage = Stage.RUNNING  # whoever started it
        if self.stage is Stage.RUNNING and self._patrol in FINISHED:
            self.stage = Stage.FINISHED

    def on_tick(self, now: float) -> None:
        """Take the next step of the start when its condition holds."""
        if self.stage in (Stage.RUNNING, Stage.FINISHED):
            return
        self.stage = self._next_stage()
        if now - self._asked < RETRY:
            return
        if self.stage is Stage.LOCALIZATION:
            self._place(now)
        elif self.stage is Stage.RELEASE:
            self._ask('e_stop_reset', now)
        elif self.stage is Stage.START:
            self._ask('patrol/start', now)

    def on_reply(self, service: str, reply: Reply, now: float) -> None:
        """Go on at once, or keep the refusal for whoever asks why nothing happens."""
        self.complaint = '' if reply.success else f'{service}: {reply.message}'
        if service == 'patrol/start' and reply.success:
            self.stage = Stage.RUNNING

    def _next_stage(self) -> Stage:
        if Name.MOTOR_CONTROL not in self._states or Name.VELOCITY_GATE not in self._states:
            return Stage.STACK
        if self._states.get(Name.LOCALIZATION) != Localized.TRACKING:
            return Stage.LOCALIZATION
        if self._patrol != Patrol.READY:
            return Stage.PLANNER
        if self._board_reason in (Reason.NOT_ARMED, Reason.BOARD_SILENT):
            return Stage.RELEASE
        return Stage.START

    def _place(self, now: float) -> None:
        if Name.LOCALIZATION not in self._states:
            return
        self._asked = now
        covariance = np.diag(np.square(START_SIGMA))
        self.emit('initialpose', PoseEstimate(self._stamp, self._start, covariance))

    def _ask(self, service: str, now: float) -> None:
        self._asked = now
        self.request(service)
