"""What a planted cause is, and how to plant one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from operated_trial import OperatedTrial

from patrol.messages import Status, Velocity
from patrol.vocabulary import Gate, Key, Reason


@dataclass(frozen=True)
class Cause:
    """A fault to plant, and what the operator must read `seconds` later.

    `teleop` (m/s, rad/s): a person drives meanwhile. `patrol`: what `patrol/state` must say.
    """

    name: str
    plant: Callable[[OperatedTrial], None]
    reason: Reason
    sensor: str = ''
    state: str = Gate.STOPPED
    patrol: str | None = None
    teleop: tuple[float, float] | None = None
    seconds: float = 2.0
    scene: str = 'round'

    @property
    def expected(self):
        return str(self.state), str(self.reason), self.sensor


def silent(*topics):
    return lambda t: t.simulation.faults.silent.update(topics)


def fault(**changes):
    return lambda t: [setattr(t.simulation.faults, k, v) for k, v in changes.items()]


def lost(topic):
    return lambda t: t.spoil(topic, lambda message: None)


def changed(topic, **changes):
    """Replace fields of every message of a topic."""
    return lambda t: t.spoil(topic, lambda message: replace(message, **changes))


def shifted(topic, seconds):
    """Stamp every message of a topic by another clock."""
    return lambda t: t.spoil(topic, lambda m: replace(m, stamp=m.stamp + seconds))


def frozen_stamp(topic):
    def plant(trial):
        first = []

        def spoil(message):
            first.append(message.stamp)
            return replace(message, stamp=first[0])

        trial.spoil(topic, spoil)

    return plant


def no_lease(name):
    """The component lives, but its lease does not arrive."""
    return lambda t: t.spoil('diagnostics', lambda s: None if s.name == name else s)


def killed(name):
    return lambda t: t.kill(name)


def board_says(**values):
    keys = {Key[key.upper()]: value for key, value in values.items()}

    def spoil(status: Status):
        return replace(status, values={**status.values, **keys})

    return lambda t: t.spoil('_mcu/status', spoil)


def two_gates(trial):
    """What the node of motor control tells it when a second publisher is discovered."""
    motor = trial.bus.components()['motor_control']
    motor.set_gate_publishers(2)
    trial.undo.append(lambda: motor.set_gate_publishers(1))


def twist_publisher(trial):
    """A Twist on cmd_vel while the patrol is paused: its sender wonders why nothing moves."""
    trial.bus.call('patrol/pause', trial.time)
    gate = trial.bus.components()['velocity_gate']
    gate.twist_publisher('cmd_vel')
    trial.undo.append(lambda: gate.twist_publisher(''))


def commands(topic, linear, shift=0.0, angular=0.0):
    def plant(trial):
        trial.stream[topic] = lambda stamp: Velocity(stamp + shift, linear, angular)

    return plant


def kidnapped(trial):
    """Put down in another corridor."""
    trial.simulation.teleport((30.0, 8.0, 0.5))


def service(name):
    return lambda t: t.bus.call(name, t.time)


def drive(linear, angular=0.0):
    """A person drives, whatever comes."""
    return commands('cmd_vel_teleop', linear, angular=angular)


def way_shut(trial):
    """The place itself is the cause: wait until the planner has given up waiting for the way."""
    assert trial.wait(60.0, lambda: trial.patrol.values[Key.REASON] == Reason.PATH_BLOCKED)
