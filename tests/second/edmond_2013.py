"""A second, blind writing of Edmond 2013, information manipulation and regime change, with a linear cost of it.

Rules as read in the project's design notes (set-up recalled there, values derived; the published abstract says only
that the equilibrium is unique and that enough precision makes the regime harder to overthrow):

1. A regime of strength theta (flat prior) may add a bias a >= 0 at cost k a. It cannot be seen.
2. Citizen i sees x_i = theta + a + noise of precision alpha and joins the uprising iff x_i < x*.
3. The regime is overthrown iff theta < S, S = Phi(sqrt(alpha) (x* - theta - a)). If it is, it has paid for nothing
   (a = 0, payoff 0); if not it gets theta - S - k a, and it chooses a to make that as large as it can.
4. Citizens know what each type of regime does and set x* so that P(overthrown | x*) = p, the cost of joining.

Readings: a regime that is indifferent between standing and falling falls (it has no weight). The prior is flat on the
whole line, so posterior odds are ratios of integrated likelihoods.

`exact` uses no first-order condition: each regime's best bias is found by a search over biases, the overthrown are
those whose best payoff is negative, and the posterior is a sum over a grid of regimes. So the pooling of the
manipulating regimes at one mean signal is an outcome here, not an input.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from scipy.special import ndtr


def best_bias(theta: float, cutoff: float, k: float, alpha: float) -> tuple[float, float]:
    """(bias, payoff) of a regime that may always choose; by grids over biases, each around the best of the last."""
    s = math.sqrt(alpha)
    honest = theta - float(ndtr(s * (cutoff - theta)))
    if math.isinf(k):
        return 0.0, honest
    low, high = 0.0, 1.0 / k  # beyond that a bias costs more than the whole uprising is worth
    for points in (1001, 101, 101, 101):
        grid = np.linspace(low, high, points)
        values = theta - ndtr(s * (cutoff - theta - grid)) - k * grid
        m = int(values.argmax())
        low, high = grid[max(m - 1, 0)], grid[min(m + 1, points - 1)]
        bias, payoff = float(grid[m]), float(values[m])
    return (bias, payoff) if payoff > honest + 1e-14 else (0.0, honest)


def fall_line(cutoff: float, k: float, alpha: float) -> float:
    """The strength below which even the best bias leaves a negative payoff; by bisection, payoff rises in theta."""
    low, high = -0.5, 1.5
    for _ in range(45):
        middle = 0.5 * (low + high)
        if best_bias(middle, cutoff, k, alpha)[1] < 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def liars(cutoff: float, line: float, last: float, k: float, alpha: float) -> tuple[float, float] | None:
    """First and last strength above `line` that adds a bias; found on a grid, its ends by bisection."""
    grid = np.linspace(line, last, 201)
    lies = np.array([best_bias(t, cutoff, k, alpha)[0] > 1e-9 for t in grid])
    if not lies.any():
        return None
    ends = []
    for inside, outside in ((lies.argmax(), -1), (200 - lies[::-1].argmax(), 1)):
        if not 0 <= inside + outside <= 200:
            ends.append(grid[inside])
            continue
        yes, no = grid[inside], grid[inside + outside]
        for _ in range(40):
            middle = 0.5 * (yes + no)
            if best_bias(middle, cutoff, k, alpha)[0] > 1e-9:
                yes = middle
            else:
                no = middle
        ends.append(0.5 * (yes + no))
    return ends[0], ends[1]


def chance_of_fall(cutoff: float, k: float, alpha: float) -> float:
    """P(overthrown | the signal at the cut-off), given what every regime does."""
    s = math.sqrt(alpha)
    line = fall_line(cutoff, k, alpha)
    fallen = float(ndtr(s * (line - cutoff)))  # integral of s phi(s (x* - theta)) below the line
    last = max(line, cutoff) + 10.0 / s
    if not math.isinf(k):
        last = min(last, max(line, cutoff) + 1.0 / k + 1e-6)
    found = None if math.isinf(k) else liars(cutoff, line, last, k, alpha)
    start, stop = found or (line, line)
    honest = float(ndtr(s * (start - cutoff)) - ndtr(s * (line - cutoff))) + float(ndtr(-s * (stop - cutoff)))
    width = (stop - start) / 40
    theta = start + width * (np.arange(40) + 0.5)  # not at the ends, where regimes are of two minds
    seen = theta + np.array([best_bias(t, cutoff, k, alpha)[0] for t in theta])
    density = s * np.exp(-0.5 * alpha * (cutoff - seen) ** 2) / math.sqrt(2 * math.pi)
    return fallen / (fallen + honest + float(density.sum()) * width)


@cache
def exact(*, p: float = 0.5, alpha: float = 100.0, k: float = 0.5) -> dict[str, float]:
    """x_star and theta_star by bisection on the cut-off; k = inf is the game without manipulation."""
    low, high = -6.0, 7.0  # the chance falls in the cut-off: a higher signal speaks for strength
    for _ in range(45):
        middle = 0.5 * (low + high)
        if chance_of_fall(middle, k, alpha) > p:
            low = middle
        else:
            high = middle
    cutoff = 0.5 * (low + high)
    return {"x_star": cutoff, "theta_star": fall_line(cutoff, k, alpha)}


def sample(
    runs: int,
    seed: int,
    *,
    n: int = 1_000,
    p: float = 0.5,
    alpha: float = 100.0,
    k: float = 0.5,
    theta: float | None = None,
    low: float = -0.5,
    high: float = 1.5,
) -> dict[str, np.ndarray]:
    """Independent plays: a regime (given, or uniform on low..high), its best bias, n citizens.

    Returns
    -------
    dict
        theta, bias, uprising (share of n), fell (0 or 1), mean_signal.
    """
    rng = np.random.default_rng(seed)
    solved = exact(p=p, alpha=alpha, k=k)
    out = {name: np.empty(runs) for name in ("theta", "bias", "uprising", "fell", "mean_signal")}
    for r in range(runs):
        strength = theta if theta is not None else rng.uniform(low, high)
        bias = 0.0
        if strength >= solved["theta_star"]:
            bias = best_bias(strength, solved["x_star"], k, alpha)[0]
        x = strength + bias + rng.normal(size=n) / math.sqrt(alpha)
        uprising = np.mean(x < solved["x_star"])
        out["theta"][r] = strength
        out["bias"][r] = bias
        out["uprising"][r] = uprising
        out["fell"][r] = strength < uprising
        out["mean_signal"][r] = x.mean()
    return out
