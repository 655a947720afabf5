"""Centola and Macy 2007, "Complex contagions and the weakness of long ties", written a second time from the rules
alone.

Why: a published model is trusted here when two readings, made apart, agree. Plain NumPy, ordinary generator.

The rules as read
1. n people on a ring, each tied to the z/2 nearest on either side; or on a square grid with wrapped edges, each tied to
   the eight around (Moore).
2. A share p of the ties is rewired at random. No tie to oneself, no double tie.
3. Everybody needs `a` active neighbours (a count, not a share; it does not change when rewiring changes the degree).
4. One person and all their neighbours (after rewiring) start active.
5. All the others look at once; who sees at least `a` active neighbours becomes active for good. Repeat until nothing
   changes.

Readings chosen
- Which ties: every tie is picked with chance p, independently (so the number is binomial; "a share p" could also be
  exact).
- `rewiring="one_end"`: a picked tie keeps one end, either with even chance, and its other end is drawn evenly among
  people who are neither that person nor a neighbour of theirs. Degrees drift.
- `rewiring="swap"`: picked ties are paired at random and each pair trades ends, (i, j), (k, l) -> (i, l), (k, j), so
  that all degrees stay. p then counts ties moved, and there are p M / 2 trades. A pair whose trade would make a loop
  or a double tie waits and is paired anew; an odd tie left over, or pairs that never fit, keep their place.
- Rule 5 in waves. The paper may activate people one at a time; who is active at the end is the same either way, times
  are not.
- Success is more than `share` (0.9) of n active; `steps` is the first wave with at least that many, nan when never.
Leaves out: varying thresholds, status, noise, hexagonal or other grids.
"""

import math

import numpy as np


def sample(
    runs: int,
    seed: int,
    *,
    n: int = 10_000,
    z: int = 8,
    a: int = 2,
    p: float = 0.1,
    rewiring: str = "one_end",
    lattice: str = "ring",
    share: float = 0.9,
) -> dict[str, np.ndarray]:
    """Independent networks, one contagion each.

    `size` final share active; `success` size > share; `steps` to reach share n; `waves` until nothing changes; `start`
    number active at the start; `on_5`, `on_20`, `on_100` number active after so many waves; `degree_spread` the
    variance of degrees.
    """
    rng = np.random.default_rng(seed)
    names = ("size", "success", "steps", "waves", "start", "on_5", "on_20", "on_100", "degree_spread", "moved")
    out = {name: np.full(runs, np.nan) for name in names}
    for r in range(runs):
        neighbours, moved = rewired(ring(n, z) if lattice == "ring" else moore(n), p, rewiring, rng)
        on, course = spread(neighbours, a, int(rng.integers(n)))
        reached = np.flatnonzero(course >= share * n)
        out["size"][r] = on.mean()
        out["success"][r] = on.mean() > share
        out["steps"][r] = reached[0] if len(reached) else np.nan
        out["waves"][r] = len(course) - 1
        out["start"][r] = course[0]
        for t in (5, 20, 100):
            out[f"on_{t}"][r] = course[min(t, len(course) - 1)]
        out["degree_spread"][r] = np.var([len(s) for s in neighbours])
        out["moved"][r] = moved
    return out


def ring(n: int, z: int) -> list[set[int]]:
    return [{(i + d) % n for d in range(-(z // 2), z // 2 + 1) if d} for i in range(n)]


def moore(n: int) -> list[set[int]]:
    side = math.isqrt(n)
    if side * side != n:
        raise ValueError(f"a grid needs a square number of people, got {n}")
    around = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if (x, y) != (0, 0)]
    return [{(i // side + x) % side * side + (i % side + y) % side for x, y in around} for i in range(n)]


def rewired(neighbours: list[set[int]], p: float, how: str, rng: np.random.Generator) -> tuple[list[set[int]], int]:
    """The network after rewiring, and how many ties were moved."""
    n = len(neighbours)
    every = [(i, j) for i in range(n) for j in sorted(neighbours[i]) if i < j]
    picked = [every[t] for t in np.flatnonzero(rng.random(len(every)) < p)]
    if how == "one_end":
        for i, j in picked:
            keep, drop = (i, j) if rng.random() < 0.5 else (j, i)
            while True:
                new = int(rng.integers(n))
                if new != keep and new not in neighbours[keep]:
                    break
            _cut(neighbours, keep, drop)
            _tie(neighbours, keep, new)
        return neighbours, len(picked)
    moved, waiting, patience = 0, picked, 200
    while len(waiting) > 1 and patience:
        patience -= 1
        order = rng.permutation(len(waiting))
        left = [waiting[order[-1]]] if len(waiting) % 2 else []
        for x, y in zip(order[0 : len(order) - 1 : 2], order[1::2], strict=False):
            (i, j), (k, m) = waiting[x], waiting[y]
            if rng.random() < 0.5:
                k, m = m, k
            if i in (k, m) or j in (k, m) or m in neighbours[i] or j in neighbours[k]:
                left += [waiting[x], waiting[y]]
                continue
            _cut(neighbours, i, j)
            _cut(neighbours, k, m)
            _tie(neighbours, i, m)
            _tie(neighbours, k, j)
            moved += 2
        waiting = left
    return neighbours, moved


def _cut(neighbours: list[set[int]], i: int, j: int) -> None:
    neighbours[i].remove(j)
    neighbours[j].remove(i)


def _tie(neighbours: list[set[int]], i: int, j: int) -> None:
    neighbours[i].add(j)
    neighbours[j].add(i)


def spread(neighbours: list[set[int]], a: int, focal: int) -> tuple[np.ndarray, np.ndarray]:
    """Who is active at the end, and how many were after each wave (entry 0: the start)."""
    on = np.zeros(len(neighbours), bool)
    seen = [0] * len(neighbours)
    fresh = [focal, *neighbours[focal]]
    on[fresh] = True
    course = [len(fresh)]
    while fresh:
        touched = set()
        for i in fresh:
            for j in neighbours[i]:
                seen[j] += 1
                if seen[j] >= a and not on[j]:
                    touched.add(j)
        fresh = list(touched)
        on[fresh] = True
        if fresh:
            course.append(course[-1] + len(fresh))
    return on, np.array(course)


def exact_ring_steps(n: int, z: int, a: int, share: float) -> int | None:
    """Waves to reach the share on the unrewired ring, by walking the front: the next person outward at distance d sees
    those within z/2 behind, z/2 - d + 1 of them, so that a wave passes every d with z/2 - d + 1 >= a."""
    advance = sum(1 for d in range(1, z // 2 + 1) if z // 2 - d + 1 >= a)
    if advance == 0:
        return None
    active, steps = z + 1, 0
    while active < share * n:
        active, steps = active + 2 * advance, steps + 1
    return steps


def exact_moore_limit() -> int:
    """The largest a that still spreads from a block of nine: a person beside a long flat edge sees three active."""
    rim = {}
    for a in range(1, 9):
        on, _ = spread(moore(21 * 21), a, 220)
        rim[a] = bool(on.all())
    return max(a for a, full in rim.items() if full)


if __name__ == "__main__":
    print([exact_ring_steps(10_000, 8, a, 0.9) for a in (1, 2, 3, 4, 5)], exact_moore_limit())
    for how in ("one_end", "swap"):
        for a, p in ((2, 0.0), (1, 0.001), (1, 0.01), (1, 0.1), (2, 0.01), (2, 0.1), (2, 0.3), (3, 0.03), (3, 0.1)):
            got = sample(8, 3, a=a, p=p, rewiring=how)
            print(how, a, p, np.nanmean(got["steps"]) if got["success"].any() else None, got["success"].mean(),
                  got["moved"].mean(), got["degree_spread"].mean())  # fmt: skip
