"""Check a running stack, where ROS is there and one runs."""

from __future__ import annotations

import importlib.util

from patrol.doctor.checks import guarded
from patrol.doctor.finding import Finding, ok


def stack_findings() -> list[Finding]:
    """Look at the graph for a few seconds; say so when there is none to look at."""
    if not all(importlib.util.find_spec(name) for name in ('rclpy', 'numpy', 'yaml')):
        return [ok('stack', 'Not looked at: without ROS nothing of patrol can run.')]

    def look() -> list[Finding]:
        from patrol.doctor.graph import graph_findings

        return graph_findings()

    return guarded('stack', look)
