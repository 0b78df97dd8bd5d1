"""Where a round is kept: $PATROL_HOME/runs/<time>-<name>/ with report.json and round.png."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from patrol.home import patrol_home
from patrol.report.picture import draw_round
from patrol.report.round_report import RoundReport

if TYPE_CHECKING:
    from patrol.components.round_observer import RoundObserver
    from patrol.sim.scenario import Scenario


def new_run_folder(name: str) -> Path:
    """Make and return an empty folder for a run; two runs of one second get two folders."""
    stem = f'{time.strftime("%Y%m%d-%H%M%S")}-{name}'
    runs = patrol_home() / 'runs'
    for number in range(1, 1000):
        folder = runs / (stem if number == 1 else f'{stem}-{number}')
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        return folder
    raise FileExistsError(f'{runs} is full of runs of one second')


def save_run(
    scenario: Scenario,
    report: RoundReport,
    observer: RoundObserver,
    folder: Path | None = None,
) -> Path:
    """Write report and picture of a round into its folder (default: a new one); return it."""
    folder = folder or new_run_folder(scenario.world.name)
    (folder / 'report.json').write_text(report.to_json() + '\n')
    estimated, true = observer.trajectories
    goals = {c.name: c.pose for c in scenario.route.checkpoints}
    picture = draw_round(scenario.grid, estimated, true, goals, observer.visited)
    cv2.imwrite(str(folder / 'round.png'), picture)
    return folder
