import math

import pytest

from patrol.errors import UserError
from patrol.planning.mistakes import Mistakes
from patrol.planning.patrol_graph import graph_route, read_graph
from patrol.planning.route_document import Order

GOOD = """2
100
80
0.1
1.0
-2.0

0
20
30
1
1
N
15

1
20
45
1
0
S
15
"""


def parsed(tmp_path, text, reader=read_graph):
    file = tmp_path / 'g.graph'
    file.write_text(text)
    mistakes = Mistakes(file)
    return reader(file, mistakes), mistakes


def test_pixels_become_metres(tmp_path):
    (first, second), mistakes = parsed(tmp_path, GOOD)
    assert mistakes.found == ()
    assert (first.x, first.y) == pytest.approx((3.0, 1.0))
    assert (second.x, second.y) == pytest.approx((3.0, 2.5))
    assert first.edges[0].to == 1
    assert first.edges[0].cost == pytest.approx(1.5)
    assert first.line == 8


def test_every_vertex_is_a_checkpoint_in_shortest_order(tmp_path):
    route, _ = parsed(tmp_path, GOOD, graph_route)
    assert route.order is Order.SHORTEST
    assert [c.name for c in route.checkpoints] == ['v0', 'v1']
    assert all(c.any_heading for c in route.checkpoints)
    assert route.start == pytest.approx([3.0, 1.0, math.pi / 2])  # looks along its first edge
    assert route.lines == {'': 8, 'v0': 8, 'v1': 16}


@pytest.mark.parametrize(
    ('text', 'line', 'words'),
    [
        ('', 1, 'the file ends where the number of vertices should stand'),
        ('0\n1\n1\n1\n0\n0', 1, 'at least one vertex'),
        ('2.5', 1, 'whole number'),
        ('2\nwide', 2, "the width must be a number, not 'wide'"),
        (GOOD.replace('0.1', '0'), 4, 'the resolution must be more than 0'),
        (GOOD.replace('0.1', 'nan'), 4, "must be a number, not 'nan'"),
        (GOOD.replace('\n1\nN', '\n7\nN'), 12, 'a neighbour of vertex 0'),
        (GOOD[:-4], 21, 'the file ends where the cost of an edge should stand'),
        (GOOD + '9\n', 23, "'9' follows after the last of 2 vertices"),
    ],
)
def test_where_it_cannot_go_on_it_says_why(tmp_path, text, line, words):
    with pytest.raises(UserError) as caught:
        parsed(tmp_path, text)
    assert words in str(caught.value)
    assert caught.value.line == line


def test_mistakes_that_can_be_passed_over_are_told_at_once(tmp_path):
    text = GOOD.replace('\n0\n20\n30', '\n1\n20\n30').replace('S\n15', 'S\n-15')
    _, mistakes = parsed(tmp_path, text)
    assert [m.line for m in mistakes.found] == [8, 16]


@pytest.mark.parametrize(
    ('name', 'vertices', 'metres'),
    [
        ('1r5', 12, 85.0 / 2),
        ('DIAG_labs', 27, 154.9 / 2),  # trees: twice their edges are the shortest closed walk
    ],
)
def test_the_graphs_of_the_patrolling_benchmark(shared_data, name, vertices, metres):
    file = shared_data / 'patrol_maps' / name / f'{name}.graph'
    found = read_graph(file, Mistakes(file))
    assert len(found) == vertices
    assert sum(e.cost for v in found for e in v.edges) / 2 == pytest.approx(metres)
