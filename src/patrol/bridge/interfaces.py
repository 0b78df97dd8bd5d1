"""Finds the Python class of a ROS interface by its name."""

from __future__ import annotations

import functools
import importlib
from typing import Any

from patrol.bridge.names import TypeName
from patrol.xrce.identifiers import StatusCode
from patrol.xrce.middleware import RefusedError

#: Imported before the port opens: a board gives up on an entity after one second.
COMMON = (
    'builtin_interfaces.msg',
    'std_msgs.msg',
    'geometry_msgs.msg',
    'sensor_msgs.msg',
    'nav_msgs.msg',
    'diagnostic_msgs.msg',
    'std_srvs.srv',
    'rcl_interfaces.srv',
)


def import_common() -> None:
    """Import the packages that boards use most."""
    for module in COMMON:
        importlib.import_module(module)


@functools.cache
def interface(name: TypeName) -> Any:
    """Return the class of a message or service.

    Raises RefusedError that names the package to install where it is not here.
    """
    package = f'ros-jazzy-{name.package.replace("_", "-")}'
    try:
        module = importlib.import_module(f'{name.package}.{name.kind}')
    except ImportError as error:
        raise RefusedError(
            StatusCode.DDS_ERROR, f'{name} is not known here: install {package}'
        ) from error
    found = getattr(module, name.name, None)
    if found is None:
        raise RefusedError(
            StatusCode.DDS_ERROR,
            f'{name.package} has no {name.kind} {name.name}: update {package}',
        )
    return found


def has_header(message: Any) -> bool:
    """Whether a message type begins with a std_msgs/Header, whose stamp comes first in CDR."""
    fields = list(message.get_fields_and_field_types().items())
    return bool(fields) and fields[0][1] == 'std_msgs/Header'
