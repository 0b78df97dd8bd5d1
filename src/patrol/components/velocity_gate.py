"""velocity_gate: the only way for a velocity to the wheels; it never lets the car drive blind."""

from __future__ import annotations

import math

from patrol.component import Component
from patrol.dimensions import Dimensions, load_dimensions
from patrol.localization.odometry_history import OdometryHistory
from patrol.messages import Odometry, RangeReading, Scan, Status, Velocity
from patrol.sensing.gate_judge import GateJudge
from patrol.sensing.gate_report import Verdict, lease, markers, stop_reason
from patrol.sensing.velocity_gate_parameters import VelocityGateParameters
from patrol.vocabulary import Gate

#: Periods (s) of the lease, and of `stop_reason` when nothing changes.
LEASE, REPEAT = 0.1, 0.5

__all__ = ['VelocityGate', 'VelocityGateParameters']


class VelocityGate(Component):
    """One verdict for each odometry message; an explicit zero as soon as odometry falls silent."""

    name = 'velocity_gate'
    period = 0.02

    def __init__(
        self,
        parameters: VelocityGateParameters | None = None,
        dimensions: Dimensions | None = None,
    ) -> None:
        super().__init__()
        self._parameters = parameters or VelocityGateParameters()
        self._history = OdometryHistory()
        self._judge = GateJudge(self._parameters, dimensions or load_dimensions(), self._history)
        self._stamp = 0.0
        self._stamped = -math.inf
        self._decided = -math.inf
        self._verdict = Verdict(Gate.IDLE)
        self._told: tuple[str, ...] = ()
        self._drawn = False
        self._next_lease = self._next_report = -math.inf

    @property
    def verdict(self) -> Verdict:
        """The last verdict."""
        return self._verdict

    def on_cmd_vel(self, command: Velocity, now: float) -> None:
        """Take a command of a person or a tool."""
        self._judge.sources.hear('cmd_vel', command, now, self._stamp)

    def on_cmd_vel_nav(self, command: Velocity, now: float) -> None:
        """Take a command of the path follower."""
        self._judge.sources.hear('cmd_vel_nav', command, now, self._stamp)

    def on_cmd_vel_teleop(self, command: Velocity, now: float) -> None:
        """Take a command of a joystick or the page."""
        self._judge.sources.hear('cmd_vel_teleop', command, now, self._stamp)

    def twist_publisher(self, topic: str) -> None:
        """Learn that an unstamped Twist is published on a topic; '' when that is over."""
        self._judge.sources.hear_twist(topic)

    def on_scan(self, scan: Scan, now: float) -> None:
        """Take a turn of the LiDAR."""
        self._judge.take_scan(scan, now)

    def on_range(self, reading: RangeReading, now: float) -> None:
        """Take an ultrasonic reading."""
        self._judge.take_range(reading, now)

    def on_cliff(self, reading: RangeReading, now: float) -> None:
        """Take a reading of the floor."""
        self._judge.take_cliff(reading, now)

    def on_diagnostics(self, status: Status, now: float) -> None:
        """Read the leases of the other links."""
        self._judge.leases.hear(status, now)

    def on_odom(self, odometry: Odometry, now: float) -> None:
        """Judge: one verdict per odometry message."""
        if math.isfinite(odometry.stamp):
            self._stamp, self._stamped = odometry.stamp, now
        self._judge.take_odometry(odometry, now)
        self._decide(now)

    def on_tick(self, now: float) -> None:
        """Command zero when odometry is silent; renew the lease; repeat the reason."""
        if now - self._decided > self._parameters.odometry_timeout:
            self._decide(now)
        if now >= self._next_lease:
            self._next_lease = now + LEASE - 1e-6
            self.emit('diagnostics', lease(self._verdict, self._read_clock(now)))
        if now >= self._next_report:
            self._tell(now)

    def _read_clock(self, now: float) -> float:
        """Return the stamp of the odometry, moved on while that is silent; 0 before the first."""
        return self._stamp + (now - self._stamped if self._stamp else 0.0)

    def _decide(self, now: float) -> None:
        silent = now - self._decided
        self._decided = now
        self._verdict = verdict = self._judge.verdict(now, silent)
        stamp = self._read_clock(now)
        self.emit('_cmd_vel_safe', Velocity(stamp, verdict.linear, verdict.angular))
        if verdict.key != self._told:
            self._tell(now)

    def _tell(self, now: float) -> None:
        verdict, stamp = self._verdict, self._read_clock(now)
        self._next_report = now + REPEAT - 1e-6
        self._told = verdict.key
        self.emit('stop_reason', stop_reason(verdict, stamp))
        drawing = markers(verdict, stamp)
        if drawing.markers or self._drawn:
            self._drawn = bool(drawing.markers)
            self.emit('stop_reason/markers', drawing)
