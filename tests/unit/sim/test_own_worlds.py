"""Our worlds: what they must have, strictly loaded, and equal to their plans."""

from __future__ import annotations

import ctypes
import math

import cv2
import numpy as np
import pytest
import yaml
from lxml import etree

from patrol.dimensions import load_dimensions
from patrol.home import share_dir
from patrol.planning.occupancy_map import load_map
from patrol.planning.route_source import load_route
from patrol.sim.building_map import building_map
from patrol.sim.car_model import expand_xacro
from patrol.sim.free_floor import FreeFloor
from patrol.sim.plan_shapes import plan_shapes
from patrol.sim.sdf import load_sdf
from patrol.sim.sdf_solids import LASER_MASK
from patrol.sim.wheel_loop import total_mass

ROOT = share_dir()
WORLDS = ('office', 'yard')
SYSTEMS = {
    'gz-sim-physics-system': 'gz::sim::systems::Physics',
    'gz-sim-user-commands-system': 'gz::sim::systems::UserCommands',
    'gz-sim-scene-broadcaster-system': 'gz::sim::systems::SceneBroadcaster',
    'gz-sim-sensors-system': 'gz::sim::systems::Sensors',
    'gz-sim-imu-system': 'gz::sim::systems::Imu',
    'gz-sim-contact-system': 'gz::sim::systems::Contact',
}


def load(name):
    return load_sdf(ROOT / 'worlds' / f'{name}.sdf', strict=True)


@pytest.mark.parametrize('name', WORLDS)
def test_files_are_what_the_plans_say(name, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / 'tools' / 'worlds'))
    import make_worlds

    text = make_worlds.sdf_text(make_worlds.worlds()[name], make_worlds.COMMENT.format(name))
    assert (ROOT / 'worlds' / f'{name}.sdf').read_text() == text
    grid = building_map(load(name))
    picture = cv2.imread(str(ROOT / 'config' / 'maps' / f'{name}.png'), cv2.IMREAD_GRAYSCALE)
    np.testing.assert_array_equal(picture, make_worlds.picture(grid))
    head = make_worlds.map_head(grid, f'{name}.png')
    assert (ROOT / 'config' / 'maps' / f'{name}.yaml').read_text() == head


@pytest.mark.parametrize('name', WORLDS)
def test_the_map_reads_back_as_it_was_drawn(name):
    drawn, read = building_map(load(name)), load_map(ROOT / 'config' / 'maps' / f'{name}.yaml')
    np.testing.assert_array_equal(read.cells, drawn.cells)
    np.testing.assert_allclose(read.origin, drawn.origin)


@pytest.mark.parametrize('name', WORLDS)
def test_gazebo_finds_its_systems_and_a_version_it_reads(name):
    root = etree.parse(str(ROOT / 'worlds' / f'{name}.sdf')).getroot()
    assert root.get('version') == '1.7'
    plugins = {p.get('filename'): p.get('name') for p in root.iter('plugin')}
    assert plugins == SYSTEMS
    assert root.findtext('world/plugin/render_engine') == 'ogre2'


def libsdformat():
    try:
        return ctypes.CDLL('libsdformat12.so.12')
    except OSError:
        pytest.skip('libsdformat12 is not installed')


@pytest.mark.parametrize('name', WORLDS)
def test_libsdformat_finds_nothing_wrong(name):
    assert libsdformat().cmdCheck(str(ROOT / 'worlds' / f'{name}.sdf').encode()) == 0


def test_libsdformat_makes_a_model_of_the_car(tmp_path, capfd):
    file = tmp_path / 'car.urdf'
    file.write_text(expand_xacro())
    assert libsdformat().cmdPrint(str(file).encode(), 0, 0, 0) == 0
    told = capfd.readouterr().out
    model = etree.fromstring(told[told.index('<sdf') :].encode()).find('model')
    mass = sum(float(m.text) for m in model.iter('mass'))
    assert mass == pytest.approx(total_mass(load_dimensions()), rel=1e-4)
    assert {s.get('name') for s in model.iter('sensor')} >= {'laser', 'imu', 'camera'}


@pytest.mark.parametrize('name', WORLDS)
def test_every_checkpoint_can_be_reached(name):
    route, _ = load_route(ROOT / 'config' / 'routes' / f'{name}.yaml')
    shapes = plan_shapes(load(name), 0.02, 1.0)
    floor = FreeFloor([s.corners for s in shapes], tuple(route.start[:2]))
    for pose in [route.start, *route.poses]:
        assert floor.reachable(pose[0], pose[1])


def test_the_office_is_a_building():
    world = load('office')
    corners = np.concatenate([s.corners for s in plan_shapes(world, 0.1, 0.2)])
    assert np.ptp(corners, axis=0) == pytest.approx([40.6, 25.4], abs=0.3)
    furniture = [m for m in world.models if not m.mapped]
    assert len(furniture) >= 50
    assert len(load_route(ROOT / 'config' / 'routes' / 'office.yaml')[0].checkpoints) >= 12


def test_the_office_has_at_least_ten_rooms_behind_doors_of_90_cm():
    grid = building_map(load('office'))
    free = (grid.cells == 0).astype(np.uint8)
    # a disc of 50 cm does not pass a door: what it can reach falls into rooms
    wide = cv2.distanceTransform(free, cv2.DIST_L2, 5) * grid.resolution > 0.5
    _, _, stats, _ = cv2.connectedComponentsWithStats(wide.astype(np.uint8), connectivity=4)
    rooms = stats[1:, cv2.CC_STAT_AREA] * grid.resolution**2 > 3.0
    assert rooms.sum() >= 11  # and the corridors
    # and a disc of 40 cm passes all of them
    narrow = cv2.distanceTransform(free, cv2.DIST_L2, 5) * grid.resolution > 0.38
    _, _, stats, _ = cv2.connectedComponentsWithStats(narrow.astype(np.uint8), connectivity=4)
    assert (stats[1:, cv2.CC_STAT_AREA] * grid.resolution**2 > 3.0).sum() == 1


def test_walls_of_the_office_are_off_the_raster_and_out_of_square():
    walls = [s for m in load('office').models if m.name.startswith('wall') for s in m.solids]
    faces = np.array([s.pose[:2] for s in walls]).ravel() / 0.05
    assert np.median(np.abs(faces - np.round(faces))) > 0.1
    askew = [abs(math.remainder(s.pose[5], math.pi / 2)) for s in walls]
    assert sum(a > math.radians(0.1) for a in askew) >= 10


def test_the_yard_has_what_a_laser_does_not_see():
    world = load('yard')
    (pane,) = [s for s in world.solids if s.glass]
    assert pane.colour[3] < 0.5
    tops = {s.name: s.pose[2] + s.size[-1] / 2 for s in world.solids if s.kind == 'box'}
    assert tops['slab'] == 0
    assert tops['kerb'] == pytest.approx(0.05)
    assert tops['stairs_1'] == pytest.approx(-0.17)
    (ground,) = [s for s in world.solids if s.kind == 'plane']
    assert ground.pose[2] < -0.5


def test_the_lidar_of_the_car_is_blind_for_glass_in_gazebo_too():
    sensor = etree.fromstring(expand_xacro().encode()).find(".//sensor[@name='laser']")
    assert int(sensor.findtext('lidar/visibility_mask')) == LASER_MASK


def test_routes_name_their_maps():
    for name in WORLDS:
        route = yaml.safe_load((ROOT / 'config' / 'routes' / f'{name}.yaml').read_text())
        assert (ROOT / 'config' / 'routes' / route['map']).resolve().is_file()
