"""Two nodes of one name must not run: who comes second is told, and ends."""

from __future__ import annotations

import os
import socket

from patrol.errors import UserError


class NameLock:
    """Holds the name of a node on this machine as long as the process lives.

    An abstract Unix socket: the system frees it however the process ends, so a node that was
    killed can be started again at once, though the others still see it for some seconds.
    """

    def __init__(self, full_name: str) -> None:
        domain = os.environ.get('ROS_DOMAIN_ID') or '0'
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            self._socket.bind(f'\0patrol/{domain}{full_name}')
        except OSError:
            self._socket.close()
            raise UserError(
                f'a node {full_name} already runs on this machine in ROS domain {domain}: stop it '
                'or set another ROS_DOMAIN_ID'
            ) from None

    def close(self) -> None:
        """Give the name free."""
        self._socket.close()
