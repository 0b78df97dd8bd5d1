"""How fast simulated time may pass: not faster than asked, nor than the nodes can follow."""

from __future__ import annotations

from dataclasses import dataclass, replace

#: A pause of up to this many real seconds is made up for, a longer one is lost.
CATCH_UP = 0.25


@dataclass(frozen=True, slots=True)
class Watched:
    """A topic that shows how far a part of the car has come.

    Simulated time may be `lag` (s) ahead of its newest stamp. Who has said nothing for
    `patience` real seconds is not waited for: a dead chain must not stop time.
    """

    topic: str
    lag: float
    patience: float


#: Wheel commands come every 20 ms, velocities of the path follower every 40, poses every 100,
#: and so do the leases of all nodes.
WATCHED = (
    Watched('_mcu/wheel_commands', 0.06, 0.1),
    Watched('cmd_vel_nav', 0.12, 0.15),
    Watched('pose', 0.3, 0.25),
)
LEASE = Watched('lease', 0.14, 0.25)


class Pace:
    """Says how long to wait before simulated time may go on; real time is handed in."""

    def __init__(self, speed: float, watched: tuple[Watched, ...] = WATCHED) -> None:
        self._speed = speed
        self._watched = {w.topic: w for w in watched}
        self._heard: dict[str, tuple[float, float]] = {}
        self._origin: tuple[float, float] | None = None
        self._measured_from: tuple[float, float] | None = None

    def hear(self, topic: str, stamp: float, real: float) -> None:
        """Note the stamp (s, simulated) of a message of a watched topic."""
        self._heard[topic] = (stamp, real)

    def hear_lease(self, name: str, stamp: float, real: float) -> None:
        """Note at which simulated time a node renewed its lease."""
        topic = f'lease of {name}'
        if topic not in self._watched:
            self._watched[topic] = replace(LEASE, topic=topic)
        self._heard[topic] = (stamp, real)

    def wait(self, stamp: float, real: float) -> float:
        """Return how many real seconds to wait, at most, before asking again; 0: go on."""
        if self._origin is None:
            self._origin = (stamp, real)
            self._measured_from = (stamp, real)
        began, since = self._origin
        early = (stamp - began) / self._speed - (real - since)
        if early > 0.0:
            return early
        if early < -CATCH_UP:
            self._origin = (stamp, real - CATCH_UP)
        return max((self._behind(w, stamp, real) for w in self._watched.values()), default=0.0)

    def restart_measurement(self, stamp: float, real: float) -> None:
        """Measure the factor from now on."""
        self._measured_from = (stamp, real)

    def factor(self, stamp: float, real: float) -> float:
        """Return simulated over real time since the measurement began."""
        if self._measured_from is None or real <= self._measured_from[1]:
            return 0.0
        return (stamp - self._measured_from[0]) / (real - self._measured_from[1])

    def _behind(self, watched: Watched, stamp: float, real: float) -> float:
        """Return how long to be patient with a part that is behind, 0 if it is not or is dead."""
        if watched.topic not in self._heard:
            return 0.0
        told, heard = self._heard[watched.topic]
        if stamp - told <= watched.lag:
            return 0.0
        return max(0.0, heard + watched.patience - real)
