"""A mapping of a YAML file that knows the line of each value and notes what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from patrol.errors import UserError
from patrol.planning.mistakes import Mistakes, read_text

_CONSTRUCTOR = yaml.constructor.SafeConstructor()
_KINDS = {dict: 'a mapping', list: 'a list', str: 'text', bool: 'yes/no', type(None): 'empty'}


def load_table(file: Path, what: str, mistakes: Mistakes) -> YamlTable:
    """Return the mapping that a YAML file is; if it is none, a UserError says why."""
    try:
        node = yaml.compose(read_text(file, what), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise UserError(f'not YAML: {error.problem}', file=file, line=line) from None
    except yaml.YAMLError as error:
        raise UserError(f'not YAML: {error}', file=file) from None
    if not isinstance(node, yaml.MappingNode):
        raise UserError(f'a {what} must be a mapping of keys to values', file=file, line=1)
    return YamlTable(node, what, mistakes)


class YamlTable:
    """Reads typed values by key; a wrong one is noted, and its default returned."""

    def __init__(self, node: Any, what: str, mistakes: Mistakes) -> None:
        self.what = what
        self.line: int = node.start_mark.line + 1
        self._mistakes = mistakes
        self._nodes: dict[str, Any] = {}
        for key, value in node.value:
            self._add(key, value)

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def line_of(self, key: str) -> int:
        """Return the line of a value, or of the mapping where there is none."""
        node = self._nodes.get(key)
        return self.line if node is None else node.start_mark.line + 1

    def wrong(self, key: str, message: str) -> None:
        """Note a mistake at the line of a key."""
        self._mistakes.add(self.line_of(key), message)

    def allow_only(self, known: Iterable[str]) -> None:
        """Note each key that is not known."""
        names = tuple(known)
        for key in self._nodes:
            if key not in names:
                self.wrong(key, f"unknown key '{key}' in a {self.what} (known: {_listed(names)})")

    def require(self, *keys: str) -> None:
        """Note each of the keys that is missing."""
        for key in keys:
            if key not in self._nodes:
                self._mistakes.add(self.line, f"this {self.what} has no '{key}'")

    def text(self, key: str, default: str = '', choices: Iterable[str] = ()) -> str:
        """Return a text that is not empty, one of `choices` if there are any."""
        value = self._value(key)
        if value is None:
            return default
        allowed = tuple(choices)
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, f"'{key}' must be text, not {_told(value)}")
        elif allowed and value not in allowed:
            self.wrong(key, f"'{key}' is '{value}', allowed: {_listed(allowed)}")
        else:
            return value
        return default

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """Return a finite number in low..high."""
        value = self._value(key)
        return default if value is None else self._checked(key, value, low, high)

    def integer(self, key: str, default: int, low: int, high: int) -> int:
        """Return a whole number in low..high."""
        value = self._value(key)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(key, f"'{key}' must be a whole number, not {_told(value)}")
            return default
        return int(self._checked(key, value, low, high))

    def numbers(self, key: str, lengths: tuple[int, ...]) -> list[float]:
        """Return a list of finite numbers that has one of the lengths; zeros if it is wrong."""
        value = self._value(key)
        if isinstance(value, list) and len(value) in lengths:
            return [self._checked(key, item, -math.inf, math.inf) for item in value]
        if value is not None:
            wanted = ' or '.join(map(str, lengths))
            self.wrong(key, f"'{key}' must be a list of {wanted} numbers, not {_told(value)}")
        return [0.0] * lengths[0]

    def flag(self, key: str) -> bool:
        """Return a yes or no, also written 0 or 1."""
        value = self._value(key)
        if value is not None and (isinstance(value, (list, dict)) or value not in (0, 1)):
            self.wrong(key, f"'{key}' must be 0 or 1, not {_told(value)}")
        return bool(value == 1)

    def tables(self, key: str, what: str) -> list[YamlTable]:
        """Return a list of mappings, each called `what` in messages."""
        node = self._nodes.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(key, f"'{key}' must be a list")
            return []
        found = []
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                found.append(YamlTable(item, what, self._mistakes))
            else:
                line = item.start_mark.line + 1
                self._mistakes.add(line, f'a {what} must be a mapping of keys to values')
        return found

    def _add(self, key: Any, value: Any) -> None:
        line, name = key.start_mark.line + 1, str(key.value)
        if not isinstance(key, yaml.ScalarNode):
            self._mistakes.add(line, f'a key of a {self.what} must be text')
        elif name in self._nodes:
            first = self._nodes[name].start_mark.line + 1
            self._mistakes.add(line, f"key '{name}' is given twice (first in line {first})")
        else:
            self._nodes[name] = value

    def _value(self, key: str) -> Any:
        """Return the value of a key that is there and not empty; an empty one is noted."""
        node = self._nodes.get(key)
        if node is None:
            return None
        try:
            value = _CONSTRUCTOR.construct_object(node, deep=True)
        except (yaml.YAMLError, ValueError, OverflowError, TypeError):
            self.wrong(key, f"'{key}' cannot be read")
            return None
        if value is None:
            self.wrong(key, f"'{key}' is empty")
        return value

    def _checked(self, key: str, value: Any, low: float, high: float) -> float:
        """Return a number; 0, with a mistake noted, for anything else."""
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            self.wrong(key, f"'{key}' must be a number, not {_told(value)}")
        elif not math.isfinite(value):
            self.wrong(key, f"'{key}' must be finite, not {value}")
        elif not low <= value <= high:
            allowed = f'{low:g}' if low == high else f'{low:g} .. {high:g}'
            self.wrong(key, f"'{key}' is {value:g}, allowed is {allowed}")
        else:
            return float(value)
        return 0.0


def _told(value: Any) -> str:
    if isinstance(value, (dict, list)):
        size = f' of {len(value)}' if isinstance(value, list) else ''
        return _KINDS[type(value)] + size
    return f"{_KINDS.get(type(value), 'the number')} '{value}'"


def _listed(names: Iterable[str]) -> str:
    return ', '.join(names)
