"""Hawkes 1971, self-exciting events, written again from the rules and from nothing else.

Rules as read
1. Events have intensity mu + sum over earlier events k of n b exp(-b (t - t_k)), n < 1.
2. The same law as families: first ones arrive at rate mu; every event has a Poisson(n) number of children, each after
   an exponential wait of mean 1/b.
3. In steps (the discrete form): the count of step t is Poisson(mu + n sum over s >= 1 of (1 - d) d^(s-1) count[t-s]),
   with d = exp(-b): a geometric memory whose weights add to 1.

Readings chosen
- `sample` uses rule 2, never rule 1: a thinning or a jump simulation of rule 1 must give the same law, and shares no
  line with this.
- The path starts empty at -`before`; with `before` long against 1/(b(1-n)) the window sees the stationary process,
  with 0 it sees the start from nothing.
- Rule 3: only past steps count (s >= 1), a step's own events have children in the same step only in rule 1.
"""

import numpy as np


def events(chance, *, mu, n, b, until, before):
    """Sorted times in [0, until) of one path that began empty at -before."""
    generation = chance.uniform(-before, until, chance.poisson(mu * (before + until)))
    found = [generation]
    while generation.size:
        children = chance.poisson(n, generation.size)
        generation = np.repeat(generation, children)
        generation = generation + chance.exponential(1.0 / b, generation.size)
        generation = generation[generation < until]
        found.append(generation)
    times = np.sort(np.concatenate(found))
    return times[times >= 0.0]


def residuals(times, *, mu, n, b):
    """Increments of the compensator between events of a path that began empty at 0: Exp(1) if the law is rule 1."""
    times = np.asarray(times, float)
    total = mu * times.copy()
    carried, last = 0.0, 0.0  # sum of exp(-b (t_k - t_j)) over j <= k, and its sum of finished mass
    for k in range(1, times.size):
        # n * sum over j < k of (1 - exp(-b (t_k - t_j))) = n * (k - carried just before k)
        carried = (carried + 1.0) * np.exp(-b * (times[k] - times[k - 1]))
        last = n * (k - carried)
        total[k] += last
    return np.diff(total, prepend=0.0)


def sample(runs, seed, *, mu=1.0, n=0.5, b=1.0, until=50.0, before=0.0, marks=(0.1, 0.25, 0.5)):
    """`count` in the window, `count_<m>` up to the share m of it, `most` in a unit of time, `first` event's time,
    `close`: share of gaps below 0.1 / mu, and `gap`: the mean gap."""
    chance = np.random.default_rng(seed)
    names = ["count", "most", "first", "close", "gap", *(f"count_{m:g}" for m in marks)]
    out = {name: np.empty(runs) for name in names}
    for run in range(runs):
        times = events(chance, mu=mu, n=n, b=b, until=until, before=before)
        gaps = np.diff(times)
        out["count"][run] = times.size
        out["most"][run] = np.bincount(times.astype(int), minlength=1).max() if times.size else 0
        out["first"][run] = times[0] if times.size else until
        out["close"][run] = (gaps < 0.1 / mu).mean() if gaps.size else np.nan
        out["gap"][run] = gaps.mean() if gaps.size else np.nan
        for m in marks:
            out[f"count_{m:g}"][run] = np.searchsorted(times, m * until)
    return out


def sample_steps(runs, seed, *, mu=1.0, n=0.5, b=1.0, steps=200):
    """Rule 3 from an empty past: counts as a (runs, steps) array."""
    chance = np.random.default_rng(seed)
    memory = np.exp(-b)
    count = np.zeros((runs, steps), dtype=np.int64)
    for t in range(steps):
        past = np.zeros(runs)
        for s in range(1, t + 1):  # the sum as written, not its recursion
            weight = (1.0 - memory) * memory ** (s - 1)
            if weight < 1e-17:
                break
            past += weight * count[:, t - s]
        count[:, t] = chance.poisson(mu + n * past)
    return count


def families(runs, seed, *, n=0.5):
    """Sizes of whole families, grown one generation after another."""
    chance = np.random.default_rng(seed)
    size = np.ones(runs, dtype=np.int64)
    alive = np.ones(runs, dtype=np.int64)
    while alive.any():
        alive = chance.poisson(n * alive)
        size += alive
    return size


def exact_borel(n, most):
    """Chance of a family of size 0 .. most, from the generating function's fixed point rather than Borel's formula.

    The size's generating function solves G(x) = x exp(n (G(x) - 1)); its coefficients come from evaluating it on a
    circle and transforming back.
    """
    points = 1
    while points < 8 * (most + 1):
        points *= 2
    x = 0.9 * np.exp(2j * np.pi * np.arange(points) / points)
    g = np.zeros_like(x)
    for _ in range(5_000):
        new = x * np.exp(n * (g - 1.0))
        done = np.abs(new - g).max() < 1e-16
        g = new
        if done:
            break
    return (np.fft.fft(g) / points).real[: most + 1] / 0.9 ** np.arange(most + 1)


def exact_mean_rate(mu, n):
    """Mean intensity by summing generations."""
    return mu * sum(n**k for k in range(100_000)) if n < 1 else np.inf


def exact_mean_count(t, *, mu, n, b):
    """Expected events in [0, t] from an empty start: m' = mu + n b * integral, solved step by step with a fine grid.

    The mean intensity solves m(t) = mu + n b int exp(-b (t-s)) m(s) ds, hence dm/dt = b mu - b (1-n) m, m(0) = mu.
    """
    from scipy.integrate import solve_ivp

    out = solve_ivp(lambda _, y: [b * mu - b * (1 - n) * y[0], y[0]], (0, t), [mu, 0.0], rtol=1e-11, atol=1e-12)
    return out.y[1, -1]


def exact_window_variance(t, *, mu, n, b):
    """Variance of the stationary count in a window of length t, from Hawkes's covariance density by quadrature.

    Covariance density for u > 0: C exp(-b(1-n)u), C = rate n b (2 - n) / (2 (1 - n)), rate = mu/(1-n).
    """
    from scipy.integrate import quad

    rate = mu / (1 - n)
    c = rate * n * b * (2 - n) / (2 * (1 - n))
    return rate * t + 2 * quad(lambda u: (t - u) * c * np.exp(-b * (1 - n) * u), 0, t, epsabs=1e-10, limit=200)[0]


def exact_steps_mean(steps, *, mu, n, b):
    """Expected counts of rule 3 from an empty past, by the sum as written."""
    memory = np.exp(-b)
    mean = np.zeros(steps)
    for t in range(steps):
        mean[t] = mu + n * sum((1 - memory) * memory ** (s - 1) * mean[t - s] for s in range(1, t + 1))
    return mean
