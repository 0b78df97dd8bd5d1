"""Ground truth about touching: every physics step is looked at."""

from __future__ import annotations

from typing import Any

import numpy as np

from patrol.messages import Contact
from patrol.sim.car_model import PREFIX
from patrol.sim.engine import mujoco

#: Parts that may stand on something, and how upright (cosine) the contact must be to be floor.
SUPPORTS = ('left_wheel', 'right_wheel', 'caster_front', 'caster_rear')
UPRIGHT = 0.9
#: A car that moves towards a person no faster than this (m/s) was bumped into.
BUMPED = 0.05
#: A pair that was apart for longer than this (s) touches anew.
APART = 0.1


class ContactWatch:
    """Counts contacts of the car with anything but the floor under its wheels and casters.

    `count`: beginnings of a touch, without those in which a person walked into a car that did not
    move towards them: these are `bumped`. `steps`: physics steps with any touch of either kind.
    `events`: every beginning. `touching`: pairs (part, thing) at the last step.
    """

    def __init__(self, model: Any, data: Any) -> None:
        self.count = 0
        self.bumped = 0
        self.steps = 0
        self.events: list[Contact] = []
        self.touching: frozenset[tuple[str, str]] = frozenset()
        self._data = data
        self._seen: dict[tuple[str, str], float] = {}
        self._harmless: set[bytes] = {b''}
        names = [model.geom(i).name for i in range(model.ngeom)]
        self._names = names
        self._car = np.array([name.startswith(PREFIX) for name in names])
        self._support = np.array([name.removeprefix(PREFIX) in SUPPORTS for name in names])
        self._plane = np.asarray(model.geom_type) == int(mujoco.mjtGeom.mjGEOM_PLANE)

    def look(self, stamp: float) -> None:
        """Judge the contacts of the step just made."""
        geoms = self._data.contact.geom
        key = geoms.tobytes()
        if key in self._harmless:
            if self.touching:
                self.touching = frozenset()
            return
        pairs = self._judge(geoms, key)
        self.touching = frozenset(pairs)
        if pairs:
            self.steps += 1
        for pair in sorted(pairs):
            if stamp - self._seen.get(pair, -np.inf) > APART:
                self._begin(pair, stamp)
            self._seen[pair] = stamp

    def untouched(self) -> None:
        """Note steps in which nothing could touch."""
        if self.touching:
            self.touching = frozenset()

    def blocked_by(self) -> str:
        """Return what the car is stuck in now, or nothing; for placing it."""
        pairs = self._judge(self._data.contact.geom, b'')
        return min((thing for _, thing in pairs), default='')

    def _judge(self, geoms: Any, key: bytes) -> set[tuple[str, str]]:
        """Return the forbidden pairs; remember a harmless set that needs no look at normals."""
        pairs: set[tuple[str, str]] = set()
        sure = True
        for index, (first, second) in enumerate(geoms):
            part, thing = (first, second) if self._car[first] else (second, first)
            if self._support[part]:
                if self._plane[thing]:
                    continue
                sure = False
                if abs(self._data.contact[index].frame[2]) > UPRIGHT:
                    continue
            pairs.add((self._part(part), self._thing(thing)))
        if sure and not pairs and key:
            self._harmless.add(key)
        return pairs

    def _part(self, geom: int) -> str:
        return str(self._names[geom].removeprefix(PREFIX))

    def _thing(self, geom: int) -> str:
        """Return the name the solid has in its world, without the number in front of it."""
        return str(self._names[geom].partition(':')[2].partition('#')[0] or self._names[geom])

    def _begin(self, pair: tuple[str, str], stamp: float) -> None:
        self.events.append(Contact(stamp, *pair))
        if pair[1].startswith('person_') and self._approach(pair[1]) <= BUMPED:
            self.bumped += 1
        else:
            self.count += 1

    def _approach(self, person: str) -> float:
        """Return how fast (m/s) the car itself moves towards a person."""
        position = self._data.qpos[:2]
        towards = self._data.mocap_pos[int(person.removeprefix('person_')), :2] - position
        return float(self._data.qvel[:2] @ towards / max(float(np.hypot(*towards)), 1e-9))
