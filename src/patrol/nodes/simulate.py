"""What the simulator process does: loads a scenario and lets time pass."""

from __future__ import annotations

import json

from patrol.errors import UserError
from patrol.nodes.lean_executor import LeanExecutor
from patrol.nodes.node_parameters import declare
from patrol.nodes.node_table import SimulatorParameters
from patrol.nodes.simulator_node import SimulatorNode
from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.sim.simulation import Simulation


def scenario_options(text: str) -> ScenarioOptions:
    """Return the options that the parameter `scenario` holds."""
    try:
        return ScenarioOptions(**json.loads(text))
    except (TypeError, ValueError) as error:
        raise UserError(f"parameter 'scenario' is no set of scenario options: {error}") from None


def simulate() -> None:
    """Load the scenario that the parameters name, and let its time pass."""
    node = SimulatorNode()
    try:
        (chosen,) = declare(node, [SimulatorParameters])
        scenario = load_scenario(scenario_options(chosen.scenario))
        simulation = Simulation(scenario.world, scenario.start, scenario.simulation)
        node.load(simulation, chosen.speed)
        with LeanExecutor([node]) as executor:
            node.run(executor)
    finally:
        node.destroy_node()
