"""Smoothing on log(1 + number): a damped trend that steps over missing days, and ETS and ARIMA by statsforecast.

Damped trend (Gardner and McKenzie 1985): the level goes on rising or falling, by less each day.

    error = x_t - (level + trend (d + ... + d^gap));  level, trend move by parts of it

`gap` days without a claim are stepped over, not filled. Smoothing parts and damping come from a small grid, by the
likelihood of normal errors whose variance grows with the gap as the method's own recursion says; a grid, because short
series have flat and rugged likelihoods that searches get lost in.

ETS and ARIMA are chosen by their usual criteria. Both need a number every day, so days without a claim are put on a
straight line between their neighbours, and days after the last claim keep its value. This makes the past smoother than
it was and the forecast narrower than it should be: a handicap of these methods with such series, kept because everybody
asks for them.
"""

from __future__ import annotations

import warnings
from contextlib import redirect_stderr, redirect_stdout
from functools import lru_cache
from io import StringIO
from itertools import product
from typing import Any

import numpy as np
from scipy.special import ndtri

from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import uniforms
from contested.ground.extras import extra
from contested.inference.forecast.series import Past

#: parts of an error that move the level and, of that, the trend; what a day leaves of the trend
LEVELS, TRENDS, DAMPINGS = (0.1, 0.3, 0.5, 0.7, 0.9), (0.0, 0.1, 0.3), (0.8, 0.9, 0.97)
#: log units: spread taken for granted before any error was seen, with the weight of one error
ASSUMED = 0.5
#: days: shortest past that a weekly season, or exponential smoothing at all, is looked for in
SEASONAL, SMOOTHED = 21, 14
#: log units: least standard deviation; on a straight line between two claims both methods see no error at all
NARROWEST = 0.1


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
        u = uniforms(draws, seed, streams.DAMPED_TREND, day=int(lead))
        out[:, k] = _log_normal(level + trend * _sum(damp, ahead), sd, u)
    return out


def _sum(damp: Floats, days: int) -> Floats:
    return damp * (1 - damp**days) / (1 - damp)


def _spread(alpha: Floats, beta: Floats, damp: Floats, days: int) -> Floats:
    """Variance `days` ahead, one day ahead being 1: 1 + the squares of what each day's error moves."""
    total = np.ones_like(alpha)
    for j in range(1, days):
        total = total + (alpha * (1 + beta * _sum(damp, j))) ** 2
    return total


def ets_arima(past: Past, leads: Ints, draws: int, seed: int) -> Floats:
    """Log-normal draws, half of them by each method (all by ARIMA in short series); see `baselines.Baseline`.

    Raises
    ------
    MissingExtra
        If statsforecast is not installed.
    """
    days = np.arange(past.days[0], past.origin + 1)
    x = np.interp(days, past.days, np.log1p(past.values))
    season = 7 if days.size >= SEASONAL else 1
    with warnings.catch_warnings(), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        warnings.simplefilter("ignore")  # it warns of every test of a unit root that a short series does not allow
        models = extra("statsforecast.models", "the baseline 'ets_arima' needs", "inference")
        kinds = (models.AutoETS, models.AutoARIMA) if days.size >= SMOOTHED else (models.AutoARIMA,)
        found = [_searched(kind, x.tobytes(), season, int(max(leads))) for kind in kinds]
    half = np.arange(draws) % len(found)
    out = np.empty((draws, len(leads)))
    for k, lead in enumerate(leads):
        middle, high = np.array([(mean[int(lead) - 1], high[int(lead) - 1]) for mean, high in found]).T
        sd = np.maximum((high - middle) / ndtri(0.9), NARROWEST)
        out[:, k] = _log_normal(middle[half], sd[half], uniforms(draws, seed, streams.ETS_ARIMA, day=int(lead)))
    return out


@lru_cache(maxsize=256)
def _searched(kind: Any, x: bytes, season: int, ahead: int) -> tuple[Floats, Floats]:
    """Mean and upper end of the middle 80 % of the days ahead, by the best model of a kind; `x` is a float64 a day.

    Kept, because the search takes longer than all other baselines together, and forecasts from the same claims, their
    scores and the ledger ask for the same past again.
    """
    found = kind(season_length=season).forecast(y=np.frombuffer(x).copy(), h=ahead, level=[80])
    return np.asarray(found["mean"]), np.asarray(found["hi-80"])


def _log_normal(middle: Floats | float, sd: Floats | float, u: Floats) -> Floats:
    """Counts whose log(1 + number) is normal, at the chances u; not below 0."""
    return np.maximum(np.expm1(np.minimum(middle + sd * ndtri(u), 25.0)), 0.0)
