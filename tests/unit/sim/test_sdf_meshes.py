"""Meshes of other people's worlds come in metres, whatever unit their file has."""

from __future__ import annotations

import numpy as np
import pytest
from sdf_files import box_model, world, write

from patrol.sim.sdf import load_sdf

trimesh = pytest.importorskip('trimesh', reason='meshes need trimesh')

BOX = '<box><size>1 2 3</size></box>'
#: A box of 1 x 2 x 3 units with two named parts.
EXTENT = np.array([1.0, 2.0, 3.0])


def scene():
    parts = trimesh.Scene()
    parts.add_geometry(trimesh.creation.box(EXTENT), node_name='body', geom_name='body')
    lid = trimesh.creation.box([0.5, 0.5, 0.5])
    lid.apply_translation([0, 0, 1])
    parts.add_geometry(lid, node_name='lid', geom_name='lid')
    return parts


def load(folder, mesh, **extra):
    """Return vertices of the one solid (n, 3) and the report."""
    text = world(box_model('thing').replace(BOX, f'<mesh>{mesh}</mesh>'))
    loaded = load_sdf(write(folder, text), strict=False)
    return (loaded.solids[0].vertices if loaded.solids else None), loaded.report


def dae(folder, meter, up='Z_UP'):
    pytest.importorskip('collada', reason='DAE files need pycollada')
    text = trimesh.exchange.dae.export_collada(trimesh.creation.box(EXTENT)).decode()
    asset = f'<asset><unit name="u" meter="{meter}"/><up_axis>{up}</up_axis></asset>'
    head, _, tail = text.partition('<asset>')
    (folder / 'm.dae').write_text(head + asset + tail.partition('</asset>')[2])


@pytest.mark.parametrize('meter', [1.0, 0.01, 0.0254])
@pytest.mark.parametrize('up', ['Z_UP', 'Y_UP'])
def test_the_unit_of_a_dae_counts_and_its_up_axis_does_not(tmp_path, meter, up):
    dae(tmp_path, meter, up)
    vertices, report = load(tmp_path, '<uri>m.dae</uri>')
    assert report == ()
    np.testing.assert_allclose(np.ptp(vertices, axis=0), EXTENT * meter, rtol=1e-6)


@pytest.mark.parametrize('kind', ['stl', 'obj', 'glb', 'ply'])
def test_other_formats_and_the_scale(tmp_path, kind):
    scene().to_mesh().export(tmp_path / f'm.{kind}')
    vertices, report = load(tmp_path, f'<uri>m.{kind}</uri><scale>0.1 0.2 -1</scale>')
    assert report == ()
    np.testing.assert_allclose(np.ptp(vertices, axis=0), EXTENT * [0.1, 0.2, 1], rtol=1e-6)


def test_a_submesh_may_be_chosen_and_centred(tmp_path):
    scene().export(tmp_path / 'm.glb')
    sub = '<submesh><name>lid</name><center>{}</center></submesh>'
    off, report = load(tmp_path, '<uri>m.glb</uri>' + sub.format('false'))
    assert report == ()
    np.testing.assert_allclose(np.ptp(off, axis=0), 0.5, rtol=1e-6)
    centred, _ = load(tmp_path, '<uri>m.glb</uri>' + sub.format('true'))
    np.testing.assert_allclose(centred.mean(axis=0), 0, atol=1e-9)
    assert abs(off.mean(axis=0)).max() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ('name', 'content', 'word'),
    [
        ('gone.stl', None, 'not found'),
        ('m.fbx', b'x', 'not supported'),
        ('m.stl', b'solid nothing', 'm.stl'),
        ('m.dae', b'<COLLADA>', 'm.dae'),
        ('m.obj', b'v 0 0 0\nv 0 0 1\nv 0 0 2\nf 1 2 3\n', 'm.obj'),
        ('m.obj', b'v 1 nan 2\nv 0 0 0\nv 1 1 1\nf 1 2 3\n', 'm.obj'),
    ],
)
def test_unusable_meshes_are_named(tmp_path, name, content, word):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    text = world(box_model('thing').replace(BOX, f'<mesh><uri>{name}</uri></mesh>'), box_model())
    loaded = load_sdf(write(tmp_path, text), strict=False)
    assert [s.name for s in loaded.solids] == ['crate']
    assert any(word in line and 'thing' in line for line in loaded.report)


def test_a_part_that_is_not_in_the_file_is_named(tmp_path):
    scene().export(tmp_path / 'm.glb')
    text = '<uri>m.glb</uri><submesh><name>leg</name></submesh>'
    with pytest.raises(Exception, match='leg'):
        load(tmp_path, text)
