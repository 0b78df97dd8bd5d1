"""Opens a serial line raw, at any baud rate, with the reason in words when it does not open."""

from __future__ import annotations

import array
import contextlib
import errno
import fcntl
import os
import termios
from pathlib import Path

from patrol.errors import UserError

_TIOCGSERIAL, _TIOCSSERIAL = 0x541E, 0x541F
_ASYNC_LOW_LATENCY = 1 << 13
#: struct serial_struct is 72 bytes; its flags are the fifth int.
_SERIAL_STRUCT_INTS, _FLAGS = 18, 4


class PortError(Exception):
    """The port cannot be used now; it may come back."""


def baud_constant(baud: int) -> int:
    """Return the termios constant of a baud rate; UserError for one the system has not."""
    constant = getattr(termios, f'B{baud}', None)
    if constant is None or baud <= 0:
        known = sorted(
            int(name[1:])
            for name in dir(termios)
            if name[0] == 'B' and name[1:].isdecimal() and int(name[1:]) >= 9600
        )
        raise UserError(f'{baud} baud is not possible (possible: {", ".join(map(str, known))})')
    return int(constant)


def open_port(path: str | Path, baud: int) -> int:
    """Return the descriptor of a serial port: raw, 8N1, no flow control, non-blocking.

    Raises PortError when the port is not there, UserError when a person must act.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except PermissionError as error:
        raise UserError(
            f'{path} may not be opened by this user: run `sudo usermod -aG dialout $USER` and log'
            ' in again'
        ) from error
    except OSError as error:
        raise PortError(error.strerror or str(error)) from error
    try:
        _claim(descriptor, path)
        _configure(descriptor, baud_constant(baud))
    except BaseException:
        os.close(descriptor)
        raise
    _lower_latency(descriptor)
    return descriptor


def _claim(descriptor: int, path: str | Path) -> None:
    """Two readers of one line would steal each other's bytes."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES):
            raise UserError(f'{path} is used by another bridge or agent: stop it') from error


def _configure(descriptor: int, baud: int) -> None:
    try:
        mode = termios.tcgetattr(descriptor)
    except termios.error as error:
        raise UserError('this is no serial port') from error
    mode[0] = mode[1] = mode[3] = 0
    mode[2] = termios.CS8 | termios.CREAD | termios.CLOCAL
    mode[4] = mode[5] = baud
    mode[6][termios.VMIN], mode[6][termios.VTIME] = 0, 0
    try:
        termios.tcsetattr(descriptor, termios.TCSANOW, mode)
        termios.tcflush(descriptor, termios.TCIOFLUSH)
    except termios.error as error:
        raise PortError(str(error)) from error


def _lower_latency(descriptor: int) -> None:
    """FTDI adapters hold bytes back for 16 ms unless told otherwise; others do not know this."""
    settings = array.array('i', [0] * _SERIAL_STRUCT_INTS)
    with contextlib.suppress(OSError):
        fcntl.ioctl(descriptor, _TIOCGSERIAL, settings, True)
        settings[_FLAGS] |= _ASYNC_LOW_LATENCY
        fcntl.ioctl(descriptor, _TIOCSSERIAL, settings)


def find_port(wanted: str) -> str:
    """Return the path to open: stable by-id names are preferred when a pattern matches several.

    `wanted` is a path or a pattern such as /dev/ttyACM*. Raises PortError when nothing is there.
    """
    if not any(sign in wanted for sign in '*?['):
        return wanted
    folder = Path(wanted).parent
    found = sorted(str(path) for path in folder.glob(Path(wanted).name))
    if not found:
        raise PortError(f'nothing matches {wanted}')
    stable = Path('/dev/serial/by-id')
    links = sorted(stable.iterdir()) if stable.is_dir() else []
    for link in links:
        if str(link.resolve()) in found:
            return str(link)
    return found[0]
