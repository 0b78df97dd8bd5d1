"""A board on a test bench: two motors without a car, in exact arithmetic."""

from __future__ import annotations

import math

import numpy as np

from patrol.dimensions import load_dimensions
from patrol.messages import WheelCommands
from patrol.sim.board import BoardInputs
from patrol.sim.board_stand_in import BoardStandIn
from patrol.sim.car_model import expand_xacro
from patrol.sim.sensor_blocks import read_sensor_blocks
from patrol.sim.wheel_loop import total_mass

CAR = load_dimensions()
BLOCKS = read_sensor_blocks(expand_xacro())
TICK = 0.01
TOOTH = 2 * math.pi / CAR.raw['encoder']['counts_per_turn']


class Bench:
    """`sign` (2,) multiplies what the encoders count: 0 stuck, -1 reversed."""

    def __init__(self):
        motor = CAR.raw['motor']
        self._constant = motor['nominal_voltage'] / motor['no_load_speed']
        self._resistance = motor['nominal_voltage'] * self._constant / motor['stall_torque']
        self._inertia = total_mass(CAR) * CAR.wheel_radius**2 / 2 + motor['armature']
        self.board = BoardStandIn(CAR, BLOCKS, 1.0)
        self.stamp, self.supply = 1.0, 12.0
        self.speed = np.zeros(2)
        self.angle = np.zeros(2)
        self.counted = np.zeros(2)
        self.sign = np.ones(2)
        self.cliffs = {name: mount[2] for name, mount in CAR.cliff_mounts.items()}
        self.wanted = None
        self.status = None
        self.out = []

    def run(self, seconds):
        for _ in range(round(seconds / TICK)):
            self._tick()
        return self

    def release(self):
        self.wanted = (0.0, 0.0)
        self.run(0.1)
        assert self.board.call('_mcu/e_stop_reset').success
        return self

    def at(self, left, right):
        self.release()
        self.wanted = (left, right)
        return self.run(1.0)

    def seconds_until_still(self, limit=3.0):
        begin = self.stamp
        while self.stamp < begin + limit:
            self._tick()
            if np.abs(self.speed).max() * CAR.wheel_radius < 0.02:
                return self.stamp - begin
        return math.inf

    @property
    def told(self):
        values = self.status.values
        return values['state'], values['reason'], values['sensor']

    def _tick(self):
        if self.wanted is not None:
            command = WheelCommands(self.stamp + 1e-4, np.array(self.wanted, dtype=float))
            self.board.handle('_mcu/wheel_commands', command)
        volts = self.board.drive() * self.supply
        for _ in range(5):
            torque = self._constant * (volts - self._constant * self.speed) / self._resistance
            self.speed += 0.002 * torque / self._inertia
        self.stamp += TICK
        self.angle += TICK * self.speed
        self.counted += TICK * self.speed * self.sign
        for publication in self.board.sense(self._inputs()):
            self.out.append(publication)
            if publication.topic == '_mcu/status':
                self.status = publication.message

    def _inputs(self):
        return BoardInputs(
            stamp=self.stamp,
            wheel_position=np.floor(self.counted / TOOTH) * TOOTH,
            wheel_velocity=self.speed * self.sign,
            imu=np.zeros(6),
            cliffs=list(self.cliffs.values()),
            echo=None,
            voltage=self.supply,
            current=1.0,
            charge=0.5,
        )
