"""Look for what is wrong with this machine or a running stack, and name the cure.

A check is a file with `check(…) -> list[Finding]`. The checks of the machine run on the standard
library alone, so that the doctor also comes when nothing is installed; the checks of a running
stack (`graph/`) need ROS.
"""

from __future__ import annotations

from collections.abc import Sequence


def run_doctor(argv: Sequence[str] = ()) -> int:
    """Run every check and print the findings (`--json` for tools); 1 when one is an error."""
    import sys

    from patrol.doctor.checks import machine_findings
    from patrol.doctor.finding import ERROR
    from patrol.doctor.running_stack import stack_findings
    from patrol.doctor.telling import tell, tell_json

    findings = machine_findings() + stack_findings()
    (tell_json if '--json' in argv else tell)(findings, sys.stdout)
    return int(any(finding.level == ERROR for finding in findings))
