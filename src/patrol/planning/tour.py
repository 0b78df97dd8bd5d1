"""The shortest closed tour: exact for few places, local search for many; deterministic."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from patrol.geometry import Array

Tour = NDArray[np.int64]

#: Up to so many places (the first included) the tour is exact.
EXACT = 13
#: Kicks of the local search, and its seed: a tour is always the same for the same table.
KICKS, SEED = 200, 1
GAIN = 1e-9


def shortest_tour(lengths: Array) -> list[int]:
    """Return the order of a short closed tour through all places, from place 0.

    `lengths` (n, n) is symmetric and finite. The tour is exact up to EXACT places.
    """
    *_, tour = improving_tours(lengths)
    return tour


def improving_tours(lengths: Array) -> Iterator[list[int]]:
    """Yield better and better tours, a moment's work each, so that nobody is kept waiting."""
    count = len(lengths)
    if count <= 3:
        yield list(range(count))
    elif count <= EXACT:
        yield _held_karp(lengths)
    else:
        yield from _local_search(lengths)


def tour_length(lengths: Array, tour: list[int]) -> float:
    """Return the length of a closed tour."""
    return float(lengths[tour, np.roll(tour, -1)].sum())


def _held_karp(lengths: Array) -> list[int]:
    """Return the optimum (Held and Karp 1962), a whole layer of subsets at a time."""
    n = len(lengths) - 1  # place 0 begins; subsets are of the others
    ways = lengths[1:, 1:]
    best = np.full((1 << n, n), np.inf)
    before = np.zeros((1 << n, n), dtype=np.int8)
    for j in range(n):
        best[1 << j, j] = lengths[0, j + 1]
    masks = np.arange(1 << n)
    sizes = np.array([mask.bit_count() for mask in range(1 << n)])
    for size, j in itertools.product(range(2, n + 1), range(n)):
        layer = masks[(sizes == size) & (masks >> j & 1 == 1)]
        candidates = best[layer ^ (1 << j)] + ways[:, j]
        before[layer, j] = candidates.argmin(axis=1)
        best[layer, j] = candidates.min(axis=1)
    mask = (1 << n) - 1
    place = int(np.argmin(best[mask] + lengths[1:, 0]))
    tour: list[int] = []
    while mask:
        tour.append(place + 1)
        mask, place = mask ^ (1 << place), int(before[mask, place])
    return [0, *tour]


def _local_search(lengths: Array) -> Iterator[list[int]]:
    """Yield tours of 2-opt and Or-opt with double-bridge kicks (Martin, Otto, Felten 1991)."""
    random = np.random.default_rng(SEED)
    best, least = _nearest_neighbours(lengths), np.inf
    begin = best
    for _ in range(KICKS):
        tour = begin
        for tour in _descent(lengths, begin):  # noqa: B007  the last one is the best
            yield _from_zero(best)
        length = tour_length(lengths, tour.tolist())
        if length < least - GAIN:
            best, least = tour, length
        begin = _kicked(best, random)
    yield _from_zero(best)


def _nearest_neighbours(lengths: Array) -> Tour:
    tour = [0]
    left = np.ones(len(lengths), dtype=bool)
    left[0] = False
    while left.any():
        tour.append(int(np.argmin(np.where(left, lengths[tour[-1]], np.inf))))
        left[tour[-1]] = False
    return np.array(tour)


def _descent(lengths: Array, tour: Tour) -> Iterator[Tour]:
    """Yield tours, each a best 2-opt or Or-opt move better than the last, down to a minimum."""
    yield tour
    while True:
        gain, i, j = _two_opt(lengths, tour)
        if gain > GAIN:
            tour = np.concatenate([tour[: i + 1], tour[i + 1 : j + 1][::-1], tour[j + 1 :]])
            yield tour
            continue
        moved = _or_opt(lengths, tour)
        if moved is None:
            return
        tour = moved
        yield tour


def _two_opt(lengths: Array, tour: Tour) -> tuple[float, int, int]:
    """Return the best gain from reversing tour[i + 1 .. j], and i and j."""
    after = np.roll(tour, -1)
    step = lengths[tour, after]
    gain = step[:, None] + step[None, :]
    gain -= lengths[np.ix_(tour, tour)] + lengths[np.ix_(after, after)]
    gain[np.tril_indices(len(tour))] = -np.inf
    i, j = divmod(int(gain.argmax()), len(tour))
    return float(gain[i, j]), i, j


def _or_opt(lengths: Array, tour: Tour) -> Tour | None:
    """Return the tour after the best move of 1..3 places elsewhere, or None if none is better."""
    count, after = len(tour), np.roll(tour, -1)
    places = np.arange(count)
    best, move = GAIN, None
    for size in (1, 2, 3):
        first, last = tour, np.roll(tour, 1 - size)
        before, behind = np.roll(tour, 1), np.roll(tour, -size)
        cut = lengths[before, first] + lengths[last, behind] - lengths[before, behind]
        gain = cut[:, None] + lengths[tour, after]
        # between places k and k + 1, except where the part is now
        taken = (places - places[:, None] + 1) % count <= size
        for head, tail in ((first, last), (last, first)):
            found = gain - lengths[np.ix_(head, tour)] - lengths[np.ix_(tail, after)]
            found[taken] = -np.inf
            i, k = divmod(int(found.argmax()), count)
            if found[i, k] > best:
                best, move = float(found[i, k]), (i, k, size, head is last)
    return None if move is None else _moved(tour, *move)


def _moved(tour: Tour, i: int, k: int, size: int, backwards: bool) -> Tour:
    """Return the tour with `size` places from i on put between places k and k + 1."""
    turned = np.roll(tour, -i)
    part, rest = turned[:size], turned[size:]
    at = (k - i - size) % len(tour) + 1
    return np.concatenate([rest[:at], part[::-1] if backwards else part, rest[at:]])


def _kicked(tour: Tour, random: np.random.Generator) -> Tour:
    a, b, c = np.sort(random.choice(np.arange(1, len(tour)), size=3, replace=False)).tolist()
    return np.concatenate([tour[:a], tour[b:c], tour[a:b], tour[c:]])


def _from_zero(tour: Tour) -> list[int]:
    """Return the tour turned to begin at 0, in the direction of the smaller second place."""
    turned = np.roll(tour, -int(np.flatnonzero(tour == 0)[0])).tolist()
    if len(turned) > 2 and turned[-1] < turned[1]:
        turned[1:] = turned[:0:-1]
    return [int(place) for place in turned]
