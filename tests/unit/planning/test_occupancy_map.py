import cv2
import numpy as np
import pytest

from patrol.errors import UserError
from patrol.planning.occupancy_map import load_map

GOOD = {
    'image': 'm.pgm',
    'resolution': '0.05',
    'origin': '[-1.0, 2.0, 0.5]',
    'negate': '0',
    'occupied_thresh': '0.65',
    'free_thresh': '0.196',
}


def written(folder, image='m.pgm', **changes):
    pixels = np.array([[0, 205, 255], [255, 255, 255]], np.uint8)
    cv2.imwrite(str(folder / image), pixels)
    lines = {**GOOD, 'image': image, **changes}
    file = folder / 'm.yaml'
    file.write_text('\n'.join(f'{k}: {v}' for k, v in lines.items() if v is not None))
    return file


@pytest.mark.parametrize('image', ['m.pgm', 'm.png', 'm.bmp'])
def test_a_map_of_each_kind_of_image(tmp_path, image):
    grid = load_map(written(tmp_path, image=image))
    assert grid.cells.tolist() == [[0, 0, 0], [100, -1, 0]]
    assert grid.cells.dtype == np.int8
    assert grid.resolution == 0.05
    assert grid.origin.tolist() == [-1.0, 2.0, 0.5]
    assert grid.frame == 'map'


def test_other_keys_are_ignored_and_the_mode_may_be_named(tmp_path):
    grid = load_map(written(tmp_path, mode='raw', cost='7'))
    assert grid.cells.tolist() == [[-1, -1, -1], [0, -1, -1]]


@pytest.mark.parametrize(
    ('changes', 'line', 'words'),
    [
        ({'image': None}, 1, "has no 'image'"),
        ({'image': 'none.pgm'}, 1, 'No such file'),
        ({'image': 'm.yaml'}, 1, 'cannot be read'),
        ({'image': '.'}, 1, 'Is a directory'),
        ({'resolution': '0'}, 2, "'resolution' is 0"),
        ({'resolution': '-0.05'}, 2, "'resolution' is -0.05"),
        ({'resolution': '.nan'}, 2, 'finite'),
        ({'origin': '[0, 0]'}, 3, 'list of 3 numbers'),
        ({'origin': '[0, .inf, 0]'}, 3, 'finite'),
        ({'negate': 'maybe'}, 4, '0 or 1'),
        ({'occupied_thresh': '65'}, 5, 'allowed is 0 .. 1'),
        ({'free_thresh': '0.7'}, 6, "below 'occupied_thresh'"),
        ({'free_thresh': None}, 1, "has no 'free_thresh'"),
        ({'mode': 'fancy'}, 7, 'allowed: trinary, scale, raw'),
    ],
)
def test_each_mistake_names_file_and_line(tmp_path, changes, line, words):
    file = written(tmp_path)
    text = '\n'.join(f'{k}: {v}' for k, v in {**GOOD, **changes}.items() if v is not None)
    file.write_text(text)
    with pytest.raises(UserError) as caught:
        load_map(file)
    assert str(caught.value).startswith(f'{file}:{line}: ')
    assert words in str(caught.value)


def test_two_mistakes_are_told_together(tmp_path):
    with pytest.raises(UserError) as caught:
        load_map(written(tmp_path, resolution='x', negate='9'))
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize('data', [b'', b'P5\n3 2\n255\n', b'GIF89a', b'P5 9999999 9999999 255\n'])
def test_a_broken_image_is_one_sentence(tmp_path, data):
    file = written(tmp_path)
    (tmp_path / 'm.pgm').write_bytes(data)
    with pytest.raises(UserError) as caught:
        load_map(file)
    assert str(caught.value).startswith(f'{file}:1: image ')
    assert len(str(caught.value).splitlines()) == 1


def test_a_missing_map_is_a_user_error(tmp_path):
    with pytest.raises(UserError, match='cannot read this map file'):
        load_map(tmp_path / 'none.yaml')


@pytest.mark.parametrize(
    ('name', 'shape'),
    [
        ('1r5', (249, 239)),
        ('grid', (344, 344)),
        ('DIAG_labs', (800, 1000)),
        ('example', (219, 313)),
        ('cumberland', (499, 688)),
    ],
)
def test_the_maps_of_the_patrolling_benchmark(shared_data, name, shape):
    grid = load_map(shared_data / 'patrol_maps' / name / f'{name}.yaml')
    assert grid.cells.shape == shape
    assert set(np.unique(grid.cells)) <= {-1, 0, 100}
