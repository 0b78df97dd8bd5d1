import numpy as np
import pytest
from drawn_plans import CHAMBER, TWO_ROOMS, drawn

from patrol.planning.floor import Floor
from patrol.planning.lattice import Lattice


def lattice_of(drawing):
    floor = Floor(drawn(drawing))
    return Lattice(floor), floor.field


def test_nodes_are_where_the_car_fits():
    lattice, field = lattice_of(TWO_ROOMS)
    assert (field.at(lattice.points) >= 0.19 - 1e-6).all()
    assert 100 < len(lattice) < 31 * 61


def test_the_way_leads_through_the_middle_of_the_door():
    lattice, field = lattice_of(TWO_ROOMS)
    a = lattice.nearest(np.array([0.8, 0.8]), 0.2, field)
    b = lattice.nearest(np.array([5.5, 2.6]), 0.2, field)
    effort, before = lattice.efforts(lattice.graph, a)
    way = lattice.way(before, b)
    assert way[0] == pytest.approx(lattice.points[a])
    assert way[-1] == pytest.approx(lattice.points[b])
    in_door = way[np.abs(way[:, 0] - 3.15) < 0.15]
    assert np.abs(in_door[:, 1] - 1.65).max() <= 0.1
    assert effort[b] >= np.hypot(*np.diff(way, axis=0).T).sum()


def test_a_limit_ends_the_search():
    lattice, field = lattice_of(TWO_ROOMS)
    a = lattice.nearest(np.array([0.8, 0.8]), 0.2, field)
    effort, _ = lattice.efforts(lattice.graph, a, limit=1.0)
    assert np.isinf(effort).any()
    assert effort[np.isfinite(effort)].max() <= 1.0


def test_chambers_are_regions():
    lattice, field = lattice_of(CHAMBER)
    room, chamber = (lattice.nearest(np.array(p), 0.2, field) for p in ([1.0, 1.0], [3.5, 1.0]))
    assert lattice.region(room) != lattice.region(chamber)


def test_the_nearest_node_is_in_sight():
    lattice, field = lattice_of(CHAMBER)
    beside_the_wall = np.array([2.63, 1.0])  # the wall is from 2.4 to 2.7
    assert lattice.nearest(beside_the_wall, 0.2, field) == -1
    close = np.array([2.35, 1.0])
    node = lattice.nearest(close, 0.6, field)
    assert lattice.points[node][0] < 2.35
    assert lattice.nearest(np.array([-9.0, -9.0]), 0.6, field) == -1
    assert lattice.nearest(np.array([99.0, 1.0]), 0.6, field) == -1


def test_obstacles_close_ways_without_a_new_graph():
    lattice, field = lattice_of(TWO_ROOMS)
    door = np.array([[3.15, y] for y in np.arange(1.2, 2.11, 0.1)])
    graph = lattice.with_field(field.with_obstacles(door))
    a = lattice.nearest(np.array([0.8, 0.8]), 0.2, field)
    b = lattice.nearest(np.array([5.5, 0.8]), 0.2, field)
    assert np.isinf(lattice.efforts(graph, a)[0][b])
    assert np.isfinite(lattice.efforts(lattice.graph, a)[0][b])


def test_edges_cost_their_length_times_effort_both_ways():
    lattice, _ = lattice_of(TWO_ROOMS)
    graph = lattice.graph.tocoo()
    lengths = np.hypot(*(lattice.points[graph.row] - lattice.points[graph.col]).T)
    assert set(np.round(lengths, 6)) == {0.1, round(0.1 * 2**0.5, 6)}
    assert (graph.data >= lengths - 1e-9).all()
    assert abs(lattice.graph - lattice.graph.T).max() < 1e-9
