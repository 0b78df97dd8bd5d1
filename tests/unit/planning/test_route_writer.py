import numpy as np

from patrol.planning.mistakes import Mistakes
from patrol.planning.route_document import Checkpoint, OnFailure, Order, Route
from patrol.planning.route_reader import read_route
from patrol.planning.route_writer import route_text


def test_reading_what_was_written_gives_the_route_back(tmp_path):
    route = Route(
        name='nächtlich',
        start=np.array([1.0, -2.0, 1.0]),
        laps=2,
        order=Order.BACK_AND_FORTH,
        checkpoints=(
            Checkpoint('a', np.array([3.0, 4.0, -0.5]), 2.5, OnFailure.ABORT),
            Checkpoint('b', np.array([5.0, 6.0, 0.0]), any_heading=True),
        ),
        map=tmp_path / 'm.yaml',
        revision='abc',
    )
    file = tmp_path / 'r.yaml'
    file.write_text(route_text(route))
    mistakes = Mistakes(file)
    again = read_route(file, mistakes)
    assert mistakes.found == ()
    assert (again.name, again.laps, again.order) == (route.name, route.laps, route.order)
    assert (again.map, again.revision) == (route.map, 'abc')
    assert np.allclose(again.start, route.start, atol=1e-4)
    assert np.allclose(again.poses, route.poses, atol=1e-4)
    for old, new in zip(route.checkpoints, again.checkpoints, strict=True):
        assert (new.name, new.dwell_s) == (old.name, old.dwell_s)
        assert (new.on_failure, new.any_heading) == (old.on_failure, old.any_heading)
