"""Components that stand in for others in the stack tests."""

from __future__ import annotations

import numpy as np

from patrol.component import Component
from patrol.messages import Odometry, Velocity


class PassThroughGate(Component):
    """The velocity gate switched off: hands `cmd_vel` on as it is."""

    name = 'velocity_gate'

    def __init__(self):
        super().__init__()
        self._command = Velocity(0.0, 0.0, 0.0)

    def on_cmd_vel(self, message, now):
        self._command = message

    def on_odom(self, message: Odometry, now):
        command = self._command
        self.emit('_cmd_vel_safe', Velocity(message.stamp, command.linear, command.angular))

    def ignore(self, message, now):
        """Hear nothing else."""

    on_cmd_vel_nav = on_cmd_vel_teleop = on_scan = on_range = on_cliff = ignore
    on_diagnostics = ignore


class BlindDriver(Component):
    """Drives at full speed without looking; turns away only after it stood for a second."""

    name = 'path_follower'

    def __init__(self, seed: int, speed: float = 0.6, script: tuple[float, float] | None = None):
        super().__init__()
        self._random = np.random.default_rng(seed)
        self._speed = speed
        self._script = script
        self._twist = (speed, 0.0)
        self._until = 0.0
        self._moved = 0.0
        self._count = 0

    def on_odom(self, message: Odometry, now):
        self._count += 1
        if self._count % 2:
            return
        if np.abs(message.twist).max() > 0.03:
            self._moved = now
        if self._script is not None:
            self._twist = self._script
        elif now > self._until:
            self._choose(stuck=now - self._moved > 1.0, now=now)
        self.emit('cmd_vel', Velocity(message.stamp, *self._twist))

    def _choose(self, *, stuck: bool, now: float):
        if stuck:
            choices = [(0.0, 1.5), (0.0, -1.5), (-0.25, 0.0), (-0.25, 0.6)]
            self._twist = choices[self._random.integers(len(choices))]
            self._moved = now
            self._until = now + self._random.uniform(0.8, 2.0)
        else:
            self._twist = (self._speed, float(self._random.uniform(-0.8, 0.8)))
            self._until = now + self._random.uniform(1.0, 3.0)

    def ignore(self, message, now):
        """Hear nothing else."""

    on_plan = on_pose = on_local_costmap = on_stop_reason = ignore


def blind_trial(scenario, driver, *, gate=True, **factories):
    """Return a trial of gate and motor control alone, released and driven by `driver`."""
    from patrol.sim.trial import Trial

    alone = dict.fromkeys(('obstacle_sensing', 'localization', 'map_server', 'patrol_planner'))
    changed = {**alone, 'path_follower': lambda: driver, **factories}
    if not gate:
        changed['velocity_gate'] = PassThroughGate
    trial = Trial(scenario, changed)
    trial.run_until(lambda: False, 1.0)
    reply = trial.bus.call('e_stop_reset', trial.time)
    assert reply.success, reply.message
    return trial
