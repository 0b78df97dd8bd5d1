"""Parameters of a node, declared from the dataclass of its component."""

from __future__ import annotations

import dataclasses
from typing import Any

from rcl_interfaces.msg import FloatingPointRange, IntegerRange, ParameterDescriptor
from rclpy.node import Node

from patrol import parameters
from patrol.errors import UserError

#: Parameters that rclpy itself knows.
_BUILT_IN = ('use_sim_time', 'start_type_description_service')
_FAR = 1e308
_FAR_INTEGER = 2**62


def declare(node: Node, types: list[type]) -> list[Any]:
    """Declare the fields of all `types`; return one dataclass of each, filled as overridden.

    The node must declare its overrides by itself, so that an unknown one is found and named.
    """
    given = {
        name: node.get_parameter(name).value
        for name in node.get_parameters_by_prefix('')
        if name not in _BUILT_IN and not name.startswith('qos_overrides.')
    }
    owner = {field.name: kind for kind in types for field in dataclasses.fields(kind)}
    unknown = sorted(set(given) - set(owner))
    if unknown:
        known = ', '.join(sorted(owner)) or 'none'
        raise UserError(f"unknown parameter '{unknown[0]}' (known: {known})")
    return [_declare(node, kind, given, owner) for kind in types]


def _declare(node: Node, kind: type, given: dict[str, Any], owner: dict[str, type]) -> Any:
    mine = {name: value for name, value in given.items() if owner[name] is kind}
    loaded: Any = parameters.load(kind, mine)
    for field in dataclasses.fields(kind):
        if field.name in mine:
            node.undeclare_parameter(field.name)
        value = getattr(loaded, field.name)
        node.declare_parameter(field.name, value, _descriptor(field), ignore_override=True)
    return loaded


def _descriptor(field: dataclasses.Field[Any]) -> ParameterDescriptor:
    """Describe a parameter; it is read once, at the start."""
    about = field.metadata
    unit = f' [{about["unit"]}]' if about.get('unit') else ''
    descriptor = ParameterDescriptor(
        description=about.get('doc', '') + unit,
        read_only=True,
        additional_constraints=', '.join(about.get('choices') or ()),
    )
    low, high = about.get('low'), about.get('high')
    if low is None and high is None:
        return descriptor
    if isinstance(field.default, float):
        lowest, highest = (-_FAR if low is None else low), (_FAR if high is None else high)
        descriptor.floating_point_range = [
            FloatingPointRange(from_value=float(lowest), to_value=float(highest))
        ]
    elif isinstance(field.default, int):
        lowest = -_FAR_INTEGER if low is None else int(low)
        highest = _FAR_INTEGER if high is None else int(high)
        descriptor.integer_range = [IntegerRange(from_value=lowest, to_value=highest)]
    return descriptor
