"""Who is tied to whom, as lists of neighbours: the graphs that several published models stand on.

Ties are mutual and stored twice: the neighbours of node i are `ends[offsets[i] : offsets[i + 1]]`. Every graph is a
function of (seed, stream), with no generator carried. Here: ties from any list of pairs, and random graphs in which all
pairs are alike (Erdos & Renyi). Regular graphs and their rewiring: `lattices`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from contested.ground.compiled import parallel, prange, scalar, serial
from contested.ground.draws import TO_UNIT, four, uniforms
from contested.ground.errors import ParameterError
from contested.ground.shuffle import half_bits, shuffle_key, shuffled

#: pairs one turn of the parallel loop draws; graphs of fewer are not worth waking threads for
_STRETCH = 1 << 16


class Ties(NamedTuple):
    """Neighbours of each node.

    Parameters
    ----------
    offsets : int64 array of shape (nodes + 1,)
    ends : int32 array of shape (2 ties,)
    """

    offsets: np.ndarray
    ends: np.ndarray

    @property
    def degrees(self) -> np.ndarray:
        """int64 array: ties of each node."""
        return np.diff(self.offsets)


def ties_of_pairs(nodes: int, first: np.ndarray, second: np.ndarray) -> Ties:
    """Ties from a list of pairs, each given once; no pair may appear twice or join a node to itself (see `simple`).

    Parameters
    ----------
    first, second : int32 arrays of equal length
    """
    offsets = np.zeros(nodes + 1, np.int64)
    ends = np.empty(2 * first.size, np.int32)
    _link(first, second, offsets, ends)
    return Ties(offsets, ends)


@serial
def _link(first: np.ndarray, second: np.ndarray, offsets: np.ndarray, ends: np.ndarray) -> None:
    """Counting sort. `offsets[i]` runs from the end of i's list down to its start, so no cursor array is needed."""
    for e in range(first.size):
        offsets[first[e]] += 1
        offsets[second[e]] += 1
    total = np.int64(0)
    for i in range(offsets.size):
        total += offsets[i]
        offsets[i] = total
    for e in range(first.size - 1, -1, -1):
        a = first[e]
        b = second[e]
        offsets[a] -= 1
        ends[offsets[a]] = b
        offsets[b] -= 1
        ends[offsets[b]] = a


def simple(nodes: int, first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The pairs without loops and without repetitions, in order of (smaller, larger) node."""
    low = np.minimum(first, second).astype(np.int64)
    high = np.maximum(first, second).astype(np.int64)
    keys = np.unique((low * nodes + high)[low != high])
    return (keys // nodes).astype(np.int32), (keys % nodes).astype(np.int32)


def pairs_among(nodes: int) -> int:
    """How many pairs that many nodes have."""
    return nodes * (nodes - 1) // 2


def binomial_count(trials: int, chance: float, seed: int, stream: int, *, day: int = 0) -> int:
    """A binomial number, by its quantile function and one keyed draw."""
    if chance <= 0 or trials <= 0:
        return 0
    if chance >= 1:
        return trials
    from scipy.stats import binom  # half a second, which pages and runs of other models need not wait for

    u = float(uniforms(1, seed, stream, day=day)[0])
    return int(min(trials, max(0.0, binom.ppf(u, trials, chance))))


def random_pairs(nodes: int, count: int, seed: int, stream: int, *, group: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """`count` different pairs of nodes, every set of so many equally likely: the first of a random order of all pairs.

    Nothing is remembered or compared: the order is a keyed permutation (`ground.shuffle`), so no pair can come twice.

    Parameters
    ----------
    group : int
        Part of the key, for several graphs of one stream.

    Returns
    -------
    (int32 array, int32 array), each of shape (count,)
        Larger and smaller node of each pair.

    Raises
    ------
    ParameterError
        More pairs than there are.
    """
    if count > pairs_among(nodes):
        raise ParameterError(
            f"ties: expected at most {pairs_among(nodes)} among {nodes} nodes; got {count}.",
            "a node has one tie at most to each other node",
        )
    first, second = np.empty(count, np.int32), np.empty(count, np.int32)
    if count <= _STRETCH:
        _pairs(nodes, first, second, 0, seed, stream, group)
    else:
        _pairs_in_parallel(nodes, first, second, seed, stream, group)
    return first, second


@parallel
def _pairs_in_parallel(
    nodes: int, first: np.ndarray, second: np.ndarray, seed: int, stream: int, group: int
) -> None:
    for part in prange((first.size + _STRETCH - 1) // _STRETCH):
        begin = part * _STRETCH
        end = min(first.size, begin + _STRETCH)
        _pairs(nodes, first[begin:end], second[begin:end], begin, seed, stream, group)


@serial
def _pairs(nodes: int, first: np.ndarray, second: np.ndarray, begin: int, seed: int, stream: int, group: int) -> None:
    """Pairs `begin` ... of the random order. Pair number r is (j, i), i < j, with r = j (j - 1) / 2 + i."""
    total = nodes * (nodes - 1) // 2
    half = half_bits(total)
    key0, key1 = shuffle_key(seed, stream, group, 0)
    for e in range(first.size):
        r = shuffled(begin + e, total, half, key0, key1)
        j = int((1.0 + math.sqrt(1.0 + 8.0 * r)) * 0.5)
        while j * (j - 1) // 2 > r:  # the square root may be off by one either way
            j -= 1
        while (j + 1) * j // 2 <= r:
            j += 1
        first[e] = j
        second[e] = r - j * (j - 1) // 2


def random_graph(nodes: int, chance: float, seed: int, stream: int) -> Ties:
    """Every pair is tied with the same chance, independently: G(n, p). Degrees are binomial, nearly Poisson."""
    count = binomial_count(pairs_among(nodes), chance, seed, stream)
    return ties_of_pairs(nodes, *random_pairs(nodes, count, seed, stream, group=1))


def random_graph_of(nodes: int, count: int, seed: int, stream: int) -> Ties:
    """Exactly `count` ties, every such graph equally likely: G(n, M)."""
    return ties_of_pairs(nodes, *random_pairs(nodes, count, seed, stream, group=1))


@scalar
def pick(n: int, seed: int, stream: int, row: int, day: int, draw: int) -> int:
    """One of 0 .. n - 1, all alike to one part in 2^21 even for the largest n: 53 random bits."""
    a, b, _, _ = four(seed, stream, row, day, draw)
    return min(n - 1, int((a + b * TO_UNIT) * n))
