"""A trial as its operator sees it, and what an operator can do."""

from __future__ import annotations

import numpy as np

from patrol.component import Reply
from patrol.messages import Level, PoseEstimate, Status
from patrol.sim.faults import Faults
from patrol.sim.trial import Trial, default_components
from patrol.vocabulary import Key, Localized, Name, Patrol

#: `stop_reason` older than this (s) tells nothing any more.
OLD = 1.5
#: Seconds within which a car without faults drives again.
PATIENCE = 60.0


class OperatedTrial(Trial):
    """Listens where an operator looks, and presses the buttons an operator has."""

    def __init__(self, scenario, factories=None):
        nothing = Status(0.0, '', Level.STALE, '', {Key.REMAINING: 'nan', Key.STATE: ''})
        self.stop = self.patrol = nothing
        self.leases = {}
        self.stop_at = self.patrol_at = 0.0
        self.e_stop = True
        self.undo = []
        self.stream = {}
        super().__init__(scenario, factories)
        self.makers = {**default_components(scenario), **(factories or {})}
        self.bus.tap('stop_reason', self._hear_stop)
        self.bus.tap('patrol/state', self._hear_patrol)
        self.bus.tap('diagnostics', self._hear_lease)
        self.bus.tap('e_stop', self._hear_e_stop)

    def seen(self):
        """Return (state, reason, sensor) of the stop as the operator reads it.

        Where the gate is silent, motor control tells why it stands.
        """
        fresh = self.time - self.stop_at <= OLD
        values = (self.stop if fresh else self.leases[Name.MOTOR_CONTROL]).values
        return tuple(str(values.get(key, '')) for key in (Key.STATE, Key.REASON, Key.SENSOR))

    def patrol_state(self):
        """Return the state of the patrol, '' when its planner is silent."""
        return self.patrol.values[Key.STATE] if self.time - self.patrol_at <= OLD else ''

    def remaining(self):
        return float(self.patrol.values[Key.REMAINING])

    def speed(self):
        return abs(float(self.simulation.true_twist[0]))

    def wait(self, seconds, done=lambda: False):
        """Run for some seconds or until done, while commands in `stream` are sent at 25 Hz."""
        end = self.time + seconds
        while not done() and self.time < end - 1e-9:
            self.step()
            for topic, make in self.stream.items():
                if round(self.time * 100) % 4 == 0:
                    self.bus.publish(topic, make(self.simulation.stamp), self.time)
        return done()

    def spoil(self, topic, spoiler):
        self.bus.spoil(topic, spoiler)
        self.undo.append(lambda: self.bus.spoil(topic, None))

    @staticmethod
    def unreachable(service, now):
        """Stand in for a server behind a broken link."""
        return Reply(False, f'{service} does not answer'), []

    def kill(self, name):
        self.bus.remove(name)

    def revive(self, name):
        self.bus.add(self.makers[name](), self.time)

    def mend(self):
        """Take all planted faults away and restart what is missing."""
        self.simulation.faults.__dict__.update(Faults().__dict__)
        for step in self.undo:
            step()
        self.undo.clear()
        self.stream.clear()
        alive = self.bus.components()
        for name, maker in self.makers.items():
            if name not in alive and maker is not None:
                self.revive(name)

    def drives(self):
        return self.seen()[:2] == ('driving', 'none') and self.speed() > 0.25

    def operate(self):
        """Do what brings a car without faults back to its round: reset, start, resume."""
        if round(self.time * 100) % 50 == 0:
            if self.localized() == Localized.LOST or self.localized() == Localized.SEARCHING:
                self.point()
            if self.e_stop:
                self.bus.call('e_stop_reset', self.time)
            elif self.patrol_state() == Patrol.PAUSED:
                self.bus.call('patrol/resume', self.time)
            elif self.patrol_state() == Patrol.READY:
                self.bus.call('patrol/start', self.time)
        return False

    def localized(self):
        lease = self.leases.get(Name.LOCALIZATION)
        return '' if lease is None else lease.values[Key.STATE]

    def point(self):
        """Show the car roughly where it is, as with RViz."""
        pose = self.simulation.true_pose + np.array([0.15, -0.1, 0.1])
        spread = np.diag(np.square([0.25, 0.25, 0.15]))
        estimate = PoseEstimate(self.simulation.stamp, pose, spread)
        self.bus.publish('initialpose', estimate, self.time)

    def bring_back(self, way=2.5, patience=PATIENCE):
        """Operate until the car drives and has `way` (m) before it."""

        def ready():
            self.operate()
            return self.drives() and self.remaining() > way

        return self.wait(patience, ready)

    def _hear_stop(self, topic, status):
        self.stop, self.stop_at = status, self.time

    def _hear_patrol(self, topic, status):
        self.patrol, self.patrol_at = status, self.time

    def _hear_lease(self, topic, status):
        self.leases[status.name] = status

    def _hear_e_stop(self, topic, flag):
        self.e_stop = flag.value
