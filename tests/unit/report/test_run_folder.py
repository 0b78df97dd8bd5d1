import json
from types import SimpleNamespace

import cv2
import numpy as np

from patrol.messages import Grid
from patrol.report.round_report import RoundReport
from patrol.report.run_folder import new_run_folder, save_run


def test_two_runs_of_one_second_get_two_folders(patrol_home):
    folders = {new_run_folder('office') for _ in range(3)}
    assert len(folders) == 3
    assert all(folder.parent == patrol_home / 'runs' and folder.is_dir() for folder in folders)


def test_a_run_keeps_its_report_and_its_picture(patrol_home):
    grid = Grid(0.0, 'map', 0.05, np.zeros(3), np.zeros((40, 60), np.int8))
    checkpoint = SimpleNamespace(name='a', pose=np.array([1.0, 1.0, 0.0]))
    scenario = SimpleNamespace(
        world=SimpleNamespace(name='hall'),
        grid=grid,
        route=SimpleNamespace(checkpoints=(checkpoint,)),
    )
    track = np.array([[0.5, 0.5, 0.0], [1.0, 1.0, 0.0]])
    observer = SimpleNamespace(trajectories=(track, track), visited={'a': True})
    folder = save_run(scenario, RoundReport(laps=3), observer)
    assert folder.name.endswith('-hall')
    assert json.loads((folder / 'report.json').read_text())['laps'] == 3
    assert cv2.imread(str(folder / 'round.png')).shape[2] == 3
