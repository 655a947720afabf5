"""Siegel 2009, "Social networks and collective action", written a second time from the rules alone.

Why: a published model is trusted here when two readings, made apart, agree. Plain NumPy, ordinary generator.

The rules as read
1. n people on a network that does not change.
2. Internal motivation b_i ~ Normal(b_mean, b_sd), drawn once.
3. External motivation c_i starts at minus the full cost, -1, for everybody; nobody takes part before the first
   decision.
4. A person takes part when b_i + c_i > 0. So at first only those with b_i > 1.
5. Everybody at once: c_i(t+1) = lambda c_i(t) - (1 - lambda)(1 - lpr_i(t)), lpr_i the share of i's neighbours taking
   part at t; then rule 4 again. Participation can end as well as begin.

Readings chosen
- lpr is 0 for a person without neighbours (nobody is seen taking part).
- A person is not their own neighbour; on the complete network lpr counts the n - 1 others.
- From the start of rule 3 the course can only rise (c rises with lpr, lpr with participation), so it is followed until
  nobody's decision can change any more: each c_i is within 1e-9 of its resting place -(1 - lpr_i), and resting there
  would change nobody. `initial` "all" starts with c = 0 and everybody in, the highest course.
- Time 0 is the first decision (rule 4 with c = -1).
- Networks. `complete`. `small_world`: ring, each tied to `radius` on either side; every tie is picked with chance
  `rewire` and one end of it, the further one clockwise, goes to a person drawn evenly among non-neighbours. `village`:
  villages of `village` people all tied to one another, the last one smaller if n does not divide; every pair from
  different villages tied with chance `far`. `opinion_leader`: degrees drawn from k^-`gamma`, k = 1..n-1, half-ties
  paired at random, loops and double ties dropped (the paper's construction was not at hand; this is one of several).
  `attachment`, added after the first version's card was read, which makes its opinion leaders so: people come one by
  one and each ties to `attached` others with chances in proportion to their ties; the first `attached` + 1 are all
  tied. `hierarchy`: one person on top, each person has `expansion` below, levels filled from the top until n; pairs on
  the same level tied with chance `level`.
Leaves out: repression, removals, the follow-up paper of 2011; classes of motivation (their means and spreads were not
read).
"""

import math

import numpy as np

NETWORKS = ("complete", "small_world", "village", "opinion_leader", "attachment", "hierarchy")


def sample(
    runs: int,
    seed: int,
    *,
    n: int = 1000,
    b_mean: float = 0.6,
    b_sd: float = 0.25,
    memory: float = 0.6,
    network: str = "complete",
    radius: int = 5,
    rewire: float = 0.1,
    village: int = 25,
    far: float = 0.001,
    gamma: float = 2.5,
    attached: int = 2,
    expansion: int = 10,
    level: float = 0.0,
    initial: str = "none",
    limit: int = 5_000,
) -> dict[str, np.ndarray]:
    """Independent populations and networks, one history each; shares of n.

    `share_0`, `share_1`, `share_5`, `share_20` taking part at those times; `final` at rest; `steps` the last time
    anybody changed their mind; `mean_degree`, `degree_spread` (variance), `alone` (share without neighbours) of the
    network; `memory` is lambda.
    """
    rng = np.random.default_rng(seed)
    names = ("share_0", "share_1", "share_5", "share_20", "final", "steps", "mean_degree", "degree_spread", "alone")
    out = {name: np.full(runs, np.nan) for name in names}
    for r in range(runs):
        b = rng.normal(b_mean, b_sd, n)
        if network == "complete":
            ties = None
        elif network == "small_world":
            ties = small_world(n, radius, rewire, rng)
        elif network == "village":
            ties = villages(n, village, far, rng)
        elif network == "opinion_leader":
            ties = opinion_leader(n, gamma, rng)
        elif network == "attachment":
            ties = attachment(n, attached, rng)
        elif network == "hierarchy":
            ties = hierarchy(n, expansion, level, rng)
        else:
            raise ValueError(f"network must be one of {NETWORKS}, got {network!r}")
        course, steps = history(b, ties, memory, initial, limit)
        for t in (0, 1, 5, 20):
            out[f"share_{t}"][r] = course[min(t, len(course) - 1)]
        out["final"][r], out["steps"][r] = course[-1], steps
        degree = np.full(n, n - 1) if ties is None else np.bincount(ties.ravel(), minlength=n)
        out["mean_degree"][r], out["degree_spread"][r] = degree.mean(), degree.var()
        out["alone"][r] = (degree == 0).mean()
    return out


def history(b: np.ndarray, ties: np.ndarray | None, memory: float, initial: str, limit: int) -> tuple[np.ndarray, int]:
    """Share taking part at times 0, 1, 2, ... until at rest, and the last time anybody changed."""
    n = len(b)
    degree = np.full(n, n - 1) if ties is None else np.bincount(ties.ravel(), minlength=n)

    def local(part: np.ndarray) -> np.ndarray:
        if ties is None:
            return (part.sum() - part) / (n - 1)
        told = np.bincount(ties[:, 0], weights=part[ties[:, 1]], minlength=n)
        told += np.bincount(ties[:, 1], weights=part[ties[:, 0]], minlength=n)
        return np.where(degree > 0, told / np.maximum(degree, 1), 0.0)

    c = np.full(n, -1.0 if initial == "none" else 0.0)
    part = b + c > 0 if initial == "none" else np.ones(n, bool)
    course, steps = [part.mean()], 0
    for t in range(1, limit + 1):
        lpr = local(part)
        c = memory * c - (1 - memory) * (1 - lpr)
        new = b + c > 0
        if (new != part).any():
            steps = t
        rest = -(1 - lpr)
        done = (new == part).all() and np.abs(c - rest).max() < 1e-9 and ((b + rest > 0) == part).all()
        part = new
        course.append(part.mean())
        if done:
            break
    return np.array(course), steps


# ---- networks, each an array of ties (two columns, every tie once)


def small_world(n: int, radius: int, rewire: float, rng: np.random.Generator) -> np.ndarray:
    near = [set() for _ in range(n)]
    for i in range(n):
        for d in range(1, radius + 1):
            near[i].add((i + d) % n)
            near[(i + d) % n].add(i)
    for i in range(n):
        for d in range(1, radius + 1):
            if rng.random() < rewire:
                j = (i + d) % n
                new = int(rng.integers(n))
                while new == i or new in near[i]:
                    new = int(rng.integers(n))
                near[i].remove(j)
                near[j].remove(i)
                near[i].add(new)
                near[new].add(i)
    return np.array([(i, j) for i in range(n) for j in near[i] if i < j])


def villages(n: int, village: int, far: float, rng: np.random.Generator) -> np.ndarray:
    a, b = np.triu_indices(n, 1)
    tied = (a // village == b // village) | (rng.random(len(a)) < far)
    return np.column_stack([a[tied], b[tied]])


def opinion_leader(n: int, gamma: float, rng: np.random.Generator) -> np.ndarray:
    k = np.arange(1, n)
    weight = k ** (-float(gamma))
    while True:
        degree = rng.choice(k, n, p=weight / weight.sum())
        if degree.sum() % 2 == 0:
            break
    halves = rng.permutation(np.repeat(np.arange(n), degree)).reshape(-1, 2)
    halves = np.sort(halves[halves[:, 0] != halves[:, 1]], axis=1)
    return np.unique(halves, axis=0)


def attachment(n: int, attached: int, rng: np.random.Generator) -> np.ndarray:
    ties = [(i, j) for i in range(attached + 1) for j in range(i)]
    halves = [i for tie in ties for i in tie]  # everybody as often as they have ties
    for i in range(attached + 1, n):
        chosen: set[int] = set()
        while len(chosen) < attached:
            chosen.add(halves[rng.integers(len(halves))])
        ties += [(i, j) for j in chosen]
        halves += [k for j in chosen for k in (i, j)]
    return np.array(ties)


def hierarchy(n: int, expansion: int, level: float, rng: np.random.Generator) -> np.ndarray:
    child = np.arange(1, n)
    ties = [np.column_stack([(child - 1) // expansion, child])]
    first, size = 1, expansion
    while first < n:
        here = np.arange(first, min(first + size, n))
        a, b = np.triu_indices(len(here), 1)
        tied = rng.random(len(a)) < level
        ties.append(np.column_stack([here[a[tied]], here[b[tied]]]))
        first, size = first + size, size * expansion
    return np.concatenate(ties)


# ---- closed form on the complete network


def above(x: float) -> float:
    """P(standard normal > x)."""
    return 0.5 * math.erfc(x / math.sqrt(2))


def exact_share(b_mean: float, b_sd: float) -> float:
    """Resting share on an endless complete network from nobody: the smallest r with r = P(b > 1 - r), found by scanning
    for the first sign change and bisecting, not by following the map."""
    grid = np.linspace(0, 1, 200_001)
    gap = np.array([0.5 * math.erfc((1 - r - b_mean) / b_sd / math.sqrt(2)) - r for r in grid])
    below = np.flatnonzero(gap <= 0)
    if not len(below):
        return 1.0
    low, high = (grid[below[0] - 1], grid[below[0]]) if below[0] else (0.0, 0.0)
    for _ in range(60):
        middle = (low + high) / 2
        if above((1 - middle - b_mean) / b_sd) > middle:
            low = middle
        else:
            high = middle
    return float((low + high) / 2)


def exact_jump(b_mean: float) -> tuple[float, float]:
    """The spread at which the low resting share vanishes, and that share. Touching means equal value and equal slope:
    with u = (1 - r - b_mean)/b_sd, r = above(u) and density(u) = b_sd; bisect over u, where b_sd u = 1 - above(u) -
    b_mean."""

    def miss(u: float) -> float:
        return math.exp(-u * u / 2) / math.sqrt(2 * math.pi) * u - (1 - above(u) - b_mean)

    low, high = 1e-9, 1.0
    while miss(low) * miss(high) > 0:
        high += 0.25
        if high > 6:
            raise ValueError(f"no jump for mean {b_mean}")
    for _ in range(100):
        middle = (low + high) / 2
        if miss(low) * miss(middle) <= 0:
            high = middle
        else:
            low = middle
    return math.exp(-low * low / 2) / math.sqrt(2 * math.pi), above(low)


if __name__ == "__main__":
    for mean, sds in ((0.4, (0.1, 0.2, 0.25, 0.3, 0.5)), (0.5, (0.2, 0.35, 0.4, 0.5)), (0.6, (0.15, 0.2, 0.25, 0.5)),
                      (0.7, (0.15, 0.2, 0.3))):  # fmt: skip
        print(mean, [(sd, round(exact_share(mean, sd), 4)) for sd in sds])
    print(exact_jump(0.6))
    for sd in (0.2, 0.3, 0.4):
        got = sample(50, 1, b_sd=sd)
        print(sd, exact_share(0.6, sd), got["final"].mean(), got["final"].std(), got["steps"].mean())
    for network in NETWORKS:
        got = sample(20, 2, network=network)
        print(network, {k: round(float(v.mean()), 3) for k, v in got.items()})
