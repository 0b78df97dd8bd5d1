"""Frames of SDF: every pose is relative to something, in the scope of a world or model."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from patrol.sim.sdf_source import Element, Remarks

Array = NDArray[np.float64]


@dataclass
class Frame:
    """A pose (4, 4) relative to another frame of the scope ('': the scope itself).

    placement: for a model, the frame in it that the pose is of.
    """

    element: Element
    pose: Array
    relative_to: str = ''
    placement: str = ''


@dataclass
class Scope:
    """The names that poses inside of one world or model may be relative to."""

    element: Element
    remarks: Remarks
    parent: Scope | None = None
    name: str = ''
    frames: dict[str, Frame] = field(default_factory=dict)
    models: dict[str, Scope] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    links: dict[str, Element] = field(default_factory=dict)
    forced_static: str = ''
    _found: dict[str, Array] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)

    def resolve(self, name: str, asked_by: Element) -> Array:
        """Return the pose (4, 4) of a frame in this scope.

        A name that is unknown or relative to itself is named, and counts as the scope itself.
        """
        if name in ('', '__model__') or (self.parent is None and name in ('world', '__root__')):
            return np.eye(4)
        if name in self._found:
            return self._found[name]
        if name in self._open:
            self.remarks.mistake(asked_by, f"frame '{name}' is relative to itself")
            return np.eye(4)
        self._open.add(name)
        found = self._search(name, asked_by)
        self._open.discard(name)
        if found is None:
            self.remarks.mistake(asked_by, f"relative_to names the unknown frame '{name}'")
            return np.eye(4)
        self._found[name] = found
        return found

    def place(self, name: str, frame: Frame) -> None:
        """Put a frame somewhere else."""
        self.frames[name] = frame
        self._found.clear()

    def pose_of(self, frame: Frame) -> Array:
        """Return the pose (4, 4) of a frame that need not have a name."""
        return self.resolve(frame.relative_to, frame.element) @ frame.pose

    def in_world(self) -> Array:
        """Return the pose (4, 4) of this scope in the world."""
        if self.parent is None:
            return np.eye(4)
        return self.parent.in_world() @ self.parent.resolve(self.name, self.element)

    def _search(self, name: str, asked_by: Element) -> Array | None:
        if name in self.frames:
            return self._placed(name)
        head, _, tail = name.partition('::')
        if tail and head in self.models:
            return self.resolve(head, asked_by) @ self.models[head].resolve(tail, asked_by)
        for merged in self.merged:
            if name in self.models[merged].frames:
                inside = self.models[merged].resolve(name, asked_by)
                return self.resolve(merged, asked_by) @ inside
        if name == 'world':
            return np.asarray(np.linalg.inv(self.in_world()))
        return None

    def _placed(self, name: str) -> Array:
        frame = self.frames[name]
        pose = self.pose_of(frame)
        if not frame.placement:
            return pose
        return pose @ np.linalg.inv(self.models[name].resolve(frame.placement, frame.element))
