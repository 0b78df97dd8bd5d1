"""Do the wheels of ROS exist for this kind of machine?"""

from __future__ import annotations

import platform

from patrol.doctor.finding import Finding, error, ok

OLDEST_GLIBC = (2, 28)


def check(
    system: str = platform.system(),
    machine: str = platform.machine(),
    libc: tuple[str, str] = platform.libc_ver(),
) -> list[Finding]:
    """Check system, processor and C library: the wheels are for manylinux_2_28 on x86_64."""
    cure = 'use Ubuntu 24.04 with ROS 2 Jazzy installed and sourced'
    if (system, machine) != ('Linux', 'x86_64'):
        sentence = f'The wheels of ROS exist for Linux on x86_64, and this is {system} {machine}.'
        return [error('platform', sentence, cure)]
    version = tuple(int(part) for part in libc[1].split('.')[:2] if part.isdigit())
    if libc[0] != 'glibc' or version < OLDEST_GLIBC:
        found = ' '.join(libc).strip() or 'another C library'
        return [
            error('platform', f'The wheels of ROS need glibc 2.28, and this is {found}.', cure)
        ]
    return [ok('platform', f'Linux x86_64, glibc {libc[1]}.')]
