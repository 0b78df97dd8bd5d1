"""A car alone on a floor without end: motor control and board, commanded by a script."""

from __future__ import annotations

import numpy as np

from patrol.component import Component
from patrol.components.motor_control import MotorControl
from patrol.messages import Velocity
from patrol.sim.bus import Bus
from patrol.sim.simulation import Simulation, SimulationOptions
from patrol.sim.world import Model, Solid, World

FLOOR = World('flat', (Model('floor', (Solid('floor', 'plane', (200.0, 200.0), np.zeros(6)),)),))


class ScriptedGate(Component):
    """Publishes what `twist` says with each odometry message."""

    name = 'velocity_gate'

    def __init__(self, twist=(0.0, 0.0)):
        super().__init__()
        self.twist = twist

    def on_odom(self, message, now):
        self.emit('_cmd_vel_safe', Velocity(message.stamp, *self.twist))

    def ignore(self, message, now):
        pass

    on_cmd_vel = on_cmd_vel_nav = on_cmd_vel_teleop = on_scan = on_range = on_cliff = ignore
    on_diagnostics = ignore


class FlatFloor:
    def __init__(self, seed=1, motor=None, **options):
        self.simulation = Simulation(FLOOR, (0.0, 0.0, 0.0), SimulationOptions(seed, **options))
        self.bus, self.gate, self.motor = Bus(), ScriptedGate(), motor or MotorControl()
        self.bus.serve(('_mcu/e_stop_trigger', '_mcu/e_stop_reset'), self._board)
        self.bus.tap('_mcu/wheel_commands', self.simulation.handle)
        self.bus.add(self.motor)
        self.bus.add(self.gate)
        self.last = {}
        for topic in ('odom', 'diagnostics', 'e_stop', '_mcu/status', '_mcu/wheel_commands'):
            self.bus.tap(topic, self.last.__setitem__)
        self.bus.tap('odom', self._note_truth)

    def _board(self, service, now):
        return self.simulation.call(service), []

    def _note_truth(self, topic, message):
        self.true_pose_at_odometry = self.simulation.true_pose.copy()

    @property
    def now(self):
        return self.simulation.time

    def run(self, seconds, done=lambda: False):
        """Step for a time or until done; return how long it took."""
        begin = self.now
        while self.now < begin + seconds - 1e-9 and not done():
            for p in self.simulation.step():
                self.bus.publish(p.topic, p.message, self.now)
            self.bus.tick(self.now)
        return self.now - begin

    def release(self):
        self.run(1.0)
        assert self.bus.call('e_stop_reset', self.now).success
        self.run(0.1)
        return self

    def at_speed(self, linear=0.6, angular=0.0):
        self.release()
        self.gate.twist = (linear, angular)
        self.run(1.5)
        return self

    @property
    def reason(self):
        values = self.last['diagnostics'].values
        return values['reason'], values['sensor']
