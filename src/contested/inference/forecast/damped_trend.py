"""Damped trend: the level goes on rising or falling, by less each day (Gardner and McKenzie 1985), on log(1 + number).

    error = x_t - (level + trend (d + ... + d^gap));  level, trend move by parts of it

`gap` days without a claim are stepped over, not filled. Smoothing parts and damping come from a small grid, by the
likelihood of normal errors whose variance grows with the gap as the method's own recursion says; a grid, because short
series have flat and rugged likelihoods that searches get lost in.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.special import ndtri

from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import uniforms
from contested.inference.forecast.series import Past

#: parts of an error that move the level and, of that, the trend; what a day leaves of the trend
LEVELS, TRENDS, DAMPINGS = (0.1, 0.3, 0.5, 0.7, 0.9), (0.0, 0.1, 0.3), (0.8, 0.9, 0.97)
#: log units: spread taken for granted before any error was seen, with the weight of one error
ASSUMED = 0.5


def damped_trend(past: Past, leads: Ints, draws: int, seed: int) -> Floats:
    """Log-normal draws about the damped trend; see `baselines.Baseline`."""
    x = np.log1p(past.values)
    alpha, beta, damp = (np.array(a) for a in zip(*product(LEVELS, TRENDS, DAMPINGS)))
    level, trend = np.full(alpha.size, x[0]), np.zeros(alpha.size)
    squares, widths = np.full(alpha.size, ASSUMED**2), np.zeros(alpha.size)
    for before, day, now in zip(past.days[:-1], past.days[1:], x[1:]):
        gap = int(day - before)
        error = now - (level + trend * _sum(damp, gap))
        spread = _spread(alpha, beta, damp, gap)
        squares += error**2 / spread
        widths += np.log(spread)
        part = 1 - (1 - alpha) ** gap
        level, trend = level + trend * _sum(damp, gap) + part * error, trend * damp**gap + part * beta * error / gap
    best = int(np.argmin(past.days.size * np.log(squares) + widths))  # minus twice the log likelihood
    alpha, beta, damp, level, trend = (a[best] for a in (alpha, beta, damp, level, trend))
    sigma = np.sqrt(squares[best] / past.days.size)
    out = np.empty((draws, len(leads)))
    for k, lead in enumerate(leads):
        ahead = past.origin + int(lead) - int(past.days[-1])
        sd = sigma * np.sqrt(_spread(alpha, beta, damp, ahead))
        z = ndtri(uniforms(draws, seed, streams.DAMPED_TREND, day=int(lead)))
        out[:, k] = np.maximum(np.expm1(np.minimum(level + trend * _sum(damp, ahead) + sd * z, 25.0)), 0.0)
    return out


def _sum(damp: Floats, days: int) -> Floats:
    return damp * (1 - damp**days) / (1 - damp)


def _spread(alpha: Floats, beta: Floats, damp: Floats, days: int) -> Floats:
    """Variance `days` ahead, one day ahead being 1: 1 + the squares of what each day's error moves."""
    total = np.ones_like(alpha)
    for j in range(1, days):
        total = total + (alpha * (1 + beta * _sum(damp, j))) ** 2
    return total
