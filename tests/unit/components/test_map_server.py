import numpy as np

from patrol.components.map_server import MapServer
from patrol.messages import Grid
from patrol.vocabulary import Name


def test_the_map_is_published_once_and_the_lease_once_a_second():
    grid = Grid(0.0, 'map', 0.05, np.zeros(3), np.zeros((4, 6), np.int8))
    server = MapServer(grid)
    first = server.tick(10.0)
    assert [p.topic for p in first] == ['map', 'diagnostics']
    assert first[0].message is grid
    assert first[1].message.name == Name.MAP_SERVER
    assert first[1].message.message == '6 x 4 cells of 0.05 m'
    assert server.tick(10.5) == []
    assert [p.topic for p in server.tick(11.0)] == ['diagnostics']
