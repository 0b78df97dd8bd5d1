"""DDS names on the wire and ROS names: mangling taken off, a namespace put in front."""

from __future__ import annotations

import re
from dataclasses import dataclass

from patrol.xrce.identifiers import StatusCode
from patrol.xrce.middleware import RefusedError
from patrol.xrce.representations import Service

_TYPE = re.compile(r'([a-z]\w*)::(msg|srv|action)::dds_::(\w+)_')
_NAME = re.compile(r'(/[A-Za-z_~][A-Za-z0-9_]*)+')


@dataclass(frozen=True, slots=True)
class TypeName:
    """A ROS interface: package, 'msg' or 'srv', and name."""

    package: str
    kind: str
    name: str

    def __str__(self) -> str:
        return f'{self.package}/{self.kind}/{self.name}'


def topic_name(mangled: str, namespace: str) -> str:
    """`rt/odom_raw` in namespace `car` -> `/car/odom_raw`; else RefusedError."""
    if not mangled.startswith('rt/'):
        raise _invalid(f"'{mangled}' is no ROS topic: its name must begin with rt/")
    return absolute(mangled[2:], namespace)


def service_name(service: Service, namespace: str) -> str:
    """Return the ROS name of a service, from its own name or from its request topic."""
    topic = service.request_topic or ''
    if topic.startswith('rq/') and topic.endswith('Request'):
        return absolute(topic[2 : -len('Request')], namespace)
    name = service.name.removeprefix('rq').removeprefix('rr')
    return absolute(name if name.startswith('/') else '/' + name, namespace)


def message_type(mangled: str) -> TypeName:
    """`pkg::msg::dds_::Name_` -> pkg/msg/Name."""
    found = _TYPE.fullmatch(mangled)
    if found is None or found[2] != 'msg':
        raise _invalid(f"'{mangled}' is no ROS message type")
    return TypeName(found[1], 'msg', found[3])


def service_type(service: Service) -> TypeName:
    """`pkg::srv::dds_::Name_Request_` and its reply -> pkg/srv/Name."""
    request, reply = _TYPE.fullmatch(service.request_type), _TYPE.fullmatch(service.reply_type)
    if request is None or reply is None or request[1] != reply[1] or request[2] != 'srv':
        raise _invalid(f"'{service.request_type}' and its reply are no ROS service type")
    name = request[3].removesuffix('_Request')
    if name == request[3] or name != reply[3].removesuffix('_Response'):
        raise _invalid(f"'{service.request_type}' and '{service.reply_type}' are no pair")
    return TypeName(request[1], 'srv', name)


def absolute(name: str, namespace: str) -> str:
    """Put the namespace in front of an absolute name; RefusedError when the result is invalid."""
    prefix = namespace.strip('/')
    whole = f'/{prefix}{name}' if prefix else name
    if not _NAME.fullmatch(whole) or '__' in whole or len(whole) > 255:
        raise _invalid(f"'{whole}' is no valid ROS name")
    return whole


def node_name(given: str, key: bytes) -> tuple[str, str]:
    """`/ns/name` or `name` -> (namespace, name), with what ROS does not allow replaced."""
    parts = [re.sub(r'\W', '_', part) for part in given.split('/') if part]
    name = parts.pop() if parts else f'board_{key.hex()}'
    name = name if not name[0].isdigit() else '_' + name
    return '/'.join(p if not p[0].isdigit() else '_' + p for p in parts), name


def _invalid(reason: str) -> RefusedError:
    return RefusedError(StatusCode.INVALID_DATA, reason)
