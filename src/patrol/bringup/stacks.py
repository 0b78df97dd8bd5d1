"""The stacks: which nodes, in which groups, and what happens when one of them dies."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from patrol.bringup.description import Group, NodeProcess, Policy, Stack
from patrol.sim.scenario import ScenarioOptions

#: The nodes of the car itself, the same in simulation and on the floor.
CAR = (
    NodeProcess(
        'motor_control',
        Group.SAFETY,
        Policy.END,
        'without it nobody knows the e-stop: the patrol pauses, and a person must resume it',
    ),
    NodeProcess(
        'velocity_gate',
        Group.SAFETY,
        Policy.RESTART_ONCE,
        'it holds no state but the last second of its sensors',
    ),
    NodeProcess(
        'robot_state',
        Group.NAVIGATION,
        Policy.RESTART_ONCE,
        'it only republishes what it reads at its start',
    ),
    NodeProcess(
        'map_server',
        Group.NAVIGATION,
        Policy.RESTART_ONCE,
        'everyone has the map already; a late joiner needs it again',
    ),
    NodeProcess(
        'obstacle_sensing',
        Group.NAVIGATION,
        Policy.RESTART_ONCE,
        'the costmap is built from the sensors within a second',
    ),
    NodeProcess(
        'localization',
        Group.NAVIGATION,
        Policy.END,
        'it does not know where it is; a person must place the car',
    ),
    NodeProcess(
        'path_follower',
        Group.NAVIGATION,
        Policy.RESTART_ONCE,
        'the plan is latched: it goes on where the car stands',
    ),
    NodeProcess(
        'patrol_planner',
        Group.NAVIGATION,
        Policy.END,
        'it does not remember the round; a person must start another',
    ),
)
SIMULATOR = NodeProcess(
    'simulator',
    Group.SIMULATION,
    Policy.END,
    'the world is gone',
    simulated_time=False,
)


def sim_stack(
    options: ScenarioOptions, *, map_file: Path, route: Path, speed: float = 1.0
) -> Stack:
    """Return simulator and car for a scenario; `map_file` is the map the car believes in."""
    told: dict[str, dict[str, bool | int | float | str]] = {
        'map_server': {'yaml_filename': str(map_file)},
        'patrol_planner': {'route': str(route), 'laps': options.laps or 0},
    }
    scenario = json.dumps(asdict(options))
    simulator = SIMULATOR.with_parameters(scenario=scenario, speed=float(speed))
    car = tuple(node.with_parameters(**told.get(node.name, {})) for node in CAR)
    return Stack('sim', (simulator, *car))
