"""The stacks as launch_ros actions, for the files in launch/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from patrol.bringup.description import Policy, Stack
from patrol.bringup.environment import stack_environment
from patrol.bringup.simulated_round import parameter_file, write_files
from patrol.report.run_folder import new_run_folder
from patrol.sim.scenario import ScenarioOptions, load_scenario


@dataclass(frozen=True)
class Argument:
    """A launch argument."""

    name: str
    default: str
    description: str


ARGUMENTS = (
    Argument('world', '', 'world file, or the name of one of ours (empty: office)'),
    Argument('map', '', 'a map_server map whose walls are raised into a world'),
    Argument('route', '', 'route document or patrol graph (empty: the one of the world)'),
    Argument('laps', '0', "laps to drive (0: the route's own number)"),
    Argument('seed', '1', 'seed of noise and people'),
    Argument('people', '0', 'walking people'),
    Argument('speed', '1.0', 'simulated over real time at most'),
)


def sim_actions(told: Mapping[str, str]) -> list[Any]:
    """Return the actions that start the simulated stack for the values of `ARGUMENTS`."""
    options = ScenarioOptions(
        world=told['world'] or None,
        map=told['map'] or None,
        route=told['route'] or None,
        laps=int(told['laps']) or None,
        seed=int(told['seed']),
        people=int(told['people']),
    )
    scenario = load_scenario(options)
    folder = new_run_folder(scenario.world.name)
    stack, _ = write_files(options, scenario, folder, float(told['speed']))
    return node_actions(stack)


def node_actions(stack: Stack) -> list[Any]:
    """Return a launch_ros Node for every node of a stack."""
    from launch_ros.actions import Node

    environment = stack_environment()
    return [
        Node(
            package='patrol',
            executable=node.name,
            name=node.name,
            parameters=[
                str(parameter_file()),
                {**node.parameters, 'use_sim_time': node.simulated_time},
            ],
            additional_env={k: v for k, v in environment.items() if k != 'PYTHONPATH'},
            respawn=node.policy is Policy.RESTART_ONCE,
            respawn_max_retries=1,
            output='screen',
        )
        for node in stack.nodes
    ]
