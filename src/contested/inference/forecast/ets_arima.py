"""Exponential smoothing and ARIMA, chosen by their usual criteria; the only file that knows statsforecast.

Both need a number every day, so days without a claim are put on a straight line between their neighbours, in
log(1 + number), and days after the last claim keep its value. This makes the past smoother than it was and the
forecast narrower than it should be: a handicap of these methods with such series, kept because everybody asks for them.
"""

from __future__ import annotations

import warnings

import numpy as np
from scipy.special import ndtri

from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import uniforms
from contested.ground.errors import extra
from contested.inference.forecast.series import Past

#: days: shortest past that a weekly season, or exponential smoothing at all, is looked for in
SEASONAL, SMOOTHED = 21, 14
#: log units: least standard deviation; on a straight line between two claims both methods see no error at all
NARROWEST = 0.1


def ets_arima(past: Past, leads: Ints, draws: int, seed: int) -> Floats:
    """Log-normal draws, half of them by each method (all by ARIMA in short series); see `baselines.Baseline`.

    Raises
    ------
    MissingExtra
        If statsforecast is not installed.
    """
    install = "pip install statsforecast, or go without: the others stay"
    models = extra("statsforecast.models", "the baseline 'ets_arima' needs", install)
    days = np.arange(past.days[0], past.origin + 1)
    x = np.interp(days, past.days, np.log1p(past.values))
    season = 7 if days.size >= SEASONAL else 1
    kinds = (models.AutoETS, models.AutoARIMA) if days.size >= SMOOTHED else (models.AutoARIMA,)
    told = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of every test of a unit root that a short series does not allow
        for kind in kinds:
            told.append(kind(season_length=season).forecast(y=x, h=int(max(leads)), level=[80]))
    half = np.arange(draws) % len(told)
    out = np.empty((draws, len(leads)))
    for k, lead in enumerate(leads):
        middle, high = (np.array([np.asarray(t[name])[int(lead) - 1] for t in told]) for name in ("mean", "hi-80"))
        sd = np.maximum((high - middle) / ndtri(0.9), NARROWEST)
        z = ndtri(uniforms(draws, seed, streams.ETS_ARIMA, day=int(lead)))
        out[:, k] = np.maximum(np.expm1(np.minimum(middle[half] + sd[half] * z, 25.0)), 0.0)
    return out
