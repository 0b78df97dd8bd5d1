"""Rounds in worlds other than the office: the yard, somebody's own SDF, somebody's own map."""

from __future__ import annotations

import numpy as np
import pytest

from patrol.errors import UserError
from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.sim.trial import Trial

pytestmark = pytest.mark.long

ROUTE = """format: 1
name: small round
start: [0.0, 0.0, 0]
order: loop
checkpoints:
  - {name: east, pose: [2.0, 0.6, 0]}
  - {name: west, pose: [-2.0, -0.6, 180]}
"""

WORLD = """<?xml version="1.0"?>
<sdf version="1.6"><world name="mine">
  <include><uri>model://sun</uri></include>
  <include><uri>model://ground_plane</uri></include>
  <include><uri>model://hall</uri></include>
  <include><uri>model://gone_for_good</uri></include>
  <model name="crate"><pose>0.3 1.6 0.25 0 0 0.4</pose><link name="l"><collision name="c">
    <geometry><box><size>0.5 0.5 0.5</size></box></geometry></collision></link></model>
  <actor name="walker"/>
</world></sdf>
"""

HALL = """<sdf version="1.6"><model name="hall"><static>true</static><link name="l">
  <collision name="c"><geometry><mesh><uri>model://hall/walls.stl</uri>
  <scale>0.001 0.001 0.001</scale></mesh></geometry></collision></link></model></sdf>
"""


def completed(options):
    report = Trial(load_scenario(options)).run()
    print(report.to_json())
    assert report.missed == []
    assert report.visited == report.checkpoints >= 2
    assert report.contacts == 0


def test_a_lap_of_the_yard():
    completed(ScenarioOptions(world='yard', laps=1))


@pytest.fixture
def foreign(tmp_path):
    """Return the SDF of a hall of 6 x 4 m, its walls a mesh in millimetres."""
    trimesh = pytest.importorskip('trimesh', reason='meshes need trimesh')
    walls = []
    for x, y, w, h in (
        (3.05, 0, 0.1, 4.3),
        (-3.05, 0, 0.1, 4.3),
        (0, 2.1, 6, 0.1),
        (0, -2.1, 6, 0.1),
    ):
        wall = trimesh.creation.box([w, h, 2.0])
        wall.apply_translation([x, y, 1.0])
        walls.append(wall)
    mesh = trimesh.util.concatenate(walls)
    mesh.apply_scale(1000)
    folder = tmp_path / 'models' / 'hall'
    folder.mkdir(parents=True)
    mesh.export(folder / 'walls.stl')
    (folder / 'model.sdf').write_text(HALL)
    (folder / 'model.config').write_text('<model><sdf version="1.6">model.sdf</sdf></model>')
    (tmp_path / 'mine.sdf').write_text(WORLD)
    (tmp_path / 'route.yaml').write_text(ROUTE)
    return tmp_path


def test_a_round_in_somebody_else_s_world(foreign):
    options = ScenarioOptions(
        world=str(foreign / 'mine.sdf'), route=str(foreign / 'route.yaml'), laps=1
    )
    remarks = ' '.join(load_scenario(options).remarks)
    for left_out in ('gone_for_good', 'walker', 'crate'):
        assert left_out in remarks
    completed(options)


def test_our_own_worlds_are_read_strictly_and_others_are_not(foreign):
    scenario = load_scenario(ScenarioOptions())
    assert scenario.world.report == ()
    with pytest.raises(UserError, match='no world'):
        load_scenario(ScenarioOptions(world='offfice'))


def test_a_round_on_a_turned_map_of_somebody_else(tmp_path):
    rows = np.full((60, 100), 205, dtype=np.uint8)
    rows[5:55, 5:95] = 0
    rows[6:54, 6:94] = 254
    (tmp_path / 'm.pgm').write_bytes(b'P5 100 60 255\n' + rows.tobytes())
    # the middle of the picture at 0, 0; turned by 0.4 rad
    c, s = np.cos(0.4), np.sin(0.4)
    x, y = -(c * 2.5 - s * 1.5), -(s * 2.5 + c * 1.5)
    (tmp_path / 'm.yaml').write_text(
        f'image: m.pgm\nresolution: 0.05\norigin: [{x}, {y}, 0.4]\n'
        'negate: 0\noccupied_thresh: 0.65\nfree_thresh: 0.196\n'
    )
    places = [(c * d, s * d) for d in (1.5, -1.5)]
    text = ROUTE.replace('[2.0, 0.6, 0]', f'[{places[0][0]}, {places[0][1]}, 0]')
    text = text.replace('[-2.0, -0.6, 180]', f'[{places[1][0]}, {places[1][1]}, 180]')
    (tmp_path / 'route.yaml').write_text(text)
    completed(
        ScenarioOptions(map=str(tmp_path / 'm.yaml'), route=str(tmp_path / 'route.yaml'), laps=1)
    )
