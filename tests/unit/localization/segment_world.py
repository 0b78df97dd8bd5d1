"""A small world of walls and furniture for tests: map, LiDAR that turns while it measures, wheels.

Everything is analytic: segments (n, 4) x1, y1, x2, y2 in m.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from patrol.geometry import arc, between, compose
from patrol.messages import Grid, Odometry, Scan


def box(x, y, w, h, yaw=0.0):
    corners = np.array([[-w, -h], [w, -h], [w, h], [-w, h]]) / 2
    c, s = np.cos(yaw), np.sin(yaw)
    corners = corners @ np.array([[c, s], [-s, c]]) + [x, y]
    return np.hstack([corners, np.roll(corners, -1, axis=0)])


@dataclass
class Wall:
    """An axis-parallel wall: centre, size."""

    x: float
    y: float
    w: float
    h: float


def office_walls(seed=0, thickness=0.1):
    """Two rows of five rooms on a corridor, 30 x 14 m, doors of 0.9 m; off the raster."""
    t = thickness
    o = 0.013
    walls = [
        Wall(15, o, 30 + t, t),
        Wall(15, 14 + o, 30 + t, t),
        Wall(o, 7, t, 14),
        Wall(30 + o, 7, t, 14),
    ]
    rng = np.random.default_rng(seed + 7)
    edges = [0.0, 5.2, 11.1, 17.3, 22.4, 30.0]
    edges2 = [0.0, 6.4, 10.2, 16.1, 23.7, 30.0]
    for y, (lo, hi), es in ((6.02, (0, 6), edges), (8.03, (8, 14), edges2)):
        for k in range(1, 5):
            walls.append(Wall(es[k] + 0.021, (lo + hi) / 2, t, 6))
        for k in range(5):
            a, b = es[k], es[k + 1]
            door = a + 0.8 + (b - a - 1.6 - 0.9) * rng.random()
            walls.append(Wall((a + door) / 2, y, door - a, t))
            walls.append(Wall((door + 0.9 + b) / 2, y, b - door - 0.9, t))
    return walls


@dataclass
class World:
    walls: list
    furniture: np.ndarray
    range_max: float = 12.0
    noise: float = 0.01
    dropout: float = 0.0
    segments: np.ndarray = field(init=False)

    def __post_init__(self):
        parts = [box(w.x, w.y, w.w, w.h) for w in self.walls]
        self.segments = np.concatenate([*parts, self.furniture.reshape(-1, 4)])

    def cast(self, origins, angles):
        """Distances (n,) of rays from origins (n, 2)."""
        d = np.stack([np.cos(angles), np.sin(angles)], -1)
        p, e = self.segments[:, :2], self.segments[:, 2:] - self.segments[:, :2]
        q = p[None] - origins[:, None]
        cross = d[:, None, 0] * e[None, :, 1] - d[:, None, 1] * e[None, :, 0]
        with np.errstate(divide='ignore', invalid='ignore'):
            t = (q[..., 0] * e[None, :, 1] - q[..., 1] * e[None, :, 0]) / cross
            u = (q[..., 0] * d[:, None, 1] - q[..., 1] * d[:, None, 0]) / cross
        t[~((t > 0) & (u >= 0) & (u <= 1))] = np.inf
        return t.min(axis=1)

    def scan(self, stamp, pose, twist, rng, beams=360, turn=0.1):
        """A scan that began at `stamp`; pose (3,) at that time, twist (2,) constant meanwhile."""
        times = np.arange(beams) * turn / beams
        return self.scan_from(stamp, compose(pose, arc(twist[0], twist[1], times)), rng, turn)

    def scan_from(self, stamp, poses, rng, turn=0.1):
        """A scan that began at `stamp`, each beam cast from its own pose (beams, 3)."""
        beams = len(poses)
        dt = turn / beams
        angles = -np.pi + np.arange(beams) * 2 * np.pi / beams
        r = self.cast(poses[:, :2], poses[:, 2] + angles)
        r = r + self.noise * rng.standard_normal(beams)
        r[(r >= self.range_max) | (rng.random(beams) < self.dropout)] = np.inf
        r[r < 0.1] = -np.inf
        return Scan(
            stamp, -np.pi, 2 * np.pi / beams, dt, 0.1, self.range_max, r.astype(np.float32)
        )


def furniture(seed, count, walls, keep_clear):
    """Boxes that stand free of the walls' lines and of the points (n, 2) kept clear by 0.6 m."""
    rng = np.random.default_rng(seed)
    out = []
    while len(out) < count:
        x, y = rng.uniform([0.3, 0.3], [29.7, 13.7])
        w, h = rng.uniform(0.3, 1.4, 2)
        if keep_clear.size and np.hypot(*(keep_clear - [x, y]).T).min() < 0.6 + max(w, h) / 2:
            continue
        out.append(box(x, y, w, h, rng.uniform(0, np.pi) if rng.random() < 0.3 else 0.0))
    return np.concatenate(out) if out else np.zeros((0, 4))


def rasterize(walls, *, resolution=0.05, shift=0.0, seed=0, size=(31.0, 15.0), covered=0.0):
    """The map of the walls: cells covered by more than `covered` of their area are occupied."""
    rng = np.random.default_rng(seed)
    origin = np.array([-0.5, -0.5, 0.0])
    w, h = int(size[0] / resolution), int(size[1] / resolution)
    share = np.zeros((h, w))
    xs = origin[0] + np.arange(w + 1) * resolution
    ys = origin[1] + np.arange(h + 1) * resolution
    for wall in walls:
        dx, dy = shift * rng.standard_normal(2)
        cx, cy = wall.x + dx, wall.y + dy
        ox = np.clip(
            np.minimum(xs[1:], cx + wall.w / 2) - np.maximum(xs[:-1], cx - wall.w / 2), 0, None
        )
        oy = np.clip(
            np.minimum(ys[1:], cy + wall.h / 2) - np.maximum(ys[:-1], cy - wall.h / 2), 0, None
        )
        share = np.maximum(share, np.outer(oy, ox) / resolution**2)
    cells = np.where(share > covered, 100, 0).astype(np.int8)
    return Grid(0.0, 'map', resolution, origin, cells)


def odometry(stamp, pose, twist):
    return Odometry(
        stamp,
        np.asarray(pose, float),
        np.asarray(twist, float),
        np.eye(3) * 1e-4,
        np.eye(2) * 1e-4,
    )


@dataclass
class Drive:
    """A drive along way points with turns on the spot, sampled at 50 Hz; scans at 10 Hz."""

    points: np.ndarray
    speed: float = 0.55
    turn: float = 1.5

    def states(self):
        """Yield time, true pose (3,), twist (2,) at 50 Hz."""
        pose = np.array([*self.points[0], 0.0])
        d = self.points[1] - self.points[0]
        pose[2] = np.arctan2(d[1], d[0])
        t, v, w = 0.0, 0.0, 0.0
        for goal in self.points[1:]:
            while True:
                off = goal - pose[:2]
                distance = np.hypot(*off)
                bearing = (np.arctan2(off[1], off[0]) - pose[2] + np.pi) % (2 * np.pi) - np.pi
                if distance < 0.25:
                    break
                want_v = self.speed if abs(bearing) < 0.5 else 0.0
                want_w = float(np.clip(2.5 * bearing, -self.turn, self.turn))
                v += float(np.clip(want_v - v, -0.8 * 0.02, 0.8 * 0.02))
                w += float(np.clip(want_w - w, -4 * 0.02, 4 * 0.02))
                yield t, pose.copy(), np.array([v, w])
                pose = compose(pose, arc(v, w, 0.02))
                t += 0.02


def recording(world, drive, seed=0, *, scale=1.0, turn_error=0.0, turn=0.1, beams=180):
    """Yield (topic, message, true pose at its stamp) of a drive, as they would arrive.

    Odometry is `scale` times too long and turns `turn_error` (rad per m) too much. The truth of a
    scan is that of its last beam.
    """
    rng = np.random.default_rng(seed)
    believed = np.zeros(3)
    times, poses = [], []
    for t, pose, twist in drive.states():
        if poses:
            step = between(poses[-1], pose)
            step[:2] *= scale
            step[2] += turn_error * abs(step[0])
            believed = compose(believed, step)
        times.append(t)
        poses.append(pose)
        yield 'odom', odometry(t, believed, twist), pose
        if len(times) % 5 == 1 and len(times) > 1:
            begin = times[-6]
            moments = begin + np.arange(beams) * turn / beams
            last = np.array(poses[-6:])
            last[:, 2] = np.unwrap(last[:, 2])
            of_beams = np.stack([np.interp(moments, times[-6:], last[:, i]) for i in range(3)], -1)
            yield 'scan', world.scan_from(begin, of_beams, rng, turn), of_beams[-1]


def replay(localizer, messages):
    """Feed a Localizer; return errors (n, 3) of its estimates, and how often it gave one."""
    errors, given = [], []
    for topic, message, truth in messages:
        if topic == 'odom':
            pose, twist = tuple(message.pose.tolist()), tuple(message.twist.tolist())
            localizer.add_odometry(message.stamp, pose, twist)
        elif localizer.add_scan(message):
            estimate = localizer.estimate()
            given.append(estimate is not None)
            if estimate is not None:
                off = estimate.pose - truth
                errors.append([off[0], off[1], (off[2] + np.pi) % (2 * np.pi) - np.pi])
    return np.array(errors).reshape(-1, 3), np.array(given)
