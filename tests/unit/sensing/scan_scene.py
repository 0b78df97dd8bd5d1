"""Scans of round posts and straight walls, seen from a pose, for the tests of sensing."""

from __future__ import annotations

import math

import numpy as np

from patrol.localization.odometry_history import OdometryHistory
from patrol.messages import RangeReading, Scan

BEAMS = 360
ANGLE = -math.pi + 2 * math.pi / BEAMS * np.arange(BEAMS)


def scan(posts=(), pose=(0.0, 0.0, 0.0), stamp=10.0, walls_x=(), period=0.1):
    """Return a scan of posts (x, y, radius) and walls at x, all in odom, stamped at its start."""
    ranges = np.full(BEAMS, np.inf)
    bearing = ANGLE + pose[2]
    ux, uy = np.cos(bearing), np.sin(bearing)
    for x, y, radius in posts:
        along = ux * (x - pose[0]) + uy * (y - pose[1])
        off = np.abs(ux * (y - pose[1]) - uy * (x - pose[0]))
        hit = (off < radius) & (along > 0)
        ranges[hit] = np.minimum(ranges, along - np.sqrt(np.maximum(radius**2 - off**2, 0)))[hit]
    for x in walls_x:
        with np.errstate(divide='ignore'):
            away = (x - pose[0]) / ux
        ranges = np.where(away > 0, np.minimum(ranges, away), ranges)
    return Scan(
        stamp, -math.pi, 2 * math.pi / BEAMS, period / BEAMS, 0.12, 12.0, ranges.astype(np.float32)
    )


def standing(pose=(0.0, 0.0, 0.0)):
    """Return the odometry of a car that stands."""
    return driving(0.0, 0.0, pose)


def driving(linear, angular, pose=(0.0, 0.0, 0.0), begin=9.0, end=13.0):
    """Return the odometry of a car that has driven an arc since `begin`."""
    history = OdometryHistory()
    x, y, yaw = pose
    step = 0.02
    for k in range(round((end - begin) / step) + 1):
        history.add(begin + k * step, (x, y, yaw), (linear, angular))
        middle = yaw + angular * step / 2
        x += linear * step * math.cos(middle)
        y += linear * step * math.sin(middle)
        yaw += angular * step
    return history


def echo(name, distance, stamp=10.0):
    """Return an ultrasonic reading."""
    return RangeReading(stamp, name, distance, 0.02, 4.0, 0.5236)
