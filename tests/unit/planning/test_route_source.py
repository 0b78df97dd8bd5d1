import pytest

from patrol.errors import UserError
from patrol.planning.route_source import load_route

ROUTE = 'format: 1\nname: n\nstart: [0, 0, 0]\nlaps: 2\ncheckpoints: [{name: a, pose: [1, 1]}]\n'


def test_a_document_keeps_its_laps_unless_told_otherwise(tmp_path):
    file = tmp_path / 'r.yaml'
    file.write_text(ROUTE)
    assert load_route(file)[0].laps == 2
    assert load_route(str(file), laps=5)[0].laps == 5
    assert load_route(file)[1] == ()


def test_a_graph_says_what_is_made_of_it(tmp_path):
    file = tmp_path / 'g.graph'
    file.write_text('1 10 10 0.1 0 0\n0 5 5 0\n')
    route, remarks = load_route(file)
    assert len(route.checkpoints) == 1
    assert 'shortest order' in remarks[0]


def test_mistakes_and_other_files_are_user_errors(tmp_path):
    file = tmp_path / 'r.yaml'
    file.write_text(ROUTE.replace('laps: 2', 'laps: 0').replace('[1, 1]', '[1]'))
    with pytest.raises(UserError) as caught:
        load_route(file)
    assert [line.split(':')[1] for line in str(caught.value).splitlines()] == ['4', '5']
    with pytest.raises(UserError, match='a route is a document'):
        load_route(tmp_path / 'r.txt')
    with pytest.raises(UserError, match='cannot read'):
        load_route(tmp_path / 'none.yaml')
