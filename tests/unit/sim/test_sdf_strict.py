"""Our own worlds: what is not understood is an error with file and line."""

from __future__ import annotations

import numpy as np
import pytest
from sdf_files import BOX, box_model, model_folder, world, write

from patrol.errors import UserError
from patrol.sim.sdf import load_sdf

SIZE = '<size>1 2 3</size>'


def refused(folder, text, *words, line=None):
    file = write(folder, text)
    with pytest.raises(UserError) as error:
        load_sdf(file, strict=True)
    message = str(error.value)
    assert '\n' not in message
    assert message.startswith(str(file))
    for word in words:
        assert word in message, message
    if line is not None:
        assert f'{file}:{line}: ' in message
    return message


def test_a_good_world_is_loaded_without_a_word(tmp_path):
    loaded = load_sdf(write(tmp_path, world(box_model())))
    assert loaded.report == ()
    (solid,) = loaded.solids
    assert (solid.kind, solid.size) == ('box', (1, 2, 3))
    np.testing.assert_allclose(solid.pose, 0)


@pytest.mark.parametrize(
    ('good', 'bad', 'word'),
    [
        (SIZE, '<sise>1 2 3</sise>', 'sise'),
        (SIZE, '', '<size>'),
        (SIZE, '<size>1 2</size>', '<size>'),
        (SIZE, '<size>1 2 x</size>', '<size>'),
        (SIZE, '<size>1 2 nan</size>', '<size>'),
        (SIZE, '<size>1 2 -3</size>', '<size>'),
        (SIZE, '<size>1 2 1e9</size>', '<size>'),
        ('<box><size>1 2 3</size></box>', '<mesh><uri>x.dae</uri></mesh>', 'mesh'),
        ('<box><size>1 2 3</size></box>', '<box2/>', 'box2'),
        ('<box><size>1 2 3</size></box>', '', 'geometry'),
        ('<static>true</static>', '', 'not static'),
        ('<static>true</static>', '<static>true</static><pose>1 2 3</pose>', 'pose'),
        ('<static>true</static>', '<static>true</static><pose>1 2 3 4 5 inf</pose>', 'pose'),
        (
            '<static>true</static>',
            '<static>true</static><pose relative_to="moon">1 2 3 4 5 6</pose>',
            'moon',
        ),
        ('<static>true</static>', '<static>true</static><jiont name="j"/>', 'jiont'),
    ],
)
def test_each_planted_mistake_is_named_with_its_place(tmp_path, good, bad, word):
    text = world(box_model())
    assert good in text
    refused(tmp_path, text.replace(good, bad), word)


def test_the_line_is_that_of_the_mistake(tmp_path):
    text = world('<!-- one -->', box_model(), '<light name="a" type="point"/>', '<lihgt/>')
    place = text.splitlines().index('<lihgt/>') + 1
    refused(tmp_path, text, 'lihgt', line=place)


def test_a_fuel_address_and_an_unresolved_include_are_refused(tmp_path):
    fuel = 'https://fuel.gazebosim.org/1.0/OpenRobotics/models/Ambulance'
    refused(tmp_path, world(f'<include><uri>{fuel}</uri></include>'), 'network')
    refused(tmp_path, world('<include><uri>model://nowhere</uri></include>'), 'model://nowhere')
    refused(tmp_path, world('<include/>'), '<uri>')


def test_an_include_beside_the_world_is_fine(tmp_path):
    model_folder(tmp_path / 'models', 'crate', box_model())
    text = world('<include><uri>model://crate</uri><pose>1 0 0 0 0 0</pose></include>')
    (solid,) = load_sdf(write(tmp_path, text)).solids
    assert solid.pose[0] == 1


def test_what_is_drawn_must_be_what_is_touched(tmp_path):
    text = world(box_model())
    visual = text.index('<visual')
    changed = text[:visual] + text[visual:].replace(SIZE, '<size>1 2 4</size>')
    refused(tmp_path, changed, 'visual and collision')
    without = BOX.format(name='a').split('<visual')[0] + '</link>'
    refused(
        tmp_path,
        world(f'<model name="m"><static>true</static>{without}</model>'),
        'visual and collision',
    )


def test_names_must_differ(tmp_path):
    refused(tmp_path, world(box_model(), box_model()), 'crate', 'twice')


def test_what_is_no_sdf_is_told_in_one_sentence(tmp_path):
    refused(tmp_path, '<sdf version="1.7"><world>', 'no XML')
    refused(tmp_path, '<html/>', 'no SDF')
    refused(tmp_path, '<sdf version="1.7"/>', 'neither')
    refused(tmp_path, '', 'no XML')
    refused(tmp_path, world(), 'nothing')
    missing = tmp_path / 'missing.sdf'
    with pytest.raises(UserError, match='cannot be read'):
        load_sdf(missing)


def test_a_frame_that_is_relative_to_itself_is_refused(tmp_path):
    loop = (
        '<frame name="a"><pose relative_to="b">0 0 0 0 0 0</pose></frame>'
        '<frame name="b"><pose relative_to="a">0 0 0 0 0 0</pose></frame>'
        '<pose relative_to="a">0 0 0 0 0 0</pose>'
    )
    text = world(loop.rpartition('<pose')[0], box_model(inside='<pose relative_to="a"/>'))
    refused(tmp_path, text, 'relative to itself')
