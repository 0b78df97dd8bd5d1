"""Which nodes there are, what they can be told, and how each component is made."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from patrol.component import Component
from patrol.errors import UserError
from patrol.parameters import parameter


@dataclass(frozen=True)
class MapServerParameters:
    """Parameters of the map_server node."""

    yaml_filename: str = parameter('', 'map to serve, in the format of ROS map_server')


@dataclass(frozen=True)
class RouteParameters:
    """Parameters of the patrol_planner node that name its route."""

    route: str = parameter('', 'route document (.yaml) or patrol graph (.graph)')
    laps: int = parameter(0, "laps to drive; 0: the route's own number", low=0)


@dataclass(frozen=True)
class RobotStateParameters:
    """Parameters of the robot_state node."""

    robot_description: str = parameter('', "URDF text; empty: the car's own xacro, expanded")
    publish_frequency: float = parameter(
        20.0, 'most transforms of a moving joint', low=1.0, high=200.0, unit='Hz'
    )


@dataclass(frozen=True)
class SimulatorParameters:
    """Parameters of the simulator node."""

    scenario: str = parameter('{}', 'ScenarioOptions as a JSON object: what is to be simulated')
    speed: float = parameter(1.0, 'upper bound of simulated over real time', low=0.01, high=1000.0)


@dataclass(frozen=True)
class NodeEntry:
    """A node: the names of its component and of that one's parameters in `patrol.components`.

    `extra` are parameters of the node that the component is not given as such.
    """

    component: str = ''
    parameters: str = ''
    extra: type | None = None


NODES: dict[str, NodeEntry] = {
    'motor_control': NodeEntry('MotorControl', 'MotorControlParameters'),
    'velocity_gate': NodeEntry('VelocityGate', 'VelocityGateParameters'),
    'obstacle_sensing': NodeEntry('ObstacleSensing', 'ObstacleSensingParameters'),
    'localization': NodeEntry('Localization', 'LocalizationParameters'),
    'map_server': NodeEntry('MapServer', extra=MapServerParameters),
    'path_follower': NodeEntry('PathFollower', 'FollowerParameters'),
    'patrol_planner': NodeEntry('PatrolPlanner', 'PlannerParameters', RouteParameters),
    'robot_state': NodeEntry(extra=RobotStateParameters),
    'simulator': NodeEntry(extra=SimulatorParameters),
}


def parameter_types(name: str) -> list[type]:
    """Return the dataclasses that declare the parameters of node `name`."""
    entry = NODES[name]
    own: list[type] = []
    if entry.parameters:
        module = importlib.import_module(f'patrol.components.{name}')
        own.append(getattr(module, entry.parameters))
    return own + ([entry.extra] if entry.extra else [])


def make_component(name: str, values: list[Any]) -> Component:
    """Return the component of node `name` with its parameters (in the order of their types)."""
    entry = NODES[name]
    kind = getattr(importlib.import_module(f'patrol.components.{name}'), entry.component)
    extra = values[-1] if entry.extra else None
    made: Component
    if isinstance(extra, MapServerParameters):
        made = kind(_grid(extra))
    elif isinstance(extra, RouteParameters):
        made = kind(route=_route(extra), parameters=values[0])
    else:
        made = kind(*values)
    return made


def _grid(chosen: MapServerParameters) -> Any:
    from patrol.planning.occupancy_map import load_map

    if not chosen.yaml_filename:
        raise UserError("parameter 'yaml_filename' must name the map to serve")
    return load_map(chosen.yaml_filename)


def _route(chosen: RouteParameters) -> Any:
    from patrol.planning.route_source import load_route

    if not chosen.route:
        raise UserError("parameter 'route' must name a route document or patrol graph")
    return load_route(chosen.route, chosen.laps or None)[0]
