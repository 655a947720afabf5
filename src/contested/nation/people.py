"""Drawing a population: who lives with whom, who votes, who is online, who works where, and what they are like.

Kernels of `nation.world`. Every draw is keyed by the world's seed and the row, so a population is the same on any
number of threads.
"""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.compiled import parallel, prange
from contested.ground.draws import four, uniform
from contested.ground.shuffle import half_bits, shuffle_key, shuffled
from contested.nation.codes import ADULT, EMPLOYED, NAMED, ONLINE


@parallel
def draw_households(near: np.ndarray, more: float, seed: int, heads: np.ndarray, table: np.ndarray) -> None:
    """Walk each neighbourhood's rows: a household has one head and up to three more, each with chance `more`.

    Neighbourhoods and not stations, because a neighbourhood has as many rows at any scale: at 1:1000 a station has two,
    and households cut off at its end would be smaller than the country's.
    """
    for s in prange(len(near) - 1):
        i = near[s]
        end = near[s + 1]
        while i < end:
            size = 1
            for k in range(3):
                if uniform(seed, streams.HOUSEHOLD, i, 0, k) < more:
                    size += 1
            size = min(size, end - i)
            heads[i] = 1
            for a in range(size):
                slot = 0
                for b in range(size):
                    if b != a:
                        table[i + a, slot] = i + b
                        slot += 1
            i += size


@parallel
def draw_voters(
    place_start: np.ndarray, heads: np.ndarray, voters: np.ndarray, online: np.ndarray, seed: int, flags: np.ndarray
) -> None:
    """Mark exactly `voters` adults in each place (heads of household first) and exactly `online` of them online."""
    for p in prange(len(voters)):
        lo = place_start[p]
        hi = place_start[p + 1]
        n_heads = 0
        for i in range(lo, hi):
            n_heads += heads[i]
        n_rest = hi - lo - n_heads
        heads_in = min(voters[p], n_heads)
        rest_in = voters[p] - heads_in
        half_h = half_bits(n_heads)
        half_r = half_bits(n_rest)
        h0, h1 = shuffle_key(seed, streams.ADULT, p, 0)
        r0, r1 = shuffle_key(seed, streams.ADULT, p, 1)
        rank_h = 0
        rank_r = 0
        for i in range(lo, hi):
            if heads[i] == 1:
                if shuffled(rank_h, n_heads, half_h, h0, h1) < heads_in:
                    flags[i] = ADULT
                rank_h += 1
            else:
                if shuffled(rank_r, n_rest, half_r, r0, r1) < rest_in:
                    flags[i] = ADULT
                rank_r += 1
        half_v = half_bits(voters[p])
        v0, v1 = shuffle_key(seed, streams.ONLINE, p, 0)
        rank = 0
        for i in range(lo, hi):
            if flags[i] & ADULT:
                if shuffled(rank, voters[p], half_v, v0, v1) < online[p]:
                    flags[i] |= ONLINE
                rank += 1


@parallel
def draw_workers(
    place_start: np.ndarray, flags: np.ndarray, voters: np.ndarray, starts: np.ndarray, first: np.ndarray,
    number: np.ndarray, named: int, seed: int, workplace: np.ndarray, worker_rows: np.ndarray,
) -> None:
    """Give the first of each place's adults, in a random order, to its employers in turn."""
    for p in prange(len(voters)):
        base = starts[first[p]]
        end = starts[first[p + 1]]
        half = half_bits(voters[p])
        k0, k1 = shuffle_key(seed, streams.WORKER, p, 0)
        rank = 0
        for i in range(place_start[p], place_start[p + 1]):
            if flags[i] & ADULT:
                at = base + shuffled(rank, voters[p], half, k0, k1)
                if at < end:
                    worker_rows[at] = i
                rank += 1
        for w in range(first[p], first[p + 1]):
            for at in range(starts[w], starts[w + 1]):
                i = worker_rows[at]
                workplace[i] = number[w]
                flags[i] |= EMPLOYED | (NAMED if number[w] <= named else 0)


@parallel
def draw_traits(seed: int, hardship: np.ndarray, risk_aversion: np.ndarray) -> None:
    """Hardship and risk aversion, uniform and independent (Epstein 2002), on 256 steps."""
    n = len(hardship)
    for quad in prange((n + 3) // 4):
        h = four(seed, streams.HARDSHIP, quad, 0, 0)
        r = four(seed, streams.RISK_AVERSION, quad, 0, 0)
        i = 4 * quad
        for lane in range(4):
            if i + lane < n:
                hardship[i + lane] = np.uint8(h[lane] * 256.0)
                risk_aversion[i + lane] = np.uint8(r[lane] * 256.0)
