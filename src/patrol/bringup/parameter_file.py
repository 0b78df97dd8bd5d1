"""config/patrol.yaml: every node's parameters, read strictly before anything starts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from patrol import parameters
from patrol.bringup.description import NodeProcess
from patrol.errors import UserError
from patrol.nodes.node_table import parameter_types

SECTION = 'ros__parameters'
#: Applies to every node; only rclpy's own parameters belong there.
EVERYONE = '/**'


def check_parameter_file(file: Path, nodes: Iterable[str]) -> None:
    """Raise UserError, with the line, for an unknown node or parameter or a wrong value."""
    known = set(nodes)
    for name_node, section in _pairs(_document(file), file):
        name = str(name_node.value)
        if name != EVERYONE and name not in known:
            raise UserError(
                f"unknown node '{name}' (known: {', '.join(sorted(known))})",
                file=file,
                line=_line(name_node),
            )
        _check_section(name, section, file)


def write_parameter_file(file: Path, nodes: Iterable[NodeProcess]) -> None:
    """Write what a stack tells its nodes, in the form of ROS."""
    told = {
        node.name: {SECTION: {**node.parameters, 'use_sim_time': node.simulated_time}}
        for node in nodes
    }
    file.write_text(yaml.safe_dump(told, sort_keys=False, allow_unicode=True))


def _document(file: Path) -> yaml.Node | None:
    try:
        return yaml.compose(file.read_text(), Loader=yaml.SafeLoader)
    except OSError as error:
        raise UserError(f'{error.strerror}', file=file) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise UserError(f'no YAML: {error.problem}', file=file, line=line) from None


def _check_section(name: str, section: yaml.Node, file: Path) -> None:
    pairs = _pairs(section, file)
    for key, _ in pairs:
        if key.value != SECTION:
            raise UserError(
                f"'{key.value}' under '{name}' must be '{SECTION}'", file=file, line=_line(key)
            )
    for _, values in pairs:
        lines = {str(k.value): _line(k) for k, _ in _pairs(values, file)}
        given = yaml.SafeLoader('').construct_document(values) or {}
        _check_values(name, given, lines, file)


def _check_values(
    name: str, given: Mapping[str, Any], lines: Mapping[str, int], file: Path
) -> None:
    types = [] if name == EVERYONE else parameter_types(name)
    fields = {name for kind in types for name in _names(kind)}
    for field in given:
        if field not in fields:
            known = ', '.join(sorted(fields)) or 'none'
            raise UserError(
                f"{name}: unknown parameter '{field}' (known: {known})",
                file=file,
                line=lines[field],
            )
    for kind in types:
        mine = {k: v for k, v in given.items() if k in _names(kind)}
        parameters.load(kind, mine, file=file, lines=lines)


def _names(kind: type) -> set[str]:
    return {field.name for field in dataclasses.fields(kind)}


def _pairs(node: yaml.Node | None, file: Path) -> list[tuple[yaml.Node, yaml.Node]]:
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        raise UserError('a mapping of names is expected here', file=file, line=_line(node))
    return list(node.value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
