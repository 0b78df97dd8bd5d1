"""The drive chain: how fast a trial runs, and what the nodes cost on a running stack.

CPU time, not wall time, wherever that is what matters; percentages are of one core, per second of
the simulated car. `cores_cpu_percent` replays the sensors of two minutes of a round through all
components in one process; `chain_cpu_percent` is the sum over the processes of the car.
"""

from __future__ import annotations

import json
from typing import Any

from benchmarks._latency import command_to_wheel
from benchmarks._replay import component_figures, record_round
from benchmarks._stack_cpu import stack_figures
from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.sim.trial import Trial


def main() -> dict[str, Any]:
    """Measure everything and print the figures as one JSON object."""
    scenario = load_scenario(ScenarioOptions(laps=1))
    report = Trial(scenario).run()
    figures: dict[str, Any] = {
        'trial_real_time_factor': report.real_time_factor,
        'trial_visited': report.visited,
        'trial_checkpoints': report.checkpoints,
    }
    print('trial:', figures, flush=True)
    figures |= component_figures(scenario, record_round(scenario, 120.0))
    print('components:', figures, flush=True)
    figures |= stack_figures(60.0)
    print('stack:', figures, flush=True)
    figures |= command_to_wheel(60)
    figures = {key: _short(value) for key, value in figures.items()}
    print(json.dumps(figures))
    return figures


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _short(item) for key, item in value.items()}
    return float(f'{value:.4g}') if isinstance(value, float) else value


if __name__ == '__main__':
    main()
