"""Which pair of functions converts which door."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from rclpy.serialization import deserialize_message

from patrol import messages as m
from patrol.doors import Door
from patrol.nodes.convert import (
    battery,
    frames,
    grid,
    image,
    imu,
    markers,
    odometry,
    plain,
    poses,
    ranges,
    scan,
    status,
    velocity,
    wheels,
)
from patrol.nodes.convert.wire import LITTLE, Pack, Unpack, short_ways


@dataclass(frozen=True, slots=True)
class Converter:
    """How a door's messages become ROS messages and back.

    `from_ros` returns a list: a ROS message may hold several of ours, or none.
    """

    ros_type: type
    to_ros: Callable[[Any], Any]
    from_ros: Callable[[Any], list[Any]]
    pack: Pack | None = None
    unpack: Unpack | None = None

    @property
    def send(self) -> Callable[[Any], Any]:
        """How a message becomes what a publisher takes: its bytes where there is a short way."""
        return self.pack or self.to_ros

    @property
    def raw(self) -> bool:
        """Whether a subscription should hand over bytes."""
        return self.unpack is not None

    def receive(self, taken: Any) -> list[Any]:
        """Turn what a subscription took (bytes if `raw`) into messages."""
        if self.unpack is None:
            return self.from_ros(taken)
        if taken[:2] != LITTLE:
            return self.from_ros(deserialize_message(taken, self.ros_type))
        return [self.unpack(taken)]


_ONE: dict[tuple[type, str], tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    (m.WheelStates, 'JointState'): (wheels.wheel_states_to_ros, wheels.wheel_states_from_ros),
    (m.WheelCommands, 'JointState'): (
        wheels.wheel_commands_to_ros,
        wheels.wheel_commands_from_ros,
    ),
    (m.ImuSample, 'Imu'): (imu.imu_to_ros, imu.imu_from_ros),
    (m.Battery, 'BatteryState'): (battery.battery_to_ros, battery.battery_from_ros),
    (m.Scan, 'LaserScan'): (scan.scan_to_ros, scan.scan_from_ros),
    (m.Image, 'Image'): (image.image_to_ros, image.image_from_ros),
    (m.Velocity, 'TwistStamped'): (velocity.velocity_to_ros, velocity.velocity_from_ros),
    (m.Odometry, 'Odometry'): (odometry.odometry_to_ros, odometry.odometry_from_ros),
    (m.PoseEstimate, 'PoseWithCovarianceStamped'): (
        poses.estimate_to_ros,
        poses.estimate_from_ros,
    ),
    (m.PoseEstimate, 'PoseStamped'): (poses.goal_to_ros, poses.goal_from_ros),
    (m.PoseCloud, 'PoseArray'): (poses.cloud_to_ros, poses.cloud_from_ros),
    (m.Path, 'Path'): (poses.path_to_ros, poses.path_from_ros),
    (m.Point, 'PointStamped'): (poses.point_to_ros, poses.point_from_ros),
    (m.Grid, 'OccupancyGrid'): (grid.grid_to_ros, grid.grid_from_ros),
    (m.Status, 'DiagnosticStatus'): (status.status_to_ros, status.status_from_ros),
    (m.Flag, 'Bool'): (plain.flag_to_ros, plain.flag_from_ros),
    (m.Text, 'String'): (plain.text_to_ros, plain.text_from_ros),
    (m.Clock, 'Clock'): (plain.clock_to_ros, plain.clock_from_ros),
    (m.Markers, 'MarkerArray'): (markers.markers_to_ros, markers.markers_from_ros),
}
_MANY: dict[tuple[type, str], tuple[Callable[[Any], Any], Callable[[Any], list[Any]]]] = {
    (m.Status, 'DiagnosticArray'): (status.array_to_ros, status.statuses_from_ros),
    (m.Contact, 'DiagnosticArray'): (status.contact_to_ros, status.contacts_from_ros),
    (m.FramePose, 'TFMessage'): (frames.frame_to_ros, frames.frames_from_ros),
}


def converter(door: Door) -> Converter:
    """Return the converter of a door."""
    pack, unpack = short_ways(door)
    return replace(_long_way(door), pack=pack, unpack=unpack)


def _long_way(door: Door) -> Converter:
    ros_type = _ros_class(door.ros_type)
    if door.type is m.RangeReading:
        group, _, name = door.topic.rpartition('/')
        return Converter(
            ros_type,
            partial(ranges.range_to_ros, group=group),
            lambda message: [ranges.range_from_ros(message, name)],
        )
    key = (door.type, ros_type.__name__)
    if key in _MANY:
        return Converter(ros_type, *_MANY[key])
    to_ros, from_ros = _ONE[key]
    return Converter(ros_type, to_ros, lambda message: [from_ros(message)])


def _ros_class(name: str) -> type:
    package, _, kind = name.partition('/msg/')
    found: type = getattr(importlib.import_module(f'{package}.msg'), kind)
    return found
