import numpy as np
import pytest
from drawn_plans import CHAMBER, drawn

from patrol.geometry import transform
from patrol.planning.floor import Floor


def test_chambers_are_regions_of_their_own():
    floor = Floor(drawn(CHAMBER))
    room, corner, chamber = (floor.region(np.array(p)) for p in ([1, 1], [2.0, 1.5], [3.5, 1]))
    assert 0 < room == corner != chamber > 0


def test_where_the_car_does_not_fit_there_is_no_region():
    floor = Floor(drawn(CHAMBER))
    for place in ([2.5, 1.0], [0.4, 1.0], [-3.0, 1.0], [99.0, 99.0]):
        assert floor.region(np.array(place)) == 0


def test_a_place_that_just_fits_belongs_to_its_room():
    floor = Floor(drawn(CHAMBER))
    assert floor.region(np.array([0.52, 1.0])) == floor.region(np.array([1.0, 1.0]))


def test_clearance_and_region_of_a_turned_map():
    origin = np.array([3.0, 4.0, 1.0])
    floor = Floor(drawn(CHAMBER, origin=origin))
    pose = np.array([*transform(origin, np.array([[1.2, 1.0]]))[0], 0.3])
    assert floor.clearance(pose) == pytest.approx(0.7, abs=0.04)
    assert floor.region(pose) > 0
