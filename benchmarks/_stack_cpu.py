"""What each process of a running stack costs while the car drives."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from patrol.bringup import environment
from patrol.bringup.simulated_round import prepare
from patrol.bringup.stacks import CAR
from patrol.components.round_driver import Stage
from patrol.sim.scenario import ScenarioOptions, load_scenario

HERTZ = os.sysconf('SC_CLK_TCK')
#: Real seconds for starting and for driving.
START, DRIVE = 120.0, 600.0


def stack_figures(seconds: float) -> dict[str, Any]:
    """Drive the office for so many simulated seconds; return CPU time per simulated second."""
    environment.enter()
    from patrol.nodes.operator import Operator

    options = ScenarioOptions(laps=1)
    scenario = load_scenario(options)
    with tempfile.TemporaryDirectory() as folder, Operator(scenario) as operator:
        supervisor = prepare(options, scenario, Path(folder), 1.0)
        supervisor.start()
        try:
            if not operator.run(lambda: operator.driver.stage is Stage.RUNNING, START):
                raise RuntimeError(f'no round began: {operator.driver.stage}')
            before, began = _cpu(supervisor), operator.time
            operator.run(lambda: operator.time >= began + seconds, DRIVE)
            after, ended = _cpu(supervisor), operator.time
        finally:
            supervisor.stop()
        factor = operator.factor
    percent = {name: 100 * (after[name] - before[name]) / (ended - began) for name in before}
    chain = sum(percent[node.name] for node in CAR)
    return {
        'chain_cpu_percent': chain,
        'per_node_cpu': percent,
        'sim_real_time_factor': factor,
    }


def _cpu(supervisor: Any) -> dict[str, float]:
    """Return the CPU time (s) that each process has used."""
    used = {}
    for name in supervisor.names:
        text = Path(f'/proc/{supervisor.process_id(name)}/stat').read_text()
        fields = text.rpartition(')')[2].split()
        used[name] = (int(fields[11]) + int(fields[12])) / HERTZ
    return used
