import argparse

import cv2
import numpy as np
import pytest

from patrol.commands import route

MAP = """image: m.png
resolution: 0.05
origin: [0, 0, 0]
negate: 0
occupied_thresh: 0.65
free_thresh: 0.196
"""
ROUTE = """format: 1
name: n
map: m.yaml
start: [1, 1, 0]
order: shortest
checkpoints:
  - {name: far, pose: [1.8, 1.2, 0]}
  - {name: near, pose: [1.2, 0.8]}
"""


@pytest.fixture
def folder(tmp_path):
    """A map of a room of 2.5 m and a chamber of 1.3 m, and a route through the room."""
    image = np.full((50, 80), 255, np.uint8)
    image[[0, -1]] = 0
    image[:, [0, 50, 51, -1]] = 0
    cv2.imwrite(str(tmp_path / 'm.png'), image)
    (tmp_path / 'm.yaml').write_text(MAP)
    (tmp_path / 'r.yaml').write_text(ROUTE)
    return tmp_path


def check(capsys, *arguments):
    parser = argparse.ArgumentParser()
    route.configure(parser)
    code = route.run(parser.parse_args(['check', *map(str, arguments)]))
    return code, capsys.readouterr().out.splitlines()


def test_a_good_route_says_how_long_a_lap_is(folder, capsys):
    code, lines = check(capsys, folder / 'r.yaml')
    assert code == 0
    assert len(lines) == 1
    assert 'all 2 checkpoints can be reached' in lines[0]
    assert lines[0].endswith('A lap (shortest) is 2 m: near, far.')


def test_all_mistakes_are_listed_with_file_and_line(folder, capsys):
    file = folder / 'r.yaml'
    file.write_text(ROUTE.replace('shortest', 'random').replace('[1.2, 0.8]', '[1.2]'))
    code, lines = check(capsys, file)
    assert code == 1
    assert [line.split(': ')[0] for line in lines] == [f'{file}:5', f'{file}:8']


def test_what_cannot_be_reached_is_named_with_its_line(folder, capsys):
    file = folder / 'r.yaml'
    file.write_text(
        ROUTE.replace('[1.8, 1.2, 0]', '[3.2, 1.2, 0]').replace('[1, 1, 0]', '[9, 9, 0]')
    )
    code, lines = check(capsys, file)
    assert code == 1
    assert lines[0].startswith(f'{file}:4: the start at (9.00, 9.00) cannot be used')
    file.write_text(ROUTE.replace('[1.8, 1.2, 0]', '[3.2, 1.2, 0]'))
    code, lines = check(capsys, file)
    assert code == 1
    why = "checkpoint 'far' cannot be reached from the start, nor from any other checkpoint"
    assert lines == [f'{file}:7: {why}']


def test_a_tight_place_is_a_remark(folder, capsys):
    file = folder / 'r.yaml'
    file.write_text(ROUTE.replace('[1.8, 1.2, 0]', '[0.28, 1.2, 0]'))
    code, lines = check(capsys, file)
    assert code == 0
    assert 'to turn there the car needs' in lines[0]
    assert len(lines) == 2


def test_the_map_may_be_named_or_be_missing(folder, capsys):
    file = folder / 'elsewhere.yaml'
    file.write_text(ROUTE.replace('map: m.yaml\n', ''))
    code, lines = check(capsys, file)
    assert code == 0
    assert 'names no map' in lines[0]
    code, lines = check(capsys, file, '--map', folder / 'm.yaml')
    assert code == 0
    assert 'can be reached' in lines[0]
    code, lines = check(capsys, file, '--map', folder / 'none.yaml')
    assert code == 1
    assert lines == [
        f'{folder / "none.yaml"}: cannot read this map file: No such file or directory'
    ]


def test_a_broken_map_is_told_with_its_line(folder, capsys):
    (folder / 'm.yaml').write_text(MAP.replace('0.05', '-1').replace('negate: 0', 'negate: x'))
    code, lines = check(capsys, folder / 'r.yaml')
    assert code == 1
    assert [line.split(': ')[0] for line in lines] == [f'{folder / "m.yaml"}:{n}' for n in (2, 4)]


@pytest.mark.parametrize('name', ['r.txt', 'none.yaml', 'broken.graph'])
def test_what_is_no_route_is_one_sentence(folder, capsys, name):
    if name != 'none.yaml':
        (folder / name).write_text('3\n')
    code, lines = check(capsys, folder / name)
    assert code == 1
    assert len(lines) == 1


@pytest.mark.parametrize(
    'name',
    [
        '1r5',
        'DIAG_labs',
        *(
            pytest.param(name, marks=pytest.mark.long)
            for name in ('grid', 'example', 'cumberland')
        ),
    ],
)
def test_the_graphs_of_the_patrolling_benchmark(shared_data, capsys, name):
    code, lines = check(capsys, shared_data / 'patrol_maps' / name / f'{name}.graph')
    assert code == 0, lines
    assert 'can be reached from the start' in lines[0]
