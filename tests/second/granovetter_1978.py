"""Granovetter 1978, a second time: plain NumPy, from the rules alone, to hold the first against.

Rules as read
1. n people; person i has a threshold tau_i, the number of others that must riot before they do.
2. Nobody riots at first: r(0) = 0.
3. All at once, r(t+1) = number of people with tau_i <= r(t). Nobody leaves.
4. It rests when r(t+1) = r(t).
Readings: the comparison is <= (threshold 0 is an instigator), a threshold is compared with the number of all rioters
(a person not yet in is not among them, so "others" and "all" agree). Drawn thresholds: tau = n * Normal(mean, sd) of
shares, not rounded, not cut, so that those below 0 are instigators and those above n never join.
"""

from __future__ import annotations

import numpy as np
from scipy import optimize, stats


def course(thresholds: np.ndarray) -> np.ndarray:
    """Rioters at each moment from 0 until they no longer change."""
    tau = np.asarray(thresholds, float)
    riot = [0]
    while True:
        riot.append(int((tau <= riot[-1]).sum()))
        if riot[-1] == riot[-2]:
            return np.array(riot[:-1])


def sample(
    runs: int, seed: int, *, n: int = 100, mean: float = 0.25, sd: float = 0.122, moments: int = 20
) -> dict[str, np.ndarray]:
    """Crowds of normal thresholds: where each ends, when, and how many riot at moments 1, 2, 3, 5, 10, 20."""
    rng = np.random.default_rng(seed)
    out = {k: [] for k in ("final", "steps", "at_1", "at_2", "at_3", "at_5", "at_10", "at_20")}
    for _ in range(runs):
        path = course(n * rng.normal(mean, sd, n))
        out["final"].append(path[-1])
        out["steps"].append(len(path) - 1)
        for t in (1, 2, 3, 5, 10, 20):
            out[f"at_{t}"].append(path[min(t, len(path) - 1)])
    return {k: np.array(v) for k, v in out.items()}


def resting_share(mean: float, sd: float) -> float:
    """Smallest x with x = Phi((x - mean) / sd), by a fine scan for the first sign change and bisection in it."""
    x = np.linspace(0.0, 1.0, 20_001)
    gap = stats.norm.cdf((x - mean) / sd) - x
    first = int(np.argmax(gap <= 0.0))
    if first == 0:
        return 0.0
    return optimize.brentq(lambda y: stats.norm.cdf((y - mean) / sd) - y, x[first - 1], x[first], xtol=1e-14)


def jump(mean: float) -> tuple[float, float]:
    """The sd at which the low rest vanishes and the share there: bisection on `resting_share` jumping past `mean`."""
    low, high = 0.05 * mean, 2.0 * mean
    for _ in range(40):
        mid = 0.5 * (low + high)
        low, high = (mid, high) if resting_share(mean, mid) < mean else (low, mid)
    return 0.5 * (low + high), resting_share(mean, low)
