"""A second, blind writing of Little 2012, elections and fraud in the shadow of revolution, on the neutral statement.

The published abstract fixes the structure (an election is a public signal of anti-regime sentiment, fraud distorts it
at a cost, citizens discount it); the Gaussian forms are the project's choice, stated in the zoo's card.
The rules as read:

1. theta ~ Normal(mu0, s0^2); citizen j's sentiment t_j = theta + Normal(0, sv^2), taste and private signal at once.
2. The incumbent, not knowing theta, commits fraud x at cost c x^2 / 2; the result is e = theta - x + Normal(0, se^2).
3. Citizens expect xhat, read e + xhat, and join iff t_j >= that; joining pays t_j - k (1 - share joining).
4. A revolution needs a share T. The incumbent gets 1 - P(revolution) - cost.

Readings: the tie at the cut-off joins (no weight). "naive" citizens expect no fraud (xhat = 0) while the incumbent
commits the equilibrium amount. The continuum's cut-off is used in the finite crowd, and realised shares decide.

The cut-off comes from bisection on the gain of the citizen at it, with beliefs from a two-dimensional Gaussian
regression; P(revolution) as a function of unexpected fraud is integrated over theta and the result's noise, and its
slope is a central difference, so none of the statement's reduced formulas is used.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from scipy.special import ndtr


def cutoff(q: np.ndarray | float, v: float, sv: float, k: float) -> np.ndarray:
    """The sentiment at which somebody is indifferent if all join above it; common belief theta ~ Normal(q, v)."""
    q = np.atleast_1d(np.asarray(q, dtype=float))
    low, high = np.full(q.shape, -1.0), np.full(q.shape, k + 1.0)  # the gain is t - k (1 - share), within [t - k, t]
    pull = v / (v + sv * sv)
    left = v - pull * v  # variance of theta once one's own sentiment is known
    for _ in range(70):
        t = 0.5 * (low + high)
        mean = q + pull * (t - q)
        staying = ndtr((t - mean) / math.sqrt(left + sv * sv))  # another citizen's chance of lying below
        gains = t - k * staying >= 0.0
        low, high = np.where(gains, low, t), np.where(gains, t, high)
    return 0.5 * (low + high)


def public(se: float, s0: float) -> tuple[float, float]:
    """(weight of the result, variance left after it)."""
    weight = s0**2 / (s0**2 + se**2)
    return weight, s0**2 * (1.0 - weight)


def chance_of_revolution(
    unexpected: float, *, mu0: float, s0: float, se: float, sv: float, k: float, T: float, election: bool = True,
    points: int = 1201,
) -> float:
    """P(revolution) when fraud exceeds what citizens expect by `unexpected`; summed over theta, and noise given it."""
    theta = np.linspace(mu0 - 8 * s0, mu0 + 8 * s0, points)
    prior = np.exp(-0.5 * ((theta - mu0) / s0) ** 2)
    prior /= prior.sum()
    if not election:
        line = cutoff(mu0, s0**2, sv, k)[0]
        # fine edges matter with an indicator: the line theta >= line + sv PhiInv(T), by the share itself
        need = revolution_line(np.array([line]), sv, T)[0]
        return float(ndtr((mu0 - need) / s0))
    weight, v = public(se, s0)
    spread = 8 * math.hypot(s0, se) + abs(unexpected)
    read = np.linspace(mu0 - spread, mu0 + spread, 6001)  # what citizens take the result to be
    q = (1 - weight) * mu0 + weight * read
    need = revolution_line(cutoff(q, v, sv, k), sv, T)  # falls in `read`
    least = np.interp(theta, need[::-1], read[::-1], left=np.inf, right=-np.inf)  # least reading that tips theta
    return float((prior * ndtr((theta - unexpected - least) / se)).sum())


def revolution_line(that: np.ndarray, sv: float, T: float) -> np.ndarray:
    """The theta at which the share above `that` is just T; by bisection."""
    low, high = that - 12 * sv, that + 12 * sv
    for _ in range(60):
        middle = 0.5 * (low + high)
        enough = ndtr((middle - that) / sv) >= T
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return 0.5 * (low + high)


@cache
def exact(
    *, mu0: float = 0.6, s0: float = 0.5, se: float = 0.5, sv: float = 0.5, k: float = 1.0, T: float = 0.5,
    c: float = 1.0,
) -> dict[str, float]:
    """Fraud, chances, mean protest and the least cost of fraud at which an election is held (inf if none is)."""
    setting = {"mu0": mu0, "s0": s0, "se": se, "sv": sv, "k": k, "T": T}
    h = 1e-3
    slope = (chance_of_revolution(h, **setting) - chance_of_revolution(-h, **setting)) / (2 * h)
    fraud = max(0.0, -slope) / c
    held = chance_of_revolution(0.0, **setting)
    without = chance_of_revolution(0.0, **setting, election=False)
    weight, v = public(se, s0)
    theta = np.linspace(mu0 - 8 * s0, mu0 + 8 * s0, 801)
    noise = np.linspace(-8 * se, 8 * se, 801)
    mass = np.exp(-0.5 * ((theta - mu0) / s0) ** 2)[:, None] * np.exp(-0.5 * (noise / se) ** 2)[None, :]
    q = (1 - weight) * mu0 + weight * (theta[:, None] + noise[None, :])
    grid = np.linspace(q.min(), q.max(), 4001)
    that = np.interp(q, grid, cutoff(grid, v, sv, k))
    protest = float((mass * ndtr((theta[:, None] - that) / sv)).sum() / mass.sum())
    return {
        "fraud": fraud,
        "revolution": held,
        "revolution_without": without,
        "protest": protest,
        "least_cost": slope**2 / (2 * (without - held)) if without > held else math.inf,
        "payoff": 1.0 - held - 0.5 * c * fraud**2,
    }


def sample(
    runs: int,
    seed: int,
    *,
    citizens: int = 1_000,
    mu0: float = 0.6,
    s0: float = 0.5,
    se: float = 0.5,
    sv: float = 0.5,
    k: float = 1.0,
    T: float = 0.5,
    c: float = 1.0,
    fraud: str = "equilibrium",
    election: str = "held",
    theta: float | None = None,
) -> dict[str, np.ndarray]:
    """Independent plays; fraud "equilibrium", "none" or "naive"; election "held" or "none".

    Returns
    -------
    dict
        theta, result, fraud, threshold (that), protest, revolution.
    """
    rng = np.random.default_rng(seed)
    amount = exact(mu0=mu0, s0=s0, se=se, sv=sv, k=k, T=T, c=c)["fraud"] if fraud != "none" else 0.0
    if election == "none":
        amount = 0.0
    expected = amount if fraud == "equilibrium" else 0.0
    true = np.full(runs, theta) if theta is not None else rng.normal(mu0, s0, runs)
    result = true - amount + rng.normal(0.0, se, runs)
    weight, v = public(se, s0)
    if election == "none":
        that = np.full(runs, cutoff(mu0, s0**2, sv, k)[0])
        result = np.full(runs, np.nan)
    else:
        that = cutoff((1 - weight) * mu0 + weight * (result + expected), v, sv, k)
    protest = np.array([np.mean(t + rng.normal(0.0, sv, citizens) >= line) for t, line in zip(true, that)])
    return {
        "theta": true,
        "result": result,
        "fraud": np.full(runs, amount),
        "threshold": that,
        "protest": protest,
        "revolution": (protest >= T).astype(float),
    }
