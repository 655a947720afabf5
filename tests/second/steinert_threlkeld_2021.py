"""Steinert-Threlkeld & Steinert-Threlkeld 2021, a second time: every course that a protest can take, with its chance.

Rules as read, from the card and nothing else; the writer had not seen the folder's `model.py`
1. A network; a threshold for each person. One person and all their neighbours are active first and are the core.
2. A step: repression, then stopping, then beginning. The first step has repression as well.
3. Repression takes int(rate x active) people of those active out for good, one after another, each with a chance in
   proportion to degree / largest degree + 1 - threshold / largest threshold; largest among those active, and degrees
   of the network as it was.
4. A person's share is that of active people among their remaining neighbours; 0 where none remains.
5. Who is active, not of the core, and has a share below the threshold stops.
6. Who is not active, has an active neighbour and a share of at least the threshold begins.
7. The end is the first step in which nobody begins.
Readings: people stop all at once, and begin all at once; the largest degree and threshold are those of the moment
before the first is taken; people of the core who are taken out are core no longer.
The card's rule of closing ties was read otherwise at first (a neighbour who is tied already counts, and a chance of
closing is drawn once for each tie: 106 triangles instead of 114 among 60 people); the card has since said which.

People are bits of an integer; chances are added up, and nothing is drawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

#: active, taken out so far and begun in it, for each step
History = tuple[tuple[int, int, int], ...]


def law(ties: Sequence[int], thresholds: Sequence[float], starter: int, rate: float) -> dict[History, float]:
    """Every history, and how probable it is; `ties` has for each person the bits of their neighbours."""
    core = 1 << starter | ties[starter]
    everybody = (1 << len(ties)) - 1
    going: dict[tuple[History, int, int], float] = {((), core, everybody): 1.0}
    ended: defaultdict[History, float] = defaultdict(float)
    while going:
        later: defaultdict[tuple[History, int, int], float] = defaultdict(float)
        for (past, active, here), chance in going.items():
            for taken, part in taken_out(ties, thresholds, active, int(rate * active.bit_count())).items():
                left = here & ~taken
                now, begun = step(ties, thresholds, active & ~taken, left, core)
                seen = (now.bit_count(), len(ties) - left.bit_count(), begun.bit_count())
                if begun:
                    later[(*past, seen), now, left] += chance * part
                else:
                    ended[*past, seen] += chance * part
        going = later
    return dict(ended)


def taken_out(ties: Sequence[int], thresholds: Sequence[float], active: int, number: int) -> dict[int, float]:
    """Whom repression takes: every set of that many active people, and its chance over all orders."""
    if not number:
        return {0: 1.0}
    most = max(ties[i].bit_count() for i in people(active))
    highest = max(thresholds[i] for i in people(active))
    weight = {i: ties[i].bit_count() / most + 1 - thresholds[i] / highest for i in people(active)}
    sets = {0: 1.0}
    for _ in range(number):
        wider: defaultdict[int, float] = defaultdict(float)
        for taken, chance in sets.items():
            left = list(people(active & ~taken))
            total = sum(weight[i] for i in left)
            for i in left:
                wider[taken | 1 << i] += chance * weight[i] / total
        sets = dict(wider)
    return sets


def step(ties: Sequence[int], thresholds: Sequence[float], active: int, here: int, core: int) -> tuple[int, int]:
    """Who is active after stopping and beginning, and who began."""

    def share(i: int, of: int) -> float:
        remaining = ties[i] & here
        return (remaining & of).bit_count() / remaining.bit_count() if remaining else 0.0

    stopped = sum(1 << i for i in people(active & ~core) if share(i, active) < thresholds[i])
    going_on = active & ~stopped
    begun = sum(
        1 << i for i in people(here & ~going_on) if ties[i] & going_on and share(i, going_on) >= thresholds[i]
    )  # fmt: skip
    return going_on | begun, begun


def people(bits: int) -> Iterator[int]:
    """Numbers of the bits that are set."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def parts(ties: Sequence[int]) -> list[int]:
    """Sizes of the parts of a network that are connected, largest first."""
    left, sizes = (1 << len(ties)) - 1, []
    while left:
        part = edge = left & -left
        while edge:
            edge = ~part & sum_of(ties[i] for i in people(edge))
            part |= edge
        sizes.append(part.bit_count())
        left &= ~part
    return sorted(sizes, reverse=True)


def sum_of(sets: Iterator[int]) -> int:
    """Union."""
    found = 0
    for bits in sets:
        found |= bits
    return found


def power_law(people: int, exponent: float, rng: np.random.Generator) -> np.ndarray:
    """0-1 matrix of who is tied: a pair with chance w_i w_j / sum w, at most 1; w = u^(-1 / (exponent - 1))."""
    w = (1.0 - rng.random(people)) ** (-1.0 / (exponent - 1.0))
    return both_ways(np.triu(rng.random((people, people)) < np.outer(w, w) / w.sum(), 1))


def small_world(people: int, degree: int, moved: float, rng: np.random.Generator) -> np.ndarray:
    """0-1 matrix: a ring, `degree` / 2 neighbours on either side; a tie moves its other end with a chance."""
    tied = np.zeros((people, people), bool)
    for i in range(people):
        for off in range(1, degree // 2 + 1):
            tied[i, (i + off) % people] = tied[(i + off) % people, i] = True
    for off in range(1, degree // 2 + 1):
        for i in range(people):
            if rng.random() < moved:
                free = [j for j in range(people) if j != i and not tied[i, j]]
                if free:
                    j = (i + off) % people
                    tied[i, j] = tied[j, i] = False
                    k = free[rng.integers(len(free))]
                    tied[i, k] = tied[k, i] = True
    return tied


def clustered(people: int, attached: int, closing: float, rng: np.random.Generator) -> np.ndarray:
    """0-1 matrix of Holme and Kim's network; reading: the first stand in the urn for their later ties as well."""
    friends: list[set[int]] = [set() for _ in range(people)]
    urn = list(range(attached))
    for new in range(attached, people):
        found: set[int] = set()
        by_preference: int | None = None
        while len(found) < attached:
            closes = by_preference is not None and rng.random() < closing
            fitting = sorted(friends[by_preference] - found) if closes else []
            if fitting:
                found.add(fitting[rng.integers(len(fitting))])
            elif (who := urn[rng.integers(len(urn))]) not in found:
                found.add(who)
                by_preference = who
        for who in found:
            friends[who].add(new)
        friends[new] = found
        urn += [*found, *[new] * attached]
    tied = np.zeros((people, people), bool)
    for i, theirs in enumerate(friends):
        tied[i, list(theirs)] = True
    return tied


def both_ways(upper: np.ndarray) -> np.ndarray:
    """Symmetric."""
    return upper | upper.T


def triangles(tied: np.ndarray) -> int:
    """Triangles of a network."""
    t = tied.astype(np.int64)
    return int(np.trace(t @ t @ t)) // 6
