"""A LiDAR that turns while it measures."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.messages import Scan
from patrol.sim.engine import mujoco
from patrol.sim.groups import LIGHT
from patrol.sim.imperfections import Imperfections
from patrol.sim.physics import TICK, Physics
from patrol.sim.sensor_blocks import RayBlock

Array = NDArray[np.float64]

#: Ticks whose beams are cast together: a call costs as much as forty beams.
BATCH = 2
#: A turn may see this much (m) farther than the last one before it has to look again.
BEYOND = 0.5
#: A car that moved further (m) than this within a batch was lifted.
LIFTED = 0.2
#: Surfaces hit at a flatter angle (cosine) keep the distance from the middle of the batch.
GRAZING = 0.05


class Lidar:
    """Casts beams from where the car is at their own moments, and returns whole turns.

    mount: laser_link in base_footprint (x, y, z in m; it lies flat). Distances follow REP-117:
    +Inf nothing in range, -Inf too close, NaN dropped.
    """

    def __init__(
        self,
        physics: Physics,
        block: RayBlock,
        mount: tuple[float, float, float],
        random: dict[str, np.random.Generator],
        imperfections: Imperfections,
    ) -> None:
        self._physics, self._block, self._random = physics, block, random
        self._imperfections = imperfections
        self._mount = np.array(mount)
        self._range_max = imperfections.lidar_max_range or block.range_max
        self._ticks = round(1 / (block.rate * TICK))
        self._beams = BATCH * block.samples // self._ticks
        self._increment = block.field_of_view / (block.samples - 1)
        self._time_increment = TICK * self._ticks / block.samples
        turn = block.min_angle + self._increment * np.arange(block.samples)
        self._angles: Array = turn.astype(np.float64)
        #: how far each beam of a batch lies before the batch's end and middle, as a share of it
        self._before_end = np.arange(self._beams) / self._beams - 1.0
        self._before_middle = np.tile(self._before_end + 0.5, self._ticks // BATCH)
        self._direction = np.zeros((self._beams, 3))
        self._vectors = np.zeros((block.samples, 3))
        self._normals = np.zeros((block.samples, 3))
        self._ways = np.zeros((self._ticks // BATCH, 3))
        self._hit = np.zeros(self._beams, dtype=np.int32)
        self._distance = np.zeros(block.samples)
        #: how far (m) it is worth while to look, by batch
        self._seen = [self._range_max] * (self._ticks // BATCH)
        self._tick = 0
        self._start = 0.0
        self._from, self._yaw = self._place()

    def tick(self, stamp: float) -> Scan | None:
        """Measure what passed in the tick that ended at `stamp`; return a scan after each turn."""
        if self._tick == 0:
            self._start = stamp - TICK
        self._tick += 1
        if self._tick % BATCH == 0:
            last = self._tick // BATCH * self._beams
            self._cast(slice(last - self._beams, last))
        if self._tick < self._ticks:
            return None
        self._tick = 0
        return self._scan()

    def _cast(self, beams: slice) -> None:
        """Cast a batch from the middle of the way that the car made meanwhile."""
        origin, yaw = self._place()
        way, turn = origin - self._from, math.remainder(yaw - self._yaw, math.tau)
        if abs(way[0]) + abs(way[1]) > LIFTED:
            way, turn = np.zeros(3), 0.0
        self._from, self._yaw = origin, yaw
        bearing = self._angles[beams] + turn * self._before_end
        np.cos(bearing, out=self._direction[:, 0])
        np.sin(bearing, out=self._direction[:, 1])
        np.matmul(self._direction, self._physics.rotation.T, out=self._vectors[beams])
        batch = beams.start // self._beams
        self._ways[batch] = way
        self._rays(origin - 0.5 * way, beams, batch)

    def _moved_origins(self) -> Array:
        """Return the distances (m, negative: nothing) from where each beam really started.

        A beam of direction r that starts o beside the middle meets the plane with the normal n
        that was hit n.o / n.r earlier: exact on flat walls.
        """
        slope = np.einsum('ij,ij->i', self._normals, self._vectors)
        slope[np.abs(slope) < GRAZING] = np.inf
        ways = np.repeat(self._ways, self._beams, axis=0)
        along = np.einsum('ij,ij->i', self._normals, ways) * self._before_middle
        distance = self._distance
        return np.asarray(np.where(distance < 0, distance, distance - along / slope))

    def _rays(self, origin: Array, beams: slice, batch: int) -> None:
        """Look as far as the batch saw in the last turn, and again at all if that is too near.

        The engine leaves solids out whose nearest point is farther than it is told to look: what
        it finds nearer than that is what is there.
        """
        reach = self._seen[batch]
        nearest, farthest = self._look(origin, beams, reach)
        if reach < self._range_max and (nearest < 0 or farthest > reach):
            nearest, farthest = self._look(origin, beams, self._range_max)
        seen = farthest + BEYOND if nearest >= 0 else self._range_max
        self._seen[batch] = min(self._range_max, seen)

    def _look(self, origin: Array, beams: slice, reach: float) -> tuple[float, float]:
        """Cast a batch; return the nearest and farthest distance (m), negative for nothing."""
        out = self._distance[beams]
        mujoco.mj_multiRay(
            self._physics.model,
            self._physics.data,
            origin,
            self._vectors[beams].reshape(-1),
            LIGHT,
            1,
            -1,
            self._hit,
            out,
            self._normals[beams].reshape(-1),
            self._beams,
            reach,
        )
        return float(out.min()), float(out.max())

    def _place(self) -> tuple[Array, float]:
        """Return the sensor's position (3,) in the world and the car's yaw."""
        rotation = self._physics.rotation
        yaw = math.atan2(rotation[1, 0], rotation[0, 0])
        return rotation @ self._mount + self._physics.position, yaw

    def _scan(self) -> Scan:
        block, imperfections = self._block, self._imperfections
        distance = self._moved_origins()
        noisy = distance + block.noise * self._random['lidar'].standard_normal(len(distance))
        noisy[(distance < 0) | (noisy > self._range_max)] = np.inf
        noisy[noisy < block.range_min] = -np.inf
        if imperfections.lidar_dropout > 0:
            lost = self._random['lidar_dropout'].random(len(distance))
            noisy[lost < imperfections.lidar_dropout] = np.nan
        start = self._start
        if imperfections.scan_jitter > 0:
            start += imperfections.scan_jitter * self._random['scan_jitter'].standard_normal()
        return Scan(
            stamp=start,
            angle_min=block.min_angle,
            angle_increment=self._increment,
            time_increment=self._time_increment,
            range_min=block.range_min,
            range_max=self._range_max,
            ranges=noisy.astype(np.float32),
        )
