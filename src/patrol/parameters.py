"""Parameters: a dataclass with a range, a unit and a description for every field.

One declaration serves the node (ROS parameter descriptors), the trial and the documents.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from patrol.errors import UserError

T = TypeVar('T')


def parameter(
    default: Any,
    doc: str,
    *,
    low: float | None = None,
    high: float | None = None,
    unit: str = '',
    choices: tuple[str, ...] = (),
) -> Any:
    """Declare a field of a parameter dataclass: bool, int, float or str."""
    metadata = {'doc': doc, 'low': low, 'high': high, 'unit': unit, 'choices': choices}
    return dataclasses.field(default=default, metadata=metadata)


def load(
    kind: type[T],
    values: Mapping[str, Any],
    *,
    file: str | Path | None = None,
    lines: Mapping[str, int] | None = None,
) -> T:
    """Build a parameter dataclass; an unknown name or a value out of range is a UserError."""
    fields = {f.name: f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    checked: dict[str, Any] = {}
    for name, value in values.items():
        line = (lines or {}).get(name)
        if name not in fields:
            known = ', '.join(sorted(fields))
            raise UserError(f"unknown parameter '{name}' (known: {known})", file=file, line=line)
        checked[name] = _check(name, fields[name], value, file, line)
    return kind(**checked)


def _check(
    name: str, field: dataclasses.Field[Any], value: Any, file: str | Path | None, line: int | None
) -> Any:
    wanted = type(field.default)
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not wanted:
        got = type(value).__name__
        raise UserError(
            f"parameter '{name}' must be {wanted.__name__}, not {got}", file=file, line=line
        )
    low, high = field.metadata.get('low'), field.metadata.get('high')
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        outside = (low is not None and value < low) or (high is not None and value > high)
        if outside or not math.isfinite(value):
            raise UserError(
                f"parameter '{name}' is {value}, allowed is {low} .. {high}", file=file, line=line
            )
    choices = field.metadata.get('choices')
    if choices and value not in choices:
        raise UserError(
            f"parameter '{name}' is '{value}', allowed: {', '.join(choices)}", file=file, line=line
        )
    return value
