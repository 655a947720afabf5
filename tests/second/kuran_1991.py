"""Kuran 1991, a second time: the ten-person societies and their bandwagons, by lists.

Rules as read
1. Person i joins the public opposition when its size S (percent of society) is at least their revolutionary threshold.
2. S starts at 0 and is what the last count gave: S(t+1) = 100 * (number with T_i <= S(t)) / n. All at once.
3. It rests when S no longer changes.
Reading: <= (a person of threshold 20 joins at exactly 20); a person counts in S once in; nobody is asked to leave
in a rising run, but from a start S(0) > 0 the same rule may lower S.
"""

from __future__ import annotations

import numpy as np

SOCIETIES = {
    "A": [0, 20, 20, 30, 40, 50, 60, 70, 80, 100],
    "A'": [0, 10, 20, 30, 40, 50, 60, 70, 80, 100],
    "B": [0, 20, 30, 30, 40, 50, 60, 70, 80, 100],
    "B'": [0, 10, 30, 30, 40, 50, 60, 70, 80, 100],
    "C": [0, 20, 20, 20, 20, 20, 20, 20, 60, 100],
    "C'": [0, 10, 20, 20, 20, 20, 20, 20, 60, 100],
}


def course(thresholds: list[float], start: float = 0.0, most: int = 10_000) -> list[float]:
    """Public opposition in percent, moment by moment until at rest."""
    n = len(thresholds)
    path = [start]
    for _ in range(most):
        joined = 0
        for threshold in thresholds:
            if threshold <= path[-1] + 1e-9:
                joined += 1
        path.append(100.0 * joined / n)
        if path[-1] == path[-2]:
            return path[:-1]
    raise RuntimeError("no rest")


def rests(thresholds: list[float]) -> list[float]:
    """Every S in percent that the rule maps to itself, by trying each."""
    n = len(thresholds)
    return [100.0 * k / n for k in range(n + 1) if sum(t <= 100.0 * k / n + 1e-9 for t in thresholds) == k]


def sample(
    runs: int, seed: int, *, n: int = 100, mean: float = 0.6, sd: float = 0.15, start: float = 0.0
) -> dict[str, np.ndarray]:
    """Societies of normal private preferences x, thresholds 1 - x: shares at a few moments, at rest, and steps."""
    rng = np.random.default_rng(seed)
    paths = [course(list(100.0 * (1.0 - rng.normal(mean, sd, n))), 100.0 * start) for _ in range(runs)]
    out = {f"at_{t}": np.array([p[min(t, len(p) - 1)] for p in paths]) / 100.0 for t in (1, 2, 3, 5, 10)}
    return out | {"final": np.array([p[-1] for p in paths]) / 100.0, "steps": np.array([len(p) - 1 for p in paths])}
