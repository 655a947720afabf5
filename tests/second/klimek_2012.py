"""Klimek, Yegorov, Hanel & Thurner 2012, a second time: units of an election, some of them stuffed.

Rules as read
1. Unit i has N_i electors, turnout a_i ~ Normal(a, s_a) and winner's share v_i ~ Normal(v, s_v), each cut to [0, 1].
2. One draw u a unit: u < fi incremental fraud, fi <= u < fi + fe extreme fraud, else clean (they exclude each other).
3. Incremental: x = |Normal(0, theta)|; extreme: x = 1 - |Normal(0, 0.075)|; each cut to (0, 1). Clean: x = 0.
4. Votes for the winner W = N (a v + x (1 - a) + x^alpha a (1 - v)); for others O = N (1 - x^alpha) a (1 - v).
5. Logarithmic vote rate of a unit: log((N - W) / W); its kurtosis less 3 over units with some votes and not all.
Readings: "cut" is a law restricted to the interval (drawn again until inside); `cut="clip"` sets at the edge instead.
Votes are not rounded to whole people.
"""

from __future__ import annotations

import numpy as np
from scipy import stats


def _inside(draw, size: int, cut: str) -> np.ndarray:
    x = draw(size)
    if cut == "clip":
        return np.clip(x, 0.0, 1.0)
    while True:
        out = (x < 0.0) | (x > 1.0)
        if not out.any():
            return x
        x[out] = draw(int(out.sum()))


def units(
    rng: np.random.Generator,
    n: int,
    *,
    a=0.5,
    s_a=0.1,
    v=0.4,
    s_v=0.1,
    fi=0.0,
    fe=0.0,
    theta=0.25,
    alpha=2.5,
    extreme=0.075,
    cut="redraw",
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Winner's and others' votes in parts of the electors, and those of the winner's that are stuffed or switched."""
    turn = _inside(lambda k: rng.normal(a, s_a, k), n, cut)
    share = _inside(lambda k: rng.normal(v, s_v, k), n, cut)
    u = rng.random(n)
    x = np.zeros(n)
    some, much = u < fi, (u >= fi) & (u < fi + fe)
    x[some] = _inside(lambda k: np.abs(rng.normal(0.0, theta, k)), int(some.sum()), cut)
    x[much] = _inside(lambda k: 1.0 - np.abs(rng.normal(0.0, extreme, k)), int(much.sum()), cut)
    moved = np.where(x > 0.0, x**alpha, 0.0)
    false = x * (1.0 - turn) + moved * turn * (1.0 - share)
    return turn * share + false, (1.0 - moved) * turn * (1.0 - share), false


def sample(runs: int, seed: int, *, n: int = 1000, **rules) -> dict[str, np.ndarray]:
    """Statistics of elections of n equal units."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(runs):
        won, lost, false = units(rng, n, **rules)
        turnout = won + lost
        share = np.where(turnout > 0.0, won / np.where(turnout > 0.0, turnout, 1.0), 0.0)
        some = (won > 0.0) & (won < 1.0 - 1e-12)  # all votes, but for rounding, is all votes
        rate = np.log((1.0 - won[some]) / won[some])
        bins = np.bincount(np.floor(100.0 * share + 0.5).astype(int), minlength=101)
        rows.append(
            (
                turnout.mean(),
                won.sum() / turnout.sum(),
                np.corrcoef(turnout, share)[0, 1],
                np.mean((turnout > 0.9) & (share > 0.9)),
                turnout.std(),
                share.std(),
                false.sum() / won.sum(),
                stats.kurtosis(rate),
                bins[30],
                bins[45],
                bins[60],
                bins[97:].sum(),
            )
        )
    names = ("turnout", "share", "correlation", "both_high", "turnout_sd", "share_sd", "false", "kurtosis")
    names += ("bin_30", "bin_45", "bin_60", "bins_97")
    return dict(zip(names, np.array(rows).T, strict=True))
