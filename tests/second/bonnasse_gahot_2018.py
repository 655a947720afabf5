"""Bonnasse-Gahot et al. 2018, the French riots of 2005, written again from the rules and from nothing else.

Rules as read
1. Towns k have an expected number of riot events a day lambda_k(t) and a reservoir sigma_k(t) of people who could join.
2. Influence: Lambda_k = sum over j of W_kj lambda_j, the town itself included.
3. d lambda_k / dt = -omega lambda_k + sigma_k Psi(Lambda_k);  d sigma_k / dt = -sigma_k Psi(Lambda_k).
4. W_kj falls with distance as a power law towards a constant: xi + (1 - xi)(1 + distance / d0)^(-delta); W_kk = 1.
5. sigma_k(0) is proportional to one number of the town (its deprived young).
6. Psi(x) = b x; or, with a threshold, eta (1 - exp(-gamma (x - cut))) above `cut`, 0 below.
7. Counts of a day are Poisson with the expected number of events of that day.
8. One town (the trigger) starts with lambda > 0; the others with 0.

Readings chosen
- Rule 4's normalisation (weights not divided by their sum, own weight 1) is from memory of the paper's Methods
  (RECALLED(m)); `weights` may be given instead.
- Rule 7: lambda is a rate a day; `count="point"` takes lambda at the day's mark, `count="integral"` its integral over
  the day that ends there.
- Fitted values are not known here: every default is made up for testing.
"""

import numpy as np
from scipy.integrate import solve_ivp


def weights(places, *, xi=0.05, d0=1.0, delta=2.0):
    """W from positions (towns, 2)."""
    places = np.asarray(places, float)
    distance = np.sqrt(((places[:, None, :] - places[None, :, :]) ** 2).sum(-1))
    return xi + (1.0 - xi) * (1.0 + distance / d0) ** (-delta)


def psi(x, *, b=1.0, kind="linear", eta=1.0, gamma=1.0, cut=0.0):
    """Chance rate that a susceptible person joins, given the influence x."""
    if kind == "linear":
        return b * x
    return np.where(x > cut, eta * -np.expm1(-gamma * np.maximum(x - cut, 0.0)), 0.0)


def course(times, *, w=None, sigma=None, start=None, omega=0.5, **shape):
    """lambda, sigma, and the integral of lambda so far, each (times, towns)."""
    w = np.array([[1.0]]) if w is None else np.asarray(w, float)
    sigma = np.array([1.0]) if sigma is None else np.asarray(sigma, float)
    start = np.array([1e-3]) if start is None else np.asarray(start, float)
    k = len(sigma)

    def slope(_, y):
        lam, sig = y[:k], y[k : 2 * k]
        new = sig * psi(w @ lam, **shape)
        return np.concatenate([new - omega * lam, -new, lam])

    times = np.asarray(times, float)
    # the threshold Psi has a kink: a small largest step keeps the solver honest there
    out = solve_ivp(slope, (0.0, times.max()), np.concatenate([start, sigma, np.zeros(k)]), t_eval=times,
                    method="DOP853", rtol=1e-10, atol=1e-13 * max(sigma.max(), 1.0), max_step=0.05)
    return {"lambda": out.y[:k].T, "sigma": out.y[k : 2 * k].T, "so_far": out.y[2 * k :].T}


def sample(runs, seed, *, days=44, count="integral", **model):
    """Poisson counts: `total`, `peak` (busiest day's count over all towns), `peak_day`, `day_<d>` totals of a few days,
    and `by_town` (runs, towns).
    """
    chance = np.random.default_rng(seed)
    path = course(np.arange(days + 1), **model)
    mean = np.diff(path["so_far"], axis=0) if count == "integral" else path["lambda"][1:]
    events = chance.poisson(np.maximum(mean, 0.0), size=(runs, *mean.shape))
    by_day = events.sum(2)
    out = {"total": by_day.sum(1), "peak": by_day.max(1), "peak_day": by_day.argmax(1) + 1, "by_town": events.sum(1)}
    for day in (1, 2, 5, 10, 20, days):
        out[f"day_{day}"] = by_day[:, day - 1]
    return out


def exact_epidemic(b, s0, omega):
    """A single town with linear Psi: a riot grows from a spark exactly when b s0 / omega > 1."""
    return b * s0 / omega > 1.0


def exact_final_share(reproduction):
    """Share of the reservoir drawn in from a vanishing spark: the limit of z <- 1 - exp(-R0 z) from z = 1."""
    z = 1.0
    for _ in range(200_000):
        new = -np.expm1(-reproduction * z)
        if abs(new - z) < 1e-15:
            break
        z = new
    return z


def exact_final_shares(w, sigma, start, *, omega=0.5, b=1.0):
    """Many towns, linear Psi: shares z_k with ln(1 - z_k) = -(b/omega) sum_j W_kj (start_j + sigma_j z_j).

    Because d ln sigma_k / dt = -b Lambda_k, and omega times the integral of lambda_j is start_j + sigma_j z_j.
    """
    w, sigma, start = (np.asarray(x, float) for x in (w, sigma, start))
    z = np.ones_like(sigma)
    for _ in range(200_000):
        new = -np.expm1(-(b / omega) * (w @ (start + sigma * z)))
        if np.abs(new - z).max() < 1e-15:
            break
        z = new
    return z
