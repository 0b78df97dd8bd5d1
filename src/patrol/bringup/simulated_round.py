"""Everything a simulated round over ROS needs on disk, and the processes that drive it."""

from __future__ import annotations

from pathlib import Path

from patrol.bringup.description import Stack
from patrol.bringup.environment import stack_environment
from patrol.bringup.map_file import write_map
from patrol.bringup.parameter_file import check_parameter_file, write_parameter_file
from patrol.bringup.stacks import sim_stack
from patrol.bringup.supervisor import Supervisor
from patrol.home import share_dir
from patrol.sim.scenario import Scenario, ScenarioOptions


def parameter_file() -> Path:
    """Return the file with the parameters of every node."""
    return share_dir() / 'config' / 'patrol.yaml'


def write_files(
    options: ScenarioOptions, scenario: Scenario, folder: Path, speed: float
) -> tuple[Stack, Path]:
    """Write map and parameters into the folder of the run; return the stack and its parameters."""
    assert scenario.route_file is not None
    map_file = folder / 'map.yaml'
    write_map(scenario.grid, map_file)
    stack = sim_stack(options, map_file=map_file, route=scenario.route_file, speed=speed)
    check_parameter_file(parameter_file(), stack.names())
    told = folder / 'parameters.yaml'
    write_parameter_file(told, stack.nodes)
    return stack, told


def prepare(
    options: ScenarioOptions, scenario: Scenario, folder: Path, speed: float
) -> Supervisor:
    """Write what the processes of a round need; return their supervisor, none started yet."""
    stack, told = write_files(options, scenario, folder, speed)
    files = (parameter_file(), told)
    return Supervisor(stack, folder / 'logs', files, stack_environment())
