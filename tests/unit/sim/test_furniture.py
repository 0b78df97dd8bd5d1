"""Furniture stands about, but never in the way."""

from __future__ import annotations

import numpy as np
import pytest
from tiny_worlds import box, plane, room, world

from patrol.errors import UserError
from patrol.home import share_dir
from patrol.planning.route_source import load_route
from patrol.sim.free_floor import FreeFloor
from patrol.sim.furniture import furnish
from patrol.sim.plan_shapes import plan_shapes
from patrol.sim.sdf import load_sdf

ROOT = share_dir()
ROUTE, _ = load_route(ROOT / 'config' / 'routes' / 'office.yaml')
KEEP = [(float(p[0]), float(p[1]), 0.8) for p in [ROUTE.start, *ROUTE.poses]]


@pytest.fixture(scope='module')
def office():
    return load_sdf(ROOT / 'worlds' / 'office.sdf')


def pieces(of):
    return [m for m in of.models if not m.mapped]


def places(of):
    return np.array([s.pose for m in pieces(of) for s in m.solids])


@pytest.mark.parametrize(('layout', 'count'), [(1, 50), (4, 70), (9, 90)])
def test_a_layout_has_its_pieces_and_leaves_the_car_its_ways(office, layout, count):
    made = furnish(office, layout, count, keep_clear=KEEP)
    assert len(pieces(made)) == count
    assert len({s.name for s in made.solids}) == len(made.solids)
    outlines = [s.corners for s in plan_shapes(made, 0.02, 1.0)]
    floor = FreeFloor(outlines, KEEP[0][:2])
    for x, y, radius in KEEP:
        assert floor.reachable(x, y)
        for piece in pieces(made):
            for solid in piece.solids:
                assert np.hypot(*(solid.pose[:2] - [x, y])) > radius - 0.15


def test_a_layout_is_decided_by_its_number(office):
    first = places(furnish(office, 1, 50, keep_clear=KEEP))
    again = places(furnish(office, 1, 50, keep_clear=KEEP))
    other = places(furnish(office, 2, 50, keep_clear=KEEP))
    assert first.tobytes() == again.tobytes() != other.tobytes()


def test_layouts_take_the_place_of_the_world_s_own_furniture(office):
    made = furnish(office, 1, 50, keep_clear=KEEP)
    assert not {m.name for m in pieces(office)} & {m.name for m in pieces(made)} or (
        len(pieces(made)) == 50
    )
    assert [m for m in made.models if m.mapped] == [m for m in office.models if m.mapped]


def test_doors_stay_open():
    """Two rooms with a door of 90 cm: nothing may stand within reach of it."""
    left, right = box('l', 0, -1.775, (0.2, 2.65, 2)), box('r', 0, 1.775, (0.2, 2.65, 2))
    rooms = world(*room().solids, left, right)
    for layout in range(5):
        made = furnish(rooms, layout, 6, keep_clear=[(-1.5, 0.0, 0.5), (1.5, 0.0, 0.5)])
        for corners in (s.corners for m in pieces(made) for s in shapes_of(m)):
            assert np.hypot(*corners.T).min() > 0.6


def shapes_of(model):
    return plan_shapes(world(*model.solids), 0.0, 3.0)


def test_too_many_pieces_and_unreachable_points_are_user_errors():
    with pytest.raises(UserError, match='no room for more'):
        furnish(room(1.5), 1, 60, keep_clear=[(0.0, 0.0, 0.5)])
    with pytest.raises(UserError, match='cannot get to'):
        furnish(room(), 1, 1, keep_clear=[(0.0, 0.0, 0.5), (9.0, 0.0, 0.5)])
    with pytest.raises(UserError, match='no walls'):
        furnish(world(plane()), 1, 1)
