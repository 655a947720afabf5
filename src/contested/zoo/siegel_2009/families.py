"""Four ways a population can be tied: small world, village, opinion leader, hierarchy."""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.compiled import serial
from contested.zoo.kit import lattices, networks
from contested.zoo.kit.networks import Ties, pick

STREAMS = streams.own()
REWIRED = STREAMS(10, 2)
FAR = STREAMS(12)
ATTACHED = STREAMS(13)
IN_LEVEL = STREAMS(14)


def small_world(people: int, radius: int, rewired: float, seed: int) -> Ties:
    """A ring of neighbours up to `radius` away on either side, some ties moved to anybody (Watts & Strogatz 1998)."""
    heads = lattices.ring(people, 2 * radius)
    lattices.move_ends(heads, rewired, seed, REWIRED)
    return lattices.ties_of_heads(heads)


def village(people: int, size: int, far: float, seed: int) -> Ties:
    """Everybody knows everybody in villages of `size`, and anybody elsewhere with chance `far`.

    The last village is smaller where `size` does not divide the people.
    """
    first, second = [], []
    for step in range(1, size):
        rows = np.arange(people - step)
        same = rows // size == (rows + step) // size
        first.append(rows[same])
        second.append(rows[same] + step)
    count = networks.binomial_count(networks.pairs_among(people), far, seed, FAR)
    a, b = networks.random_pairs(people, count, seed, FAR, group=1)
    return networks.ties_of_pairs(
        people, *networks.simple(people, np.concatenate([*first, a]), np.concatenate([*second, b]))
    )


def opinion_leader(people: int, ties: int, seed: int) -> Ties:
    """Each newcomer ties to `ties` people already there, so who has many gets more (Barabasi & Albert)."""
    core = min(people, ties + 1)
    first, second = np.triu_indices(core, 1)
    grown = max(0, people - core) * ties
    a = np.empty(first.size + grown, np.int32)
    b = np.empty_like(a)
    a[: first.size], b[: first.size] = first, second
    _attach(a, b, first.size, core, people, ties, seed)
    return networks.ties_of_pairs(people, a, b)


@serial
def _attach(a: np.ndarray, b: np.ndarray, done: int, core: int, people: int, ties: int, seed: int) -> None:
    """An end of a tie drawn from all ends is a person drawn by their number of ties; one already met is drawn again."""
    for i in range(core, people):
        begun = done
        draw = 0
        while done - begun < ties:
            end = pick(2 * begun, seed, ATTACHED, i, 0, draw)
            draw += 1
            j = a[end >> 1] if end & 1 == 0 else b[end >> 1]
            met = False
            for t in range(begun, done):
                met |= b[t] == j
            if not met:
                a[done] = i
                b[done] = j
                done += 1


def hierarchy(people: int, expansion: int, in_level: float, seed: int) -> Ties:
    """Everybody has `expansion` people under them, and a tie to each of their own level with chance `in_level`."""
    below = np.arange(1, people)
    first, second = [below], [(below - 1) // expansion]
    start, wide, level = 0, 1, 0
    while start < people:
        here = min(wide, people - start)
        count = networks.binomial_count(networks.pairs_among(here), in_level, seed, IN_LEVEL, day=level)
        a, b = networks.random_pairs(here, count, seed, IN_LEVEL, group=level + 1)
        first.append(a + start)
        second.append(b + start)
        start, wide, level = start + here, wide * expansion, level + 1
    return networks.ties_of_pairs(
        people, np.concatenate(first).astype(np.int32), np.concatenate(second).astype(np.int32)
    )
