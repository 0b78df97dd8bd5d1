"""The board as the simulator sees it: what it measures, what it is told, what it does.

Both the stand-in (`board_stand_in`) and the real firmware compiled for this machine fit behind
`Board`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from patrol.component import Publication, Reply

Array = NDArray[np.float64]


class BoardInputs(NamedTuple):
    """What the board's pins say at `stamp` (s).

    wheel_position (2,) rad in whole counts, wheel_velocity (2,) rad/s, imu (6,) gyro and
    accelerometer, cliffs (n,) m in the order of the mounts (NaN: dead), echo: name and distance
    (m) of the sonar that listened last, voltage V, current A drawn, charge 0..1.
    """

    stamp: float
    wheel_position: Array
    wheel_velocity: Array
    imu: Array
    cliffs: Sequence[float]
    echo: tuple[str, float] | None
    voltage: float
    current: float
    charge: float


class Board(Protocol):
    """Motor control and safety on the microcontroller."""

    def handle(self, topic: str, message: Any) -> None:
        """Take a message for the board."""

    def call(self, service: str) -> Reply:
        """Answer `_mcu/e_stop_trigger` or `_mcu/e_stop_reset`."""

    def press_e_stop(self) -> None:
        """The button on the car is pressed."""

    def drive(self) -> Array:
        """Run the control loop for the tick that begins; return duty cycles (2,) in -1..1."""

    def sense(self, inputs: BoardInputs) -> list[Publication]:
        """Take the measurements of the tick that ended; return the messages that are due."""
