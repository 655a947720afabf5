"""The claim model a second time, slowly: scipy's distributions on dense grids over every bias, and no tables."""

from __future__ import annotations

import numpy as np
from scipy import stats

from contested.inference.likelihood.bias_groups import bias_groups

POINTS = 801


def log_density(x: np.ndarray, claims, claim_model) -> float:
    """Log-chance of all claims for one truth, x of shape (cells,)."""
    law = claim_model.params
    found, group = bias_groups(claims, claim_model)
    logx = np.log(np.maximum(x, law.floor))
    half = np.concatenate([[0.5], np.ones(POINTS - 2), [0.5]])
    total = 0.0
    for w in np.unique(claims.witness[claims.listed]):
        rows = np.flatnonzero((claims.witness == w) & claims.listed)
        u = np.array([logx[claims.cell[rows[0]]]])
        low = claims.low[rows].max()
        if claims.reference[rows[0]] < law.small:
            total += count(low, np.inf, law.list_dispersion, u)[0]
        else:
            total += stats.t.logcdf((u[0] - np.log(low)) / law.list_error, 4)
    for k, who in enumerate(found):
        own = np.linspace(-6, 6, POINTS) * who.spread + who.mean
        log_own = stats.norm.logpdf(own, who.mean, who.spread) + np.log(np.gradient(own) * half)
        mine = (group == k) & ~claims.listed
        for i in np.unique(claims.indicator[mine]):
            reach = 6 * np.hypot(who.spread, law.indicator_spread)
            mean = who.mean_of(claims.cells.indicators[i])
            b = np.linspace(-reach, reach, POINTS) + mean
            said = np.zeros(POINTS)
            for w in np.unique(claims.witness[mine & (claims.indicator == i)]):
                rows = np.flatnonzero(mine & (claims.indicator == i) & (claims.witness == w))
                said += witness(rows, logx[claims.cell[rows[0]]] + b, claims, law)
            between = stats.norm.logpdf(b[None, :], own[:, None] + mean - who.mean, law.indicator_spread)
            between = between + np.log(np.gradient(b) * half)
            log_own = log_own + np.logaddexp.reduce(between + said[None, :], axis=1)
        if mine.any():
            total += np.logaddexp.reduce(log_own)
    return float(total)


def witness(rows, u, claims, law):
    """One witness at each u."""
    if claims.counted[rows[0]] and claims.reference[rows[0]] < law.small:
        return count(claims.low[rows].max(), claims.high[rows].min(), law.dispersion, u)
    c = np.linspace(-7, 7, 101) * law.witness_spread
    log = np.tile(stats.norm.logpdf(c, 0, law.witness_spread)[:, None] + np.log(c[1] - c[0]), (1, len(u)))
    for r in rows:
        low, high = np.log(max(claims.low[r], 1e-300)), np.log(claims.high[r])
        a, b = ((end - u[None, :] - c[:, None]) / law.error for end in (low, high))
        right = a > 0
        inside = stats.t.cdf(np.where(right, -a, b), 4) - stats.t.cdf(np.where(right, -b, a), 4)
        log += np.log(inside)
    return np.logaddexp.reduce(log, axis=0)


def count(low, high, dispersion, u):
    """A negative binomial's chance of the whole numbers from `low` to below `high`."""
    r, p = 1 / dispersion, 1 / (1 + dispersion * np.exp(u))
    with np.errstate(divide="ignore"):
        if np.isinf(high):
            return stats.nbinom.logsf(np.ceil(low) - 1, r, p)
        k = np.arange(np.ceil(low), np.ceil(high))[:, None]
        return np.logaddexp.reduce(stats.nbinom.logpmf(k, r, p), axis=0)
