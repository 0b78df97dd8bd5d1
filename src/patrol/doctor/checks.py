"""The checks, in the order in which they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patrol.doctor import (
    compiler,
    gl,
    home_folder,
    make,
    python_headers,
    python_version,
    ros_distribution,
    ros_domain,
    serial_ports,
    shared_memory,
    system_clock,
    tf2_type_hash,
    underlay_complete,
    venv_module,
)
from patrol.doctor.finding import warning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from patrol.doctor.finding import Finding

#: Of the machine; all but `gl` on the standard library alone.
MACHINE_CHECKS = (
    python_version,
    ros_distribution,
    ros_domain,
    compiler,
    make,
    python_headers,
    venv_module,
    underlay_complete,
    tf2_type_hash,
    gl,
    shared_memory,
    serial_ports,
    home_folder,
    system_clock,
)


def machine_findings() -> list[Finding]:
    """Run every check of the machine."""
    found: list[Finding] = []
    for module in MACHINE_CHECKS:
        found += guarded(module.__name__.rpartition('.')[2], module.check)
    return found


def guarded(name: str, check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """Run one check; that a check itself fails is a finding, not the end of the others."""
    try:
        return list(check())
    except Exception as failure:
        sentence = f'This check failed itself: {type(failure).__name__}: {failure}.'
        return [warning(name, sentence, 'tell the maintainers, with this line')]
