import itertools

import numpy as np
import pytest

from patrol.planning import tour as tours
from patrol.planning.tour import improving_tours, shortest_tour, tour_length


def table(count, seed):
    points = np.random.default_rng(seed).uniform(0, 50, (count, 2))
    return np.hypot(*(points[:, None] - points).transpose(2, 0, 1))


def brute_force(lengths):
    rest = range(1, len(lengths))
    return min(tour_length(lengths, [0, *order]) for order in itertools.permutations(rest))


@pytest.mark.parametrize('count', range(1, 9))
def test_few_places_are_exact(count):
    lengths = table(count, count)
    tour = shortest_tour(lengths)
    assert tour[0] == 0
    assert sorted(tour) == list(range(count))
    assert tour_length(lengths, tour) == pytest.approx(brute_force(lengths))


@pytest.mark.parametrize('seed', range(5))
def test_local_search_finds_the_optimum_of_thirteen(seed):
    lengths = table(tours.EXACT, seed)
    *_, found = tours._local_search(lengths)
    assert tour_length(lengths, found) == pytest.approx(
        tour_length(lengths, shortest_tour(lengths))
    )


def test_places_on_a_circle_are_visited_round_it():
    angle = np.random.default_rng(2).permutation(40) * 2 * np.pi / 40
    points = np.stack([np.cos(angle), np.sin(angle)], -1)
    lengths = np.hypot(*(points[:, None] - points).transpose(2, 0, 1))
    tour = shortest_tour(lengths)
    assert sorted(tour) == list(range(40))
    assert tour_length(lengths, tour) == pytest.approx(80 * np.sin(np.pi / 40))


def test_each_step_is_a_whole_tour_and_the_last_the_best():
    lengths = table(30, 7)
    steps = list(improving_tours(lengths))
    assert all(sorted(tour) == list(range(30)) and tour[0] == 0 for tour in steps)
    measured = [tour_length(lengths, tour) for tour in steps]
    assert measured[-1] == min(measured)
    assert steps == list(improving_tours(lengths))  # deterministic


def test_places_that_coincide():
    assert sorted(shortest_tour(np.zeros((20, 20)))) == list(range(20))


@pytest.mark.parametrize('seed', range(20))
def test_a_move_shortens_the_tour_by_what_a_search_of_all_moves_finds(seed):
    lengths = table(9, seed)
    tour = np.random.default_rng(seed).permutation(9)
    best = tour_length(lengths, tour.tolist())
    for size, shift in itertools.product((1, 2, 3), range(9)):
        turned = np.roll(tour, -shift)
        part, rest = turned[:size], turned[size:]
        for at, way in itertools.product(range(1, len(rest) + 1), (1, -1)):
            moved = np.concatenate([rest[:at], part[::way], rest[at:]]).tolist()
            best = min(best, tour_length(lengths, moved))
    found = tours._or_opt(lengths, tour)
    length = tour_length(lengths, (tour if found is None else found).tolist())
    # turning a part round where it is belongs to 2-opt
    assert sorted((tour if found is None else found).tolist()) == list(range(9))
    assert best - 1e-9 <= length
    reversals = min(
        tour_length(lengths, np.concatenate([p[:s][::-1], p[s:]]).tolist())
        for s, p in ((s, np.roll(tour, -k)) for s in (2, 3) for k in range(9))
    )
    assert length == pytest.approx(best) or reversals == pytest.approx(best)
