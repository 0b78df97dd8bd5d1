"""What motor control says of itself and of the board's e-stop."""

from __future__ import annotations

from patrol.drive.board_link import BoardLink, Trouble
from patrol.drive.odometry_filter import OdometryFilter
from patrol.messages import Level, Status
from patrol.vocabulary import CURES, LINKS, EStop, Key, Motor, Name, Reason, flag, number


def lease(
    stamp: float, state: Motor, trouble: Trouble, board: BoardLink, odometry: OdometryFilter
) -> Status:
    """Return the status that renews the lease."""
    reason, sensor = trouble
    fine = reason is Reason.NONE
    values: dict[str, str] = {
        Key.STATE: state,
        Key.REASON: reason,
        Key.SENSOR: sensor,
        Key.CURE: CURES[reason],
        Key.CAUSE: '' if fine else LINKS[reason],
        Key.E_STOP: flag(board.latched),
        Key.ARMED: flag(not board.latched),
        Key.FAULT: board.fault,
        Key.REFUSED: board.refused,
        Key.SLIP: flag(odometry.slipping),
        Key.GYRO_BIAS: number(odometry.gyro_bias),
    }
    message = state.value if fine else f'{reason.value}: {CURES[reason]}'
    return Status(stamp, Name.MOTOR_CONTROL, Level.OK if fine else Level.ERROR, message, values)


def e_stop_state(stamp: float, board: BoardLink, latched: bool, now: float) -> Status:
    """Return what is known of the latch: `latched` counts the own one of motor control too."""
    heard = board.heard(now)
    state = EStop.UNKNOWN if not heard else EStop.LATCHED if latched else EStop.RELEASED
    reason = Reason.NONE if not latched else board.own_trouble(now)[0]
    if latched and reason is Reason.NONE:
        reason = Reason.E_STOP
    values: dict[str, str] = {
        Key.STATE: state,
        Key.REASON: reason,
        Key.CURE: CURES[reason],
        Key.E_STOP: flag(latched),
        Key.ARMED: flag(not latched),
        Key.FAULT: board.fault,
    }
    level = Level.WARN if latched else Level.OK
    return Status(stamp, Name.E_STOP, level, state.value, values)
