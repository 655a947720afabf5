"""A second, blind writing of Casper & Tyson 2014, protest and elite coordination, on the statement of its rules.

The paper's abstract fixes the structure (two coordination problems against one leadership; protest is a public signal
to the elite); the Gaussian forms are the project's choice, stated in the zoo's card. The rules as read:

1. theta ~ Normal(z, 1/alpha), low theta is a weak leadership.
2. Citizen i sees theta + e_i / sqrt(beta_c), protests at or below x*; gains 1 - c_c if the share A >= theta, else -c_c.
3. The elite hear y = PhiInv(A) + h / sqrt(mu), one h for all, A the continuum's share, and update theta's prior on it;
   they do not use whether the protest won.
4. Elite j sees theta + u_j / sqrt(beta_e), joins at or below w*; gains 1 - c_e if the share E >= theta, else -c_e.

Readings: cut-offs are those of the continuum; in the finite crowd realised shares decide who wins (rule's text).
PhiInv(A) is used without passing through A, which would round to 0 or 1 for extreme theta.

Cut-offs come from bisection on "what would somebody exactly at the cut-off gain, if all others use it too", with the
posterior from the precision-weighted mean; the closed equation of the statement is not used. Chances in `exact` are
sums over a grid of theta and h, not the reduced formulas.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr


def suffices(cutoff: np.ndarray, beta: float) -> np.ndarray:
    """The strength at which the share acting just suffices."""
    low, high = np.zeros_like(cutoff), np.ones_like(cutoff)
    for _ in range(55):
        middle = 0.5 * (low + high)
        enough = ndtr(math.sqrt(beta) * (cutoff - middle)) >= middle
        low, high = np.where(enough, middle, low), np.where(enough, high, middle)
    return 0.5 * (low + high)


def cutoff(mean: np.ndarray | float, precision: float, beta: float, cost: float) -> np.ndarray:
    """The signal at which somebody is indifferent if all use it, for a common belief Normal(mean, 1/precision)."""
    mean = np.atleast_1d(np.asarray(mean, dtype=float))
    total = precision + beta
    reach = (40.0 + 4.0 * precision * (1.0 + np.abs(mean))) / min(beta, 1.0)
    low, high = -reach, reach
    low, high = np.broadcast_to(low, mean.shape).copy(), np.broadcast_to(high, mean.shape).copy()
    for _ in range(75):
        middle = 0.5 * (low + high)
        centre = (precision * mean + beta * middle) / total
        wins = ndtr(math.sqrt(total) * (suffices(middle, beta) - centre))
        high, low = np.where(wins >= cost, high, middle), np.where(wins >= cost, middle, low)
    return 0.5 * (low + high)


def heard(y: np.ndarray | float, x_star: float, z: float, alpha: float, beta_c: float, mu: float) -> tuple:
    """Mean and precision of the elite's common belief after the report y."""
    spoken = x_star - np.asarray(y, dtype=float) / math.sqrt(beta_c)  # the theta of which y, without noise, speaks
    precision = alpha + beta_c * mu
    return (alpha * z + beta_c * mu * spoken) / precision, precision


def sample(
    runs: int,
    seed: int,
    *,
    citizens: int = 1_000,
    elites: int = 200,
    z: float = 0.5,
    alpha: float = 1.0,
    beta_c: float = 1.0,
    c_c: float = 0.5,
    mu: float = 1.0,
    beta_e: float = 4.0,
    c_e: float = 0.5,
    theta: float | None = None,
) -> dict[str, np.ndarray]:
    """Independent plays; theta drawn from its prior unless given.

    Returns
    -------
    dict
        theta, protest_share, protest_won, report, belief (elite's common mean), coup_share, coup_won.
    """
    rng = np.random.default_rng(seed)
    x_star = float(cutoff(z, alpha, beta_c, c_c)[0])
    strength = np.full(runs, theta) if theta is not None else rng.normal(z, 1 / math.sqrt(alpha), runs)
    share = np.array([
        np.mean(t + rng.normal(size=citizens) / math.sqrt(beta_c) <= x_star) for t in strength
    ])
    report = math.sqrt(beta_c) * (x_star - strength) + rng.normal(size=runs) / math.sqrt(mu)
    belief, precision = heard(report, x_star, z, alpha, beta_c, mu)
    w_star = cutoff(belief, precision, beta_e, c_e)
    joined = np.array([
        np.mean(t + rng.normal(size=elites) / math.sqrt(beta_e) <= w) for t, w in zip(strength, w_star)
    ])
    return {
        "theta": strength,
        "protest_share": share,
        "protest_won": (share >= strength).astype(float),
        "report": report,
        "belief": belief,
        "coup_share": joined,
        "coup_won": (joined >= strength).astype(float),
    }


def exact(
    *,
    z: float = 0.5,
    alpha: float = 1.0,
    beta_c: float = 1.0,
    c_c: float = 0.5,
    mu: float = 1.0,
    beta_e: float = 4.0,
    c_e: float = 0.5,
    points: int = 2_001,
) -> dict[str, float]:
    """Thresholds and chances in the continuum, by sums over theta and the report's noise."""
    x_star = float(cutoff(z, alpha, beta_c, c_c)[0])
    theta_c = float(suffices(np.array([x_star]), beta_c)[0])
    theta = np.linspace(z - 8 / math.sqrt(alpha), z + 8 / math.sqrt(alpha), points)
    prior = np.exp(-0.5 * alpha * (theta - z) ** 2)
    prior /= prior.sum()
    # the threshold as a function of the report, tabulated finely once and read off by interpolation
    noise = np.linspace(-8, 8, 401)
    weight = np.exp(-0.5 * noise**2)
    weight /= weight.sum()
    top = math.sqrt(beta_c) * np.abs(x_star - theta).max() + 8 / math.sqrt(mu)
    reports = np.linspace(-top, top, 4_001)
    belief, precision = heard(reports, x_star, z, alpha, beta_c, mu)
    lines = suffices(cutoff(belief, precision, beta_e, c_e), beta_e)
    # the coup wins iff theta <= line(y): turned into the share of noise that is at least what is needed
    assert (np.diff(lines) >= -1e-12).all(), "more protest must not lower the coup's threshold"
    needed = np.interp(theta, lines, reports, left=-np.inf, right=np.inf)
    wins = ndtr(-math.sqrt(mu) * (needed - math.sqrt(beta_c) * (x_star - theta)))
    at = cutoff(np.array([z - 1e-4, z, z + 1e-4]), precision, beta_e, c_e)
    near = suffices(at, beta_e)
    return {
        "x_star": x_star,
        "theta_c": theta_c,
        "protest_won": float(ndtr(math.sqrt(alpha) * (theta_c - z))),
        "protest_share": float((prior * ndtr(math.sqrt(beta_c) * (x_star - theta))).sum()),
        "coup_won": float((prior * wins).sum()),
        "theta_e_at_z": float(near[1]),
        "slope_at_z": float((near[2] - near[0]) / 2e-4),
        "overreaction_at_z": float((at[2] - at[0]) / 2e-4) / (-precision / beta_e),
    }
