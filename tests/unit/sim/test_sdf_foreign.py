"""Other people's worlds: everything that can be used is, and what is left out is named."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sdf_files import BOX, box_model, model_folder, world, write

from patrol.errors import UserError
from patrol.sim.sdf import load_sdf


def load(folder, *content, version='1.7', name='w.sdf'):
    return load_sdf(write(folder, world(*content, version=version), name), strict=False)


def place(loaded, model):
    (found,) = [m for m in loaded.models if m.name == model]
    return found.solids[0].pose


def told(loaded, *words):
    """Whether one line of the report has all the words."""
    return any(all(word in line for word in words) for line in loaded.report)


def test_what_is_not_supported_is_named_and_the_rest_is_there(tmp_path):
    shapes = ('polyline', 'heightmap', 'image')
    models = [
        box_model(kind).replace('<box><size>1 2 3</size></box>', f'<{kind}/>', 1)
        for kind in shapes
    ]
    actor = '<actor name="walker"><pose>0 0 0 0 0 0</pose></actor>'
    loaded = load(tmp_path, *models, actor, '<population name="p"/>', box_model())
    for kind in shapes:
        assert told(loaded, kind, 'not supported')
    assert told(loaded, 'actor', 'walker')
    assert told(loaded, 'population')
    assert [s.name for s in loaded.solids] == ['crate']


@pytest.mark.parametrize('size', ['', '<size/>', '<size>1 2</size>', '<size>1 nan 2</size>'])
def test_unusable_sizes_are_named_and_left_out(tmp_path, size):
    bad = box_model('bad').replace('<size>1 2 3</size>', size, 1)
    loaded = load(tmp_path, bad, box_model())
    assert [s.name for s in loaded.solids] == ['crate']
    assert told(loaded, 'bad', 'size')
    assert 'w.sdf:' in loaded.report[0]


def test_a_world_of_which_nothing_is_left_is_an_error(tmp_path):
    with pytest.raises(UserError, match='nothing'):
        load(tmp_path, '<include><uri>model://gone</uri></include>')


def test_the_ground_and_the_sun_of_gazebo_need_no_files(tmp_path):
    loaded = load(
        tmp_path,
        '<include><uri>model://ground_plane</uri></include>',
        '<include><uri>model://sun</uri></include>',
        '<include><uri>https://fuel.gazebosim.org/1.0/OpenRobotics/models/Ground Plane</uri>'
        '<name>second</name></include>',
    )
    assert [s.kind for s in loaded.solids] == ['plane', 'plane']
    assert loaded.report == ()


def test_missing_includes_are_named_one_by_one(tmp_path):
    loaded = load(
        tmp_path,
        box_model(),
        '<include><uri>model://first_gone</uri></include>',
        '<include><uri>https://fuel.gazebosim.org/1.0/x/models/second_gone</uri></include>',
    )
    assert told(loaded, 'first_gone')
    assert told(loaded, 'second_gone', 'network')


def test_models_are_found_on_the_search_path_and_beside_the_world(tmp_path, monkeypatch):
    model_folder(tmp_path / 'far', 'table', box_model('table'))
    model_folder(tmp_path / 'pkg' / 'models', 'chair', box_model('chair'))
    monkeypatch.setenv('GZ_SIM_RESOURCE_PATH', str(tmp_path / 'far'))
    loaded = load(
        tmp_path,
        '<include><uri>model://table</uri></include>',
        '<include><uri>model://chair</uri><name>seat</name></include>',
        '<include><uri>model://pkg/models/chair</uri><name>other</name></include>',
        f'<include><uri>file://{tmp_path}/far/table</uri><name>by_file</name></include>',
        '<include><uri>../models/chair</uri><name>by_path</name></include>',
        name='pkg/worlds/w.sdf',
    )
    assert loaded.report == ()
    assert [m.name for m in loaded.models] == ['table', 'seat', 'other', 'by_file', 'by_path']


def test_model_config_chooses_the_newest_version_we_can_read(tmp_path):
    config = ''.join(
        f'<sdf version="{v}">m_{v.replace(".", "_")}.sdf</sdf>'
        for v in ('1.4', '1.10', '1.6', '9.9')
    )
    folder = model_folder(tmp_path / 'models', 'thing', box_model('old'), config)
    for version in ('1_4', '1_10', '1_6', '9_9'):
        text = f'<sdf version="1.6">{box_model("v" + version)}</sdf>'
        (folder / f'm_{version}.sdf').write_text(text)
    loaded = load(tmp_path, '<include><uri>model://thing</uri></include>')
    assert [m.name for m in loaded.models] == ['v1_10']


def test_an_include_takes_name_pose_and_static_of_its_own(tmp_path):
    inner = box_model('crate', inside='<pose>9 9 9 0 0 0</pose>', static='')
    model_folder(tmp_path / 'models', 'crate', inner)
    head = '<include><uri>model://crate</uri>'
    loaded = load(
        tmp_path,
        f'{head}<name>a</name><pose>1 2 3 0 0 0</pose><static>true</static></include>',
        f'{head}<name>b</name></include>',
    )
    np.testing.assert_allclose(place(loaded, 'a')[:3], [1, 2, 3])
    np.testing.assert_allclose(place(loaded, 'b')[:3], [9, 9, 9])
    assert told(loaded, 'can move', 'b')
    assert not told(loaded, 'can move', 'a,')


def test_poses_may_be_relative_to_any_frame(tmp_path):
    quarter = math.pi / 2
    loaded = load(
        tmp_path,
        f'<frame name="corner"><pose>10 0 0 0 0 {quarter}</pose></frame>',
        '<frame name="shelf" attached_to="corner"><pose>1 0 0 0 0 0</pose></frame>',
        box_model('by_frame', inside='<pose relative_to="corner">2 0 0 0 0 0</pose>'),
        box_model('by_attached', inside='<pose relative_to="shelf">2 0 0 0 0 0</pose>'),
        box_model('by_model', inside='<pose relative_to="by_frame">1 0 0 0 0 0</pose>'),
    )
    np.testing.assert_allclose(place(loaded, 'by_frame')[[0, 1, 5]], [10, 2, quarter], atol=1e-9)
    np.testing.assert_allclose(place(loaded, 'by_attached')[[0, 1]], [10, 3], atol=1e-9)
    np.testing.assert_allclose(place(loaded, 'by_model')[[0, 1]], [10, 3], atol=1e-9)
    assert loaded.report == ()


def test_frames_inside_of_models_and_links(tmp_path):
    links = (
        '<frame name="f"><pose>0 5 0 0 0 0</pose></frame>'
        '<link name="base"><pose>1 0 0 0 0 0</pose></link>'
        '<link name="arm"><pose relative_to="base">1 0 0 0 0 0</pose>'
        '<collision name="c"><pose relative_to="f">0 1 0 0 0 0</pose>'
        '<geometry><sphere><radius>1</radius></sphere></geometry></collision></link>'
        '<link name="hand"><pose relative_to="arm">0 0 7 0 0 0</pose>'
        '<collision name="d"><geometry><sphere><radius>1</radius></sphere></geometry></collision>'
        '<collision name="e"><pose relative_to="__model__">0 0 0 0 0 0</pose>'
        '<geometry><sphere><radius>1</radius></sphere></geometry></collision></link>'
    )
    loaded = load(
        tmp_path,
        f'<model name="m"><static>1</static><pose>100 0 0 0 0 0</pose>{links}</model>',
    )
    at = {s.name: s.pose[:3].tolist() for s in loaded.solids}
    assert at == {'m/c': [100, 6, 0], 'm/d': [102, 0, 7], 'm/e': [100, 0, 0]}


def test_nested_models_and_names_through_them(tmp_path):
    inner = box_model('inner', inside='<pose>0 1 0 0 0 0</pose>', static='')
    outer = f'<model name="outer"><static>true</static><pose>1 0 0 0 0 0</pose>{inner}</model>'
    placed = '<pose relative_to="outer::inner::link">0 0 1 0 0 0</pose>'
    loaded = load(tmp_path, outer, box_model('on_top', inside=placed))
    np.testing.assert_allclose(place(loaded, 'outer')[:3], [1, 1, 0])
    np.testing.assert_allclose(place(loaded, 'on_top')[:3], [1, 1, 1])
    assert loaded.report == ()


def test_a_placement_frame_is_what_the_pose_is_of(tmp_path):
    inside = '<frame name="tip"><pose>3 0 0 0 0 0</pose></frame><pose>10 0 0 0 0 0</pose>'
    loaded = load(tmp_path, box_model('m', inside=inside, attributes='placement_frame="tip"'))
    np.testing.assert_allclose(place(loaded, 'm')[:3], [7, 0, 0])


def test_degrees_and_quaternions(tmp_path):
    loaded = load(
        tmp_path,
        box_model('d', inside='<pose degrees="true">0 0 0 0 0 90</pose>'),
        box_model('q', inside='<pose rotation_format="quat_xyzw">0 0 0 0 0 1 1</pose>'),
        version='1.9',
    )
    assert place(loaded, 'd')[5] == pytest.approx(math.pi / 2)
    assert place(loaded, 'q')[5] == pytest.approx(math.pi / 2)


def test_a_saved_state_moves_models_and_links(tmp_path):
    state = (
        '<state world_name="w"><model name="crate"><pose>5 6 0 0 0 0</pose>'
        '<link name="link"><pose>5 6 1.5 0 0 0</pose></link></model></state>'
    )
    loaded = load(tmp_path, box_model(), box_model('other'), state)
    np.testing.assert_allclose(place(loaded, 'crate')[:3], [5, 6, 1.5])
    np.testing.assert_allclose(place(loaded, 'other')[:3], 0)
    assert told(loaded, '<state>')


def test_models_that_move_are_named_and_stand_still(tmp_path):
    joint = '<joint name="hinge" type="revolute"><parent>world</parent><child>link</child></joint>'
    loaded = load(tmp_path, box_model('door', inside=joint, static=''))
    assert told(loaded, 'can move', 'door')
    assert len(loaded.solids) == 1


def test_duplicate_names_are_both_kept_and_named(tmp_path):
    loaded = load(tmp_path, box_model(), box_model(inside='<pose>4 0 0 0 0 0</pose>'))
    assert [s.pose[0] for s in loaded.solids] == [0, 4]
    assert len({s.name for s in loaded.solids}) == 2
    assert told(loaded, 'crate', 'twice')


def test_values_of_xacro_are_worked_out(tmp_path):
    text = world(box_model(inside='<pose>${2 * reach} 0 0 0 0 0</pose>')).replace(
        '<sdf ', '<sdf xmlns:xacro="http://www.ros.org/wiki/xacro" '
    )
    text = text.replace('<world', '<xacro:property name="reach" value="1.5"/><world')
    loaded = load_sdf(write(tmp_path, text), strict=False)
    assert place(loaded, 'crate')[0] == 3.0
    broken = text.replace('2 * reach', '2 * nowhere')
    with pytest.raises(UserError, match='xacro'):
        load_sdf(write(tmp_path, broken, 'broken.sdf'), strict=False)


def test_a_plane_has_the_side_of_its_normal(tmp_path):
    plane = '<plane><normal>1 0 0</normal><size>2 2</size></plane>'
    text = box_model('wall').replace('<box><size>1 2 3</size></box>', plane)
    loaded = load(tmp_path, text)
    (solid,) = loaded.solids
    assert solid.kind == 'plane'
    assert solid.pose[4] == pytest.approx(math.pi / 2)  # z turned to x


def test_other_round_shapes_become_meshes(tmp_path):
    shapes = {
        'capsule': '<capsule><radius>0.5</radius><length>2</length></capsule>',
        'ellipsoid': '<ellipsoid><radii>1 2 3</radii></ellipsoid>',
        'cone': '<cone><radius>1</radius><length>4</length></cone>',
    }
    loaded = load(
        tmp_path,
        *(box_model(k).replace('<box><size>1 2 3</size></box>', v) for k, v in shapes.items()),
    )
    extent = {s.name: np.ptp(s.vertices, axis=0) for s in loaded.solids}
    np.testing.assert_allclose(extent['capsule'], [1, 1, 3], atol=0.02)
    np.testing.assert_allclose(extent['ellipsoid'], [2, 4, 6], atol=0.05)
    np.testing.assert_allclose(extent['cone'], [2, 2, 4], atol=0.05)


def test_only_drawn_links_and_extra_worlds_are_named(tmp_path):
    drawn = BOX.format(name='v')
    drawn = drawn[: drawn.index('<collision')] + drawn[drawn.index('<visual') :]
    loaded = load(tmp_path, f'<model name="poster"><static>1</static>{drawn}</model>', box_model())
    assert told(loaded, 'poster', 'only drawn')
    text = world(box_model()).replace('</sdf>', '<world name="second"/></sdf>')
    assert told(load_sdf(write(tmp_path, text, 'two.sdf'), strict=False), 'second')


def test_an_include_of_itself_ends(tmp_path):
    inside = '<include><uri>model://mirror</uri></include>'
    model_folder(tmp_path / 'models', 'mirror', box_model('mirror', inside=inside))
    loaded = load(tmp_path, inside)
    assert told(loaded, 'deep')


def test_glass_is_what_no_laser_sees(tmp_path):
    flags = '<visibility_flags>2</visibility_flags></visual>'
    loaded = load(tmp_path, box_model('pane').replace('</visual>', flags), box_model('wall'))
    assert [s.glass for s in loaded.solids] == [True, False]
