import math

import numpy as np
import pytest

from patrol.errors import UserError
from patrol.planning.mistakes import Mistakes
from patrol.planning.route_document import OnFailure, Order
from patrol.planning.route_reader import read_route

GOOD = """format: 1
name: night round
map: ../maps/hall.yaml
start: [1.0, 2.0, 90]
order: shortest
laps: 3
checkpoints:
  - {name: entrance, pose: [3.5, 2.0, -180], dwell_s: 3, on_failure: skip}
  - name: archive
    pose: [12.0, 7.5]
"""


def read(tmp_path, text):
    file = tmp_path / 'r.yaml'
    file.write_text(text)
    mistakes = Mistakes(file)
    return read_route(file, mistakes), mistakes


def test_a_whole_route(tmp_path):
    route, mistakes = read(tmp_path, GOOD)
    assert mistakes.found == ()
    assert (route.name, route.laps, route.order) == ('night round', 3, Order.SHORTEST)
    assert route.map == tmp_path.parent / 'maps' / 'hall.yaml'
    assert route.start == pytest.approx([1.0, 2.0, math.pi / 2])
    entrance, archive = route.checkpoints
    assert entrance.pose[:2].tolist() == [3.5, 2.0]
    assert abs(entrance.pose[2]) == pytest.approx(math.pi)
    assert (entrance.dwell_s, entrance.on_failure) == (3.0, OnFailure.SKIP)
    assert not entrance.any_heading
    assert (archive.dwell_s, archive.on_failure) == (0.0, OnFailure.RETRY)
    assert archive.any_heading
    assert np.isfinite(archive.pose).all()
    assert route.lines == {'': 4, 'entrance': 8, 'archive': 9}
    assert route.poses.shape == (2, 3)


def test_defaults(tmp_path):
    text = 'format: 1\nname: n\nstart: [0, 0, 0]\ncheckpoints: [{name: a, pose: [1, 1]}]\n'
    route, _ = read(tmp_path, text)
    assert (route.order, route.laps, route.map) == (Order.GIVEN, 1, None)
    assert route.with_laps(4).laps == 4
    assert route.with_laps(None).laps == 1


def test_the_revision_is_the_documents_or_a_digest_of_it(tmp_path):
    first, _ = read(tmp_path, GOOD)
    again, _ = read(tmp_path, GOOD)
    other, _ = read(tmp_path, GOOD.replace('7.5', '7.6'))
    named, _ = read(tmp_path, GOOD + 'revision: r17\n')
    assert first.revision == again.revision != other.revision
    assert named.revision == 'r17'


@pytest.mark.parametrize(
    ('old', 'new', 'line', 'words'),
    [
        ('format: 1', 'format: 2', 1, "'format' is 2, allowed is 1"),
        ('format: 1\n', '', 1, "this route has no 'format'"),
        ('name: night round', 'name: 3', 2, "'name' must be text"),
        ('start: [1.0, 2.0, 90]', 'start: [1.0, 2.0]', 4, 'list of 3 numbers'),
        ('start: [1.0, 2.0, 90]', 'start: [1.0, .nan, 90]', 4, 'finite'),
        ('start: [1.0, 2.0, 90]', 'start: [1.0e+9, 0, 90]', 4, 'more than'),
        ('order: shortest', 'order: random', 5, 'allowed: given, loop, back_and_forth, shortest'),
        ('laps: 3', 'laps: 0', 6, "'laps' is 0"),
        ('laps: 3', 'laps: 2.5', 6, 'whole number'),
        ('laps: 3', 'lap: 3', 6, "unknown key 'lap'"),
        ('dwell_s: 3', 'dwell_s: -1', 8, "'dwell_s' is -1"),
        ('dwell_s: 3', 'dwell: 3', 8, "unknown key 'dwell'"),
        ('on_failure: skip', 'on_failure: hope', 8, 'allowed: retry, skip, abort'),
        ('[3.5, 2.0, -180]', '[3.5]', 8, 'list of 2 or 3 numbers'),
        ('[3.5, 2.0, -180]', '[3.5, two]', 8, "not text 'two'"),
        ('name: archive', 'name: entrance', 9, "'entrance' is given twice (line 8)"),
        ('  - name: archive\n', '  - dwell_s: 1\n', 9, "this checkpoint has no 'name'"),
        ('    pose: [12.0, 7.5]', '    pose:', 10, "'pose' is empty"),
        ('name: night', 'name: a\nname: night', 3, "key 'name' is given twice (first in line 2)"),
    ],
)
def test_each_mistake_has_its_line(tmp_path, old, new, line, words):
    assert old in GOOD
    _, mistakes = read(tmp_path, GOOD.replace(old, new, 1))
    assert [(m.line, words in m.message) for m in mistakes.found] == [(line, True)]


@pytest.mark.parametrize('rows', ['checkpoints: []', 'checkpoints: 5'])
def test_a_route_needs_checkpoints(tmp_path, rows):
    head = GOOD[: GOOD.index('checkpoints:')]
    _, mistakes = read(tmp_path, head + rows)
    assert {m.line for m in mistakes.found} == {7}


def test_many_mistakes_are_told_at_once(tmp_path):
    text = GOOD.replace('shortest', 'random').replace('laps: 3', 'laps: x').replace('7.5', '.nan')
    _, mistakes = read(tmp_path, text)
    assert [m.line for m in mistakes.found] == [5, 6, 10]


def test_no_yaml_is_a_user_error_with_a_line(tmp_path):
    with pytest.raises(UserError, match=r'r.yaml:3: not YAML'):
        read(tmp_path, 'format: 1\nname: [a\nstart: 3')
