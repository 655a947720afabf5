"""Block by block: a large lattice on all cores.

It is cut into blocks so wide that people in every second block cannot touch each other's surroundings; those blocks
take their turns at the same time, each in a random order of its own, and where the cuts run is drawn anew each step. A
lattice too small for two blocks a side is one block, which is everybody once in a random order.
"""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.compiled import parallel, prange, serial
from contested.ground.draws import four
from contested.zoo.epstein_2002.kernel import take_turns
from contested.zoo.kit import policed_torus, turn_order
from contested.zoo.kit.policed_torus import Ground, Law
from contested.zoo.kit.turn_order import shuffle

STREAMS = streams.own(policed_torus.STREAMS, turn_order.STREAMS)
CUTS = STREAMS(4)
#: sites a block is wide at least, and how many visions: somebody moves, reaches out and is counted, on both sides
BLOCK = 64
VISIONS = 6


def blocks_a_side(side: int, vision: float) -> int:
    """How many blocks fit along a side: an even number, or 1."""
    width = max(BLOCK, VISIONS * int(vision) + 2)
    return max(1, side // width // 2 * 2)


@serial
def by_block(g: Ground, side: int, across: int, seed: int, step: int) -> tuple[np.ndarray, np.ndarray]:
    """Everybody on the lattice listed by the block they stand in, each list in a random order.

    Returns
    -------
    (int32 array, int64 array)
        The lists one after another, and where each begins.
    """
    n = g.active.size
    people = n + g.cop.size
    a, b, _, _ = four(seed, CUTS, 0, step, 0)
    right = int(a * side)
    down = int(b * side)
    of = np.empty(side, np.int64)
    for x in range(side):
        of[x] = x * across // side
    start = np.zeros(across * across + 1, np.int64)
    block = np.empty(people, np.int32)
    for i in range(people):
        at = g.site[i] if i < n else g.cop[i - n]
        block[i] = -1
        if at >= 0:
            block[i] = of[(at // side + down) % side] * across + of[(at % side + right) % side]
            start[block[i] + 1] += 1
    for k in range(across * across):
        start[k + 1] += start[k]
    end = start[:-1].copy()
    order = np.empty(start[-1], np.int32)
    for i in range(people):
        if block[i] >= 0:
            order[end[block[i]]] = i
            end[block[i]] += 1
    return order, start


@parallel
def take_turns_by_block(
    g: Ground, law: Law, eye: np.ndarray, cop_eye: np.ndarray, across: int, order: np.ndarray, start: np.ndarray,
    seed: int, step: int, tally: np.ndarray,
) -> None:
    """Turns block by block; blocks of one colour of the chequered pattern at the same time.

    Parameters
    ----------
    tally : int64 array of shape (blocks, kinds)
        Each block's own.
    """
    half = across // 2
    a, _, _, _ = four(seed, CUTS, 1, step, 0)
    first = int(a * 4.0)
    for turn in range(4):
        colour = (first + turn) & 3
        for k in prange(half * half):
            at = (2 * (k // half) + (colour >> 1)) * across + 2 * (k % half) + (colour & 1)
            mine = order[start[at] : start[at + 1]]
            shuffle(mine, seed, step, at)
            take_turns(g, law, eye, cop_eye, mine, False, seed, step, tally[at])
