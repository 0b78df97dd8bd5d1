"""No orphans: a process that `./patrol` started ends with it, however that one ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

#: Holds the process id of the parent, when it wants its children to end with it.
VARIABLE = 'PATROL_PARENT'
_PR_SET_PDEATHSIG = 1


def arrange() -> None:
    """Ask the system for SIGTERM when the parent named in the environment dies."""
    parent = os.environ.get(VARIABLE)
    if parent is None or not sys.platform.startswith('linux'):
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(parent):  # it died before we asked
        sys.exit(0)
