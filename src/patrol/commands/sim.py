"""`patrol sim`: a simulated round over ROS 2, every node a process of its own."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING

from patrol.bringup import environment
from patrol.bringup.simulated_round import prepare
from patrol.bringup.supervisor import Death, Supervisor
from patrol.commands.round_arguments import add_round_arguments, scenario_options
from patrol.commands.status_line import StatusLine, describe
from patrol.report.run_folder import new_run_folder, save_run
from patrol.report.summary import summary
from patrol.sim.scenario import Scenario, load_scenario
from patrol.vocabulary import Key

if TYPE_CHECKING:
    from patrol.nodes.operator import Operator

#: Simulated seconds a round may last per checkpoint and lap, real ones until the patrol starts.
PATIENCE, START_PATIENCE = 120.0, 90.0
#: Seconds between looks at the processes and the status line.
LOOK = 0.2


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_round_arguments(parser)
    parser.add_argument(
        '--speed',
        type=_speed,
        default=1.0,
        metavar='X',
        help='simulated over real time at most; the simulator waits for the slowest (default: 1)',
    )
    parser.add_argument(
        '--headless', action='store_true', help='no camera pictures, which need OpenGL'
    )


def run(args: argparse.Namespace) -> int:
    """Drive the round; exit code 0 when every checkpoint was visited without contact."""
    environment.enter()
    options = replace(scenario_options(args), camera=not args.headless)
    scenario = load_scenario(options)
    folder = new_run_folder(scenario.world.name)
    supervisor = prepare(options, scenario, folder, args.speed)
    say: Callable[[str], None] = (lambda _: None) if args.json else print
    for remark in scenario.remarks:
        say(remark)
    # a shell starts background jobs deaf to Ctrl-C: hear it all the same
    _interrupt_on(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    from patrol.nodes.operator import Operator

    with Operator(scenario) as operator:
        supervisor.start()
        try:
            outcome, code = _drive(operator, supervisor, scenario, quiet=args.json)
            report = operator.report(outcome)
        except KeyboardInterrupt:
            supervisor.stop()
            report, code = operator.report('interrupted', patience=0.0), 130
        finally:
            supervisor.stop()
    save_run(scenario, report, operator.observer, folder)
    say(summary(report))
    if no_pictures := operator.observer.simulator.get(Key.CAMERA):
        say(f'No camera pictures: {no_pictures}')
    say(f'Kept in {folder}')
    print(report.to_json())
    return code if code or report.complete else 1


def _drive(
    operator: Operator, supervisor: Supervisor, scenario: Scenario, *, quiet: bool
) -> tuple[str, int]:
    """Wait until the round ends one way or another; return the outcome ('' : by itself)."""
    watch = _Watch(operator, supervisor, scenario, quiet)
    try:
        while not operator.run(lambda: operator.finished, LOOK):
            ended = watch.look()
            if ended:
                return ended, 1
    finally:
        watch.line.end()
    return '', 0


class _Watch:
    """Looks at processes, patience and the status line."""

    def __init__(
        self, operator: Operator, supervisor: Supervisor, scenario: Scenario, quiet: bool
    ) -> None:
        self._operator, self._supervisor, self._quiet = operator, supervisor, quiet
        self._limit = PATIENCE * len(scenario.route.checkpoints) * scenario.route.laps
        self._began = time.monotonic()
        self.line = StatusLine()

    def look(self) -> str:
        """Return why the round is over, or ''."""
        for death in self._supervisor.poll():
            self._tell(death)
            if not death.restarted:
                return f'failed: {death}'
        driver, observer = self._operator.driver, self._operator.observer
        real = time.monotonic() - self._began
        if not self._quiet:
            text = describe(
                self._operator.time,
                driver.stage,
                driver.complaint,
                observer.state,
                observer.stop,
                self._operator.factor,
            )
            self.line.show(text, real)
        if observer.begin != observer.begin and real > START_PATIENCE:
            why = driver.complaint or 'nothing answers'
            return f'failed: {driver.stage.value} for too long: {why}'
        return 'failed: out of patience' if self._operator.time > self._limit else ''

    def _tell(self, death: Death) -> None:
        self.line.end()
        print(f'patrol sim: {death}', file=sys.stderr)


def _interrupt_on(*signals: signal.Signals) -> None:
    """Treat a told end like Ctrl-C, so that nothing is left behind."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in signals:
        signal.signal(number, interrupt)


def _speed(text: str) -> float:
    value = float(text)
    if not 0.01 <= value <= 1000.0:
        raise argparse.ArgumentTypeError('must be 0.01 .. 1000')
    return value
