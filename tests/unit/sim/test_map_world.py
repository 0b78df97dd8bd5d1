"""Any map_server map becomes a building: the same walls, few boxes."""

from __future__ import annotations

import numpy as np
import pytest
from tiny_worlds import physics

from patrol.errors import UserError
from patrol.geometry import transform
from patrol.sim.map_world import blocks, world_from_map
from patrol.sim.plan_shapes import plan_shapes

#: Boxes that the five maps of the benchmark may need, and no more.
MOST = {'1r5': 100, 'grid': 30, 'example': 60, 'cumberland': 300, 'DIAG_labs': 1600}


def write(folder, picture, origin='[0, 0, 0]', resolution=0.1, **more):
    """Write a map from a picture of grey values, its first row on top."""
    rows = np.array(picture, dtype=np.uint8)
    head = f'P5 {rows.shape[1]} {rows.shape[0]} 255\n'.encode()
    (folder / 'm.pgm').write_bytes(head + rows.tobytes())
    keys = {'negate': 0, 'occupied_thresh': 0.65, 'free_thresh': 0.196, **more}
    text = ''.join(f'{k}: {v}\n' for k, v in keys.items())
    file = folder / 'm.yaml'
    file.write_text(f'image: m.pgm\nresolution: {resolution}\norigin: {origin}\n{text}')
    return file


def square(size=20):
    """A free square with occupied and unknown cells about it."""
    picture = np.full((size, size), 205)
    picture[2:-2, 2:-2] = 0
    picture[3:-3, 3:-3] = 254
    return picture


@pytest.mark.parametrize('seed', range(5))
def test_blocks_cover_the_rim_and_nothing_that_is_free(seed):
    random = np.random.default_rng(seed)
    free = random.random((40, 60)) < 0.7
    free[10:30, 20:50] = True
    covered = np.zeros((42, 62), dtype=int)
    for bottom, top, left, right in blocks(free):
        covered[bottom + 1 : top + 1, left + 1 : right + 1] += 1
    padded = np.pad(free, 1)
    assert not covered[padded].any()
    near = np.zeros_like(padded)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            near |= np.roll(padded, (dy, dx), axis=(0, 1))
    assert covered[near & ~padded].all()


def test_a_room_needs_four_walls(tmp_path):
    world = world_from_map(write(tmp_path, square()))
    walls = [s for s in world.solids if s.kind == 'box']
    assert len(walls) == 4
    car = physics(world, (1.0, 1.0, 0.0))
    ahead = car.ray(np.array([1.0, 1.0, 0.2]), np.array([1.0, 0, 0]))
    assert ahead == pytest.approx(0.7, abs=1e-6)


def test_origin_and_yaw_are_kept(tmp_path):
    plain = world_from_map(write(tmp_path, square()))
    turned = world_from_map(write(tmp_path, square(), '[1.0, -2.0, 0.5]'))
    before = [s.corners for s in plan_shapes(plain, 0.1, 1.0)]
    after = [s.corners for s in plan_shapes(turned, 0.1, 1.0)]
    for a, b in zip(before, after, strict=True):
        expected = transform([1.0, -2.0, 0.5], a)
        distance = np.linalg.norm(expected[:, None] - b[None], axis=-1).min(axis=1)
        np.testing.assert_allclose(distance, 0, atol=1e-6)


def test_the_unknown_is_closed_off_and_the_border_too(tmp_path):
    picture = np.full((20, 20), 254)
    picture[:, 15:] = 205
    car = physics(world_from_map(write(tmp_path, picture)), (0.75, 1.0, 0.0))
    for direction, distance in (((1, 0), 0.75), ((-1, 0), 0.75), ((0, 1), 1.0), ((0, -1), 1.0)):
        ray = car.ray(np.array([0.75, 1.0, 0.2]), np.array([*direction, 0.0]))
        assert ray == pytest.approx(distance, abs=1e-6)


@pytest.mark.parametrize(
    ('change', 'word'),
    [
        ({'resolution': -1}, 'resolution'),
        ({'resolution': 'wide'}, 'resolution'),
        ({'origin': '[0, 0]'}, 'origin'),
        ({'origin': '[0, .nan, 0]'}, 'origin'),
        ({'negate': 3}, 'negate'),
        ({'image': 'gone.pgm'}, 'gone.pgm'),
        ({'occupied_thresh': 0.1}, 'thresh'),
    ],
)
def test_broken_map_files_are_one_sentence_with_file_and_line(tmp_path, change, word):
    file = write(tmp_path, square())
    lines = file.read_text().splitlines()
    (key, value) = next(iter(change.items()))
    lines = [f'{key}: {value}' if line.startswith(f'{key}:') else line for line in lines]
    file.write_text('\n'.join(lines))
    with pytest.raises(UserError, match=word) as error:
        world_from_map(file)
    assert str(error.value).startswith(str(file))
    assert '\n' not in str(error.value)


@pytest.mark.parametrize('text', ['', ': {', 'just words', '[1, 2]'])
def test_what_is_no_map_file_is_a_user_error(tmp_path, text):
    file = tmp_path / 'm.yaml'
    file.write_text(text)
    with pytest.raises(UserError):
        world_from_map(file)


def test_broken_pictures_and_maps_without_floor_are_user_errors(tmp_path):
    file = write(tmp_path, square())
    (tmp_path / 'm.pgm').write_bytes(b'P5 20 20')
    with pytest.raises(UserError, match=r'm\.pgm'):
        world_from_map(file)
    with pytest.raises(UserError, match='no free floor'):
        world_from_map(write(tmp_path, np.zeros((5, 5))))
    with pytest.raises(UserError):
        world_from_map(tmp_path / 'gone.yaml')


@pytest.mark.parametrize('name', MOST)
def test_maps_of_the_benchmark_need_few_boxes(name, shared_data):
    world = world_from_map(shared_data / 'patrol_maps' / name / f'{name}.yaml')
    assert 10 < len(world.solids) <= MOST[name]
