"""Regular graphs - a ring, a grid with corners - and two ways of turning some of their ties into long ones.

A tie stands once, at its tail: `heads[i, k]` is the other end of node i's k-th own tie, and every node owns half of its
ties. So whether a and b are tied is seen in two short rows, and rewiring needs no other memory. Sources: watts1998 (one
end of a tie moves), maslov2002 (two ties swap ends, which keeps every degree), morris2000 (what spreads on lattices).
"""

from __future__ import annotations

import numpy as np

from contested.ground.compiled import scalar, serial
from contested.ground.draws import uniform
from contested.ground.errors import ParameterError
from contested.ground.shuffle import half_bits, shuffle_key, shuffled
from contested.zoo.kit.networks import Ties, pick

#: new ends tried for one tie before it is left where it is; only a nearly complete graph needs so many
TRIES = 200


def ring(nodes: int, degree: int) -> np.ndarray:
    """Everybody is tied to the `degree` / 2 nearest on either side.

    Returns
    -------
    int32 array of shape (nodes, degree / 2)
        Heads.

    Raises
    ------
    ParameterError
        An odd degree, or one that the ring has no room for.
    """
    if degree % 2 or degree < 2:
        raise ParameterError(f"degree: expected an even number of at least 2; got {degree}.",
                             "half of the neighbours stand on either side")  # fmt: skip
    if nodes <= degree:
        raise ParameterError(f"nodes: expected more than the degree, {degree}; got {nodes}.",
                             "the two halves of a neighbourhood must not meet")  # fmt: skip
    steps = np.arange(1, degree // 2 + 1, dtype=np.int32)
    heads = np.arange(nodes, dtype=np.int32)[:, None] + steps
    heads[heads >= nodes] -= nodes
    return heads


def grid(side: int, radius: int = 1) -> np.ndarray:
    """A square of side x side whose edges meet; everybody is tied to all within `radius` in both directions (Moore).

    Returns
    -------
    int32 array of shape (side x side, half of the neighbours)
        Heads: those to the right, and those below.

    Raises
    ------
    ParameterError
        A side that the neighbourhood does not fit in.
    """
    if side <= 2 * radius:
        raise ParameterError(f"nodes: expected a square with a side above {2 * radius}; got {side}.",
                             "the neighbourhood must not meet itself around the edge")  # fmt: skip
    y, x = np.divmod(np.arange(side * side, dtype=np.int64), side)
    reach = range(-radius, radius + 1)
    own = [(dy, dx) for dy in reach for dx in reach if dy > 0 or (dy == 0 and dx > 0)]
    heads = np.empty((side * side, len(own)), np.int32)
    for k, (dy, dx) in enumerate(own):
        heads[:, k] = (y + dy) % side * side + (x + dx) % side
    return heads


def ties_of_heads(heads: np.ndarray) -> Ties:
    """The same graph as lists of neighbours."""
    offsets = np.zeros(heads.shape[0] + 1, np.int64)
    ends = np.empty(2 * heads.size, np.int32)
    _link(heads, offsets, ends)
    return Ties(offsets, ends)


@serial
def _link(heads: np.ndarray, offsets: np.ndarray, ends: np.ndarray) -> None:
    n, own = heads.shape
    for i in range(n):
        offsets[i] += own
        for k in range(own):
            offsets[heads[i, k]] += 1
    total = np.int64(0)
    for i in range(n + 1):
        total += offsets[i]
        offsets[i] = total
    for i in range(n - 1, -1, -1):
        for k in range(own):
            j = heads[i, k]
            offsets[i] -= 1
            ends[offsets[i]] = j
            offsets[j] -= 1
            ends[offsets[j]] = i


@scalar
def _tied(heads: np.ndarray, a: int, b: int) -> bool:
    for k in range(heads.shape[1]):  # noqa: SIM110 (kernels have no generators)
        if heads[a, k] == b or heads[b, k] == a:
            return True
    return False


def move_ends(heads: np.ndarray, chance: float, seed: int, stream: int) -> int:
    """Each tie moves its head, with a chance, to a node drawn from all; never to itself or to a neighbour.

    Degrees spread; every node keeps the ties it owns, so nobody falls below half of the degree.

    Parameters
    ----------
    heads : int32 array of shape (nodes, own)
        Changed in place.
    stream : int
        This one and the next are used.

    Returns
    -------
    int
        Ties moved.
    """
    return int(_move_ends(heads, chance, seed, stream))


@serial
def _move_ends(heads: np.ndarray, chance: float, seed: int, stream: int) -> int:
    n, own = heads.shape
    moved = 0
    for i in range(n):
        for k in range(own):
            tie = i * own + k
            if uniform(seed, stream, tie, 0, 0) >= chance:
                continue
            for attempt in range(TRIES):
                j = pick(n, seed, stream + 1, tie, 0, attempt)
                if j != i and not _tied(heads, i, j):
                    heads[i, k] = j
                    moved += 1
                    break
    return moved


def swap_ends(heads: np.ndarray, chance: float, seed: int, stream: int) -> int:
    """Ties chosen with a chance are paired at random and swap heads: (a, b), (c, d) become (a, d), (c, b).

    Every degree stays as it was. A tie is chosen once at most (without replacement); a pair that would make a loop or a
    second tie stays as it was, which is rare in a graph much larger than a neighbourhood.

    Parameters
    ----------
    heads : int32 array of shape (nodes, own)
        Changed in place.
    stream : int
        This one and the next are used.

    Returns
    -------
    int
        Ties changed.
    """
    chosen = np.empty(_chosen(heads.size, chance, seed, stream, np.empty(0, np.int64)), np.int64)
    _chosen(heads.size, chance, seed, stream, chosen)
    return int(_swap_ends(heads, chosen, seed, stream + 1))


@serial
def _chosen(ties: int, chance: float, seed: int, stream: int, chosen: np.ndarray) -> int:
    """Counts the chosen ties, and lists them where there is room."""
    count = 0
    for tie in range(ties):
        if uniform(seed, stream, tie, 0, 0) < chance:
            if count < chosen.size:
                chosen[count] = tie
            count += 1
    return count


@serial
def _swap_ends(heads: np.ndarray, chosen: np.ndarray, seed: int, stream: int) -> int:
    own = heads.shape[1]
    half = half_bits(chosen.size)
    key0, key1 = shuffle_key(seed, stream, 0, 0)
    changed = 0
    for pair in range(chosen.size // 2):
        one = chosen[shuffled(2 * pair, chosen.size, half, key0, key1)]
        two = chosen[shuffled(2 * pair + 1, chosen.size, half, key0, key1)]
        a, k = one // own, one % own
        c, m = two // own, two % own
        b, d = heads[a, k], heads[c, m]
        if a == d or c == b or _tied(heads, a, d) or _tied(heads, c, b):
            continue
        heads[a, k] = d
        heads[c, m] = b
        changed += 2
    return changed
