"""A second, blind writing of the static global game of regime change (Angeletos, Hellwig & Pavan 2007, section 2).

Rules as read in the project's design notes (benchmark DERIVED there; no primary text was at hand):

1. A regime has strength theta. It falls if and only if the share A of citizens who attack is at least theta.
2. Citizen i sees x_i = theta + xi_i / sqrt(beta), xi_i standard normal. Prior of theta: flat, or Normal(z, 1/alpha).
3. Attacking pays 1 - c if the regime falls and -c if not; staying out pays 0. So i attacks iff P(fall | x_i) >= c.
4. Citizens attack below a cut-off x*: A(theta) = Phi(sqrt(beta) (x* - theta)); it falls below theta* = A(theta*).

Readings: "at least" in rule 1 (a tie falls; it has no weight in the continuum, and one citizen's weight among n). The
finite crowd in `sample` uses the continuum's cut-off, because the paper's citizens are of measure zero.

`exact` does not use the closed form. It plays best replies against each other from "everybody attacks" and from
"nobody attacks", with the posterior integrated numerically, which gives the two extreme equilibria; equilibria in
between are found by a scan for changes of sign.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from scipy.integrate import quad
from scipy.special import ndtr


def sample(
    runs: int,
    seed: int,
    *,
    n: int = 10_000,
    c: float = 0.5,
    beta: float = 1.0,
    alpha: float | None = None,
    z: float = 0.5,
    theta: float | None = None,
    cutoff: float | None = None,
) -> dict[str, np.ndarray]:
    """Independent plays of a crowd of n; alpha=None is the flat prior, which needs a `theta`.

    Returns
    -------
    dict
        theta; attack (share of the crowd); fell (0 or 1); regret (mean payoff lost against knowing the outcome); lowest
        signal seen.
    """
    rng = np.random.default_rng(seed)
    if cutoff is None:
        cutoff = exact(c=c, beta=beta, alpha=alpha, z=z)["x_star"][0]
    out = {k: np.empty(runs) for k in ("theta", "attack", "fell", "regret", "lowest")}
    for r in range(runs):
        strength = theta if theta is not None else rng.normal(z, 1 / math.sqrt(alpha))
        x = strength + rng.normal(size=n) / math.sqrt(beta)
        attack = np.mean(x <= cutoff)
        fell = attack >= strength
        out["theta"][r] = strength
        out["attack"][r] = attack
        out["fell"][r] = fell
        out["regret"][r] = (1 - attack) * (1 - c) if fell else attack * c
        out["lowest"][r] = x.min()
    return out


def fall_line(cutoff: float, beta: float) -> float:
    """The strength at which the attack just suffices, by bisection: A falls in theta, theta rises."""
    low, high = -1.0, 2.0
    for _ in range(200):
        middle = 0.5 * (low + high)
        if ndtr(math.sqrt(beta) * (cutoff - middle)) >= middle:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def chance_of_fall(x: float, line: float, beta: float, alpha: float | None, z: float) -> float:
    """P(theta <= line | x), by quadrature of prior times likelihood; nothing conjugate is used."""
    a = 0.0 if alpha is None else alpha
    centre = (beta * x + a * z) / (beta + a)
    width = 12.0 / math.sqrt(beta + a)

    def weight(t: float) -> float:
        return math.exp(-0.5 * (beta * (x - t) ** 2 + a * (t - z) ** 2) + shift)

    shift = 0.5 * (beta * (x - centre) ** 2 + a * (centre - z) ** 2)
    low, high = centre - width, centre + width
    cut = min(max(line, low), high)
    below = quad(weight, low, cut, epsabs=1e-13, limit=200)[0]
    above = quad(weight, cut, high, epsabs=1e-13, limit=200)[0]
    return below / (below + above)


def best_reply(line: float, c: float, beta: float, alpha: float | None, z: float) -> float:
    """The signal below which a citizen attacks who believes the regime falls below `line`; by bisection."""
    low, high = line - 60.0 / math.sqrt(beta), line + 60.0 / math.sqrt(beta)
    a = 0.0 if alpha is None else alpha
    low, high = low - abs(a * (line - z)) / beta, high + abs(a * (line - z)) / beta
    for _ in range(90):
        middle = 0.5 * (low + high)
        if chance_of_fall(middle, line, beta, alpha, z) >= c:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@cache
def exact(
    *, c: float = 0.5, beta: float = 1.0, alpha: float | None = None, z: float = 0.5, points: int = 401
) -> dict[str, np.ndarray]:
    """Every equilibrium: theta_star in rising order, and x_star."""

    def gap(line: float) -> float:
        return fall_line(best_reply(line, c, beta, alpha, z), beta) - line

    grid = np.linspace(1e-6, 1 - 1e-6, points)
    heights = np.array([gap(t) for t in grid])
    roots = []
    for k in range(points - 1):
        if heights[k] * heights[k + 1] < 0:
            low, high = grid[k], grid[k + 1]
            for _ in range(45):
                middle = 0.5 * (low + high)
                if gap(middle) * heights[k] > 0:
                    low = middle
                else:
                    high = middle
            roots.append(0.5 * (low + high))
        elif heights[k] == 0.0:
            roots.append(grid[k])
    lines = np.array(roots)
    return {"theta_star": lines, "x_star": np.array([best_reply(t, c, beta, alpha, z) for t in lines])}


def extremes(
    *, c: float = 0.5, beta: float = 1.0, alpha: float | None = None, z: float = 0.5, rounds: int = 4000
) -> tuple[float, float]:
    """theta* of the least and of the most aggressive equilibrium, by iterated best replies from both ends."""
    ends = []
    for line in (0.0, 1.0):
        for _ in range(rounds):
            new = fall_line(best_reply(line, c, beta, alpha, z), beta)
            moved = abs(new - line)
            line = new
            if moved < 1e-12:
                break
        ends.append(line)
    return ends[0], ends[1]


def unique_for_every_z(alpha: float, beta: float, points: int = 200_001) -> bool:
    """Whether one equilibrium exists whatever z and c: the reply of theta* to itself never crosses twice.

    alpha (t - z) - sqrt(beta) PhiInv(t) must fall in t everywhere; by brute force on a grid of t.
    """
    from scipy.special import ndtri

    t = np.linspace(1e-4, 1 - 1e-4, points)
    return bool(np.all(np.diff(alpha * t - math.sqrt(beta) * ndtri(t)) <= 0.0))
