"""`patrol trial`: a round in one process, without ROS, deterministic."""

from __future__ import annotations

import argparse

from patrol.commands.round_arguments import add_round_arguments, scenario_options
from patrol.report.run_folder import save_run
from patrol.report.summary import summary
from patrol.sim.scenario import load_scenario
from patrol.sim.trial import Trial


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_round_arguments(parser)
    parser.add_argument(
        '--headless', action='store_true', help='accepted as in sim; a trial never opens a window'
    )
    parser.add_argument('--speed', type=float, help='accepted as in sim; a trial never waits')


def run(args: argparse.Namespace) -> int:
    """Drive the round; exit code 0 when every checkpoint was visited without contact."""
    scenario = load_scenario(scenario_options(args))
    if not args.json:
        for line in scenario.remarks:
            print(line)
    trial = Trial(scenario)
    report = trial.run()
    folder = save_run(scenario, report, trial.observer)
    if not args.json:
        print(summary(report))
        print(f'Kept in {folder}')
    print(report.to_json())
    return 0 if report.complete else 1
