"""Whatever is in an SDF file: it is loaded, or one sentence says why not."""

from __future__ import annotations

import copy
import random

import numpy as np
import pytest
from lxml import etree
from sdf_files import box_model, model_folder, world

from patrol.errors import UserError
from patrol.sim.sdf import load_sdf

BASE = world(
    '<gravity>0 0 -9.81</gravity>',
    '<light name="sun" type="directional"><pose>0 0 10 0 0 0</pose></light>',
    '<frame name="f" attached_to="crate"><pose degrees="true">1 0 0 0 0 90</pose></frame>',
    box_model(inside='<pose relative_to="world">1 2 3 0 0 1</pose>'),
    box_model('other', inside='<pose relative_to="f">1 2 3 0 0 1</pose>' + box_model('inner')),
    '<include><uri>model://thing</uri><name>t</name><pose>1 1 1 0 0 0</pose></include>',
    '<include merge="true"><uri>model://thing</uri><name>u</name></include>',
    '<model name="round"><link name="l"><collision name="c"><geometry><cylinder><radius>1</radius>'
    '<length>2</length></cylinder></geometry></collision><collision name="p"><geometry><plane>'
    '<normal>0 1 1</normal><size>1 1</size></plane></geometry></collision></link>'
    '<joint name="j" type="fixed"><parent>world</parent><child>l</child></joint></model>',
    '<state world_name="w"><model name="crate"><pose>0 0 0 0 0 0</pose></model></state>',
)
WORDS = (
    'nan',
    '1e308',
    '-1',
    '',
    ' ',
    '${x}',
    'world',
    '::',
    '__model__',
    'é',
    '1 2 3',
    'true',
    '../..',
)


def spoil(root, chance):
    """Change one thing somewhere below the root of a document."""
    element = chance.choice(list(root.iter())[1:] or [etree.SubElement(root, 'world')])
    parent, kind = element.getparent(), chance.randrange(6)
    if kind == 0:
        parent.remove(element)
    elif kind == 1:
        parent.append(copy.deepcopy(element))
    elif kind == 2:
        chance.choice(list(root.iter())).append(copy.deepcopy(element))
    elif kind == 3:
        element.text = chance.choice(WORDS)
    elif kind == 4:
        name = chance.choice(['name', 'relative_to', 'attached_to', 'placement_frame', 'degrees'])
        element.set(name, chance.choice(WORDS))
    else:
        element.tag = chance.choice(['pose', 'model', 'link', 'geometry', 'sise', 'include'])


def spoiled(chance):
    """Return a world with a few mistakes; some are no XML any more."""
    root = etree.fromstring(BASE.partition('?>')[2])
    for _ in range(chance.randrange(1, 5)):
        spoil(root, chance)
    text = etree.tostring(root, encoding='unicode')
    cut = chance.randrange(len(text)) if chance.random() < 0.1 else len(text)
    return text[:cut]


def attempt(file, strict):
    """Return the world or why there is none."""
    try:
        return load_sdf(file, strict=strict), ''
    except UserError as error:
        return None, str(error)


@pytest.mark.parametrize('strict', [True, False])
@pytest.mark.parametrize('seed', range(6))
def test_spoiled_worlds_are_loaded_or_refused_in_one_sentence(tmp_path, seed, strict):
    model_folder(tmp_path / 'models', 'thing', box_model('thing'))
    chance, loaded = random.Random(seed), 0
    for _ in range(60):
        file = tmp_path / 'w.sdf'
        file.write_text(spoiled(chance), encoding='utf-8')
        made, refusal = attempt(file, strict)
        if made is None:
            assert refusal.startswith(str(tmp_path))
            assert len(refusal.splitlines()) == 1
            continue
        loaded += 1
        for solid in made.solids:
            assert np.isfinite(solid.pose).all()
            assert np.isfinite(solid.size).all()
        assert len({s.name for s in made.solids}) == len(made.solids)
    assert strict or loaded > 15


@pytest.mark.parametrize(
    'content', [b'', b'\x00\xff', b'\xef\xbb\xbf', '<sdf/>'.encode('utf-16'), b'<a' * 500]
)
def test_what_is_no_text_is_refused(tmp_path, content):
    file = tmp_path / 'w.sdf'
    file.write_bytes(content)
    with pytest.raises(UserError):
        load_sdf(file, strict=False)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(UserError, match='cannot be read'):
        load_sdf(tmp_path, strict=False)


def test_entities_do_not_blow_up(tmp_path):
    bomb = '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    text = BASE.replace('<sdf', bomb + '<sdf', 1).replace('0 0 -9.81', '&b;')
    file = tmp_path / 'w.sdf'
    file.write_text(text)
    model_folder(tmp_path / 'models', 'thing', box_model('thing'))
    assert load_sdf(file, strict=False).solids
