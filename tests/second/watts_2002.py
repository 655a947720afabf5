"""Watts 2002, "A simple model of global cascades on random networks", written a second time from the rules alone.

Why: a published model is trusted here when two readings, made apart, agree. Plain NumPy, ordinary generator, no speed.

The rules as read
1. n people; every pair is tied independently with chance z/n, so degrees are Poisson of mean z.
2. Person i holds a threshold phi_i: one number for all, or normal with spread `sd`.
3. All are off; one person chosen evenly at random is switched on.
4. A person off looks at the share of neighbours that are on and switches on when share >= phi_i. Nobody switches off.
5. People decide one at a time in random order until nobody would change.

Readings chosen
- The order in rule 5 cannot change who is on at the end (switching is monotone, the set is the smallest closed one), so
  people decide in waves here; `one_at_a_time` plays the letter of rule 5 and must end alike. Only the waves have times.
- share >= phi is decided in integers, m >= need(k), need the smallest count with m/k >= phi up to a 1e-9 slip, so that
  one of five neighbours meets 0.2 although 1/0.2 may round below 5.
- Nobody without a neighbour ever switches on (unless seeded): a share of nothing is not above any threshold.
- The seed is a single person ("three orders of magnitude below n" at n = 1,000); `seeds` sets more.
- "Global" means more than `cutoff` of the population. The paper's wording is not at hand; sizes are returned, so any
  other cutoff can be applied. 0.1 divides cleanly for z between about 1.4 and 6.
- The tie count is binomial (rule 1); `ties="fixed"` draws exactly round(z n / 2) ties.
Leaves out: other degree laws, the seeding of chosen (most connected) people.
"""

import math

import numpy as np


def sample(
    runs: int,
    seed: int,
    *,
    n: int = 10_000,
    z: float = 4.0,
    phi: float = 0.18,
    sd: float = 0.0,
    seeds: int = 1,
    ties: str = "binomial",
    cutoff: float = 0.1,
) -> dict[str, np.ndarray]:
    """Independent networks, one cascade each.

    `size` is the share on at the end, seed included; `on_1`, `on_2`, `on_3` the count on after that many waves;
    `waves` the number of waves in which anybody switched; `vulnerable` the share of people whom one neighbour suffices;
    `seed_degree` the first seed's degree; `mean_degree` 2 ties / n; `switched_degree` the mean degree of those on
    (global only).
    """
    rng = np.random.default_rng(seed)
    names = ("size", "is_global", "on_1", "on_2", "on_3", "waves", "vulnerable", "seed_degree", "mean_degree",
             "switched_degree")  # fmt: skip
    out = {name: np.full(runs, np.nan) for name in names}
    for r in range(runs):
        start, ends = random_graph(n, z, ties, rng)
        degree = np.diff(start)
        threshold = np.full(n, phi) if sd == 0 else rng.normal(phi, sd, n)
        need = needed(threshold, degree)
        first = rng.choice(n, seeds, replace=False)
        on, course = waves(start, ends, need, first)
        course = np.concatenate([course, np.full(3, course[-1])])
        out["size"][r] = on.mean()
        out["is_global"][r] = on.mean() > cutoff
        out["on_1"][r], out["on_2"][r], out["on_3"][r] = course[1:4]
        out["waves"][r] = len(course) - 4
        out["vulnerable"][r] = ((degree > 0) & (need <= 1)).mean()
        out["seed_degree"][r] = degree[first[0]]
        out["mean_degree"][r] = degree.mean()
        if on.mean() > cutoff:
            out["switched_degree"][r] = degree[on].mean()
    return out


def random_graph(n: int, z: float, ties: str, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Neighbour lists of G(n, z/n), or of G(n, round(zn/2)): person i's are ends[start[i]:start[i+1]]."""
    pairs = n * (n - 1) // 2
    m = int(rng.binomial(pairs, z / n)) if ties == "binomial" else round(z * n / 2)
    chosen = np.empty(0, np.int64)
    while len(chosen) < m:  # distinct ordered pairs a < b, coded a n + b
        a, b = rng.integers(0, n, (2, m - len(chosen)))
        a, b = np.minimum(a, b)[a != b], np.maximum(a, b)[a != b]
        chosen = np.unique(np.concatenate([chosen, a * n + b]))
    return neighbour_lists(n, chosen // n, chosen % n)


def neighbour_lists(n: int, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both directions of every tie, sorted by who looks."""
    looker, seen = np.concatenate([a, b]), np.concatenate([b, a])
    order = np.argsort(looker, kind="stable")
    return np.concatenate([[0], np.cumsum(np.bincount(looker, minlength=n))]), seen[order]


def needed(threshold: np.ndarray, degree: np.ndarray) -> np.ndarray:
    """How many neighbours must be on; a number out of reach for those without any."""
    count = np.ceil(threshold * degree - 1e-9).astype(np.int64)
    return np.where(degree == 0, 1, np.maximum(count, 0))


def waves(start: np.ndarray, ends: np.ndarray, need: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Everybody decides at once, again and again: who is on at the end, and how many were on after each wave."""
    n = len(need)
    on = np.zeros(n, bool)
    on[first] = True
    seen = np.zeros(n, np.int64)
    fresh, course = np.asarray(first), [int(on.sum())]
    while len(fresh):
        told = np.concatenate([ends[start[i] : start[i + 1]] for i in fresh])
        seen += np.bincount(told, minlength=n)
        fresh = np.flatnonzero(~on & (seen >= need))
        on[fresh] = True
        if len(fresh):
            course.append(int(on.sum()))
    return on, np.array(course)


def one_at_a_time(
    start: np.ndarray, ends: np.ndarray, need: np.ndarray, first: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """The letter of rule 5: sweeps in random order, each person looking at the world as it is at that moment."""
    on = np.zeros(len(need), bool)
    on[first] = True
    changed = True
    while changed:
        changed = False
        for i in rng.permutation(len(need)):
            if not on[i] and on[ends[start[i] : start[i + 1]]].sum() >= need[i]:
                on[i] = changed = True
    return on


# ---- closed forms, by plain sums over degrees and by bisection


def poisson(z: float, top: int = 200) -> np.ndarray:
    """P(degree = 0..top)."""
    logs = [k * math.log(z) - z - math.lgamma(k + 1) for k in range(top + 1)]
    return np.exp(logs)


def growth(z: float, phi: float) -> float:
    """Mean number of further vulnerable people reached from one: sum k(k-1) rho_k p_k / z. Above 1 cascades can be
    global."""
    p, k = poisson(z), np.arange(201)
    vulnerable = needed(np.full(201, phi), k) <= 1
    vulnerable[0] = False
    return float((k * (k - 1) * vulnerable * p).sum() / z)


def exact_window(phi: float) -> tuple[float, float] | None:
    """Mean degrees between which a single seed can set off a global cascade; None where none can."""
    grid = np.arange(0.9, 30.0, 0.002)
    above = np.array([growth(z, phi) > 1 for z in grid])
    if not above.any():
        return None
    i, j = np.flatnonzero(above)[[0, -1]]
    return _crossing(phi, grid[i - 1], grid[i]), _crossing(phi, grid[j], grid[j + 1])


def _crossing(phi: float, low: float, high: float) -> float:
    rising = growth(high, phi) > growth(low, phi)
    for _ in range(60):
        middle = (low + high) / 2
        if (growth(middle, phi) > 1) == rising:
            high = middle
        else:
            low = middle
    return float((low + high) / 2)


def exact_chance(z: float, phi: float) -> float:
    """Chance that one random seed sets off a global cascade in an endless network: it touches the vulnerable giant
    part.

    u is the chance that a tie leads to somebody through whom no endless vulnerable chain goes on, found by iterating
    from 0; a person at the end of a tie has degree k with chance k p_k / z.
    """
    p, k = poisson(z), np.arange(201)
    vulnerable = (needed(np.full(201, phi), k) <= 1) & (k > 0)
    reached = k * p / z
    u = 0.0
    for _ in range(200_000):
        new = float(reached[~vulnerable].sum() + (reached * vulnerable * u ** np.maximum(k - 1, 0)).sum())
        if abs(new - u) < 1e-15:
            break
        u = new
    return float(1 - (p * u**k).sum())


def exact_size(z: float, phi: float, seed_share: float = 1e-7) -> float:
    """Share on at the end of a global cascade (Gleeson and Cahalane 2007), the seed's share sent towards nothing.

    q is the chance that a tie leads to somebody who is on, not counting what comes back through the tie itself.
    """
    p, k = poisson(z), np.arange(201)
    need = needed(np.full(201, phi), k)
    need[0] = 10**6

    def on_given(q: float, others: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        share = np.zeros(len(others))
        for i, (m, w) in enumerate(zip(others, wanted, strict=True)):
            if w <= m:
                share[i] = sum(math.comb(int(m), j) * q**j * (1 - q) ** (int(m) - j) for j in range(int(w), int(m) + 1))
        return share

    few = slice(1, 61)  # beyond degree 60 the Poisson weights are below 1e-30 for every z of the paper
    q = seed_share
    for _ in range(5_000):
        new = seed_share + (1 - seed_share) * float(((k * p / z)[few] * on_given(q, k[few] - 1, need[few])).sum())
        if abs(new - q) < 1e-13:
            break
        q = new
    return seed_share + (1 - seed_share) * float((p[few] * on_given(q, k[few], need[few])).sum())


if __name__ == "__main__":
    for phi in (0.10, 0.12, 0.14, 0.16, 0.18, 0.2, 0.22, 0.25, 0.26):
        print("window", phi, exact_window(phi))
    for z in (1.5, 2.0, 3.0, 4.0, 5.0, 5.5, 5.76):
        print(z, exact_chance(z, 0.18), exact_size(z, 0.18), end=" ")
        got = sample(100, 5, z=z)
        print(got["is_global"].mean(), got["size"][got["is_global"] > 0].mean(), got["waves"].mean())
