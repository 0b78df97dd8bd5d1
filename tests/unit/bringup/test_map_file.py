import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from patrol.bringup.map_file import write_map
from patrol.messages import Grid
from patrol.planning.occupancy_map import load_map


@given(
    arrays(np.int8, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(-1, 100))
)
def test_a_written_map_is_read_back_as_it_was(tmp_path_factory, cells):
    file = tmp_path_factory.mktemp('map') / 'm.yaml'
    write_map(Grid(0.0, 'map', 0.05, np.array([-1.5, 2.25, 0.1]), cells), file)
    grid = load_map(file)
    assert (grid.cells == cells).all()
    assert grid.resolution == 0.05
    assert grid.origin.tolist() == [-1.5, 2.25, 0.1]
