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
class NodeEntry:
    """A node of a component: where the component and its parameters are.

    `extra` are parameters of the node that the component is not given as such.
    """

    component: str
    parameters: str = ''
    extra: type | None = None

    def parameter_types(self, name: str) -> list[type]:
        """Return the dataclasses that declare the parameters of node `name`."""
        module = importlib.import_module(f'patrol.components.{name}')
        own = [getattr(module, self.parameters)] if self.parameters else []
        return own + ([self.extra] if self.extra else [])


NODES: dict[str, NodeEntry] = {
    'motor_control': NodeEntry('MotorControl', 'MotorControlParameters'),
    'velocity_gate': NodeEntry('VelocityGate', 'VelocityGateParameters'),
    'obstacle_sensing': NodeEntry('ObstacleSensing', 'ObstacleSensingParameters'),
    'localization': NodeEntry('Localization', 'LocalizationParameters'),
    'map_server': NodeEntry('MapServer', extra=MapServerParameters),
    'path_follower': NodeEntry('PathFollower', 'PathFollowerParameters'),
    'patrol_planner': NodeEntry('PatrolPlanner', 'PatrolPlannerParameters', RouteParameters),
}


def make_component(name: str, values: list[Any]) -> Component:
    """Return the component of node `name` with its parameters (in the order of their types)."""
    entry = NODES[name]
    kind = getattr(importlib.import_module(f'patrol.components.{name}'), entry.component)
    extra = values[-1] if entry.extra else None
    if isinstance(extra, MapServerParameters):
        return _component(kind(_grid(extra)))
    if isinstance(extra, RouteParameters):
        return _component(kind(values[0], route=_route(extra)))
    return _component(kind(*values))


def _component(made: Component) -> Component:
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
