"""What a forecast has to beat: seven ways to go on from a series, by name. None knows anything of the country.

climatology · last_value · same_weekday · autoregression · self_exciting · ets_arima · damped_trend

All give a distribution as draws, all see one number a day (series.Past) and nothing behind the origin, and all take
days without a claim for missing. They say how large a claim of a day is if one is made; not whether one is made.
Mixtures of them are in inference.forecast.pooling.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

from contested.ground.arrays import Floats, Ints
from contested.ground.errors import InputError
from contested.inference.forecast.count_models import autoregression, self_exciting
from contested.inference.forecast.damped_trend import damped_trend
from contested.inference.forecast.ets_arima import ets_arima
from contested.inference.forecast.naive import climatology, last_value, same_weekday
from contested.inference.forecast.series import Past

#: (past, leads, draws, seed) -> float64 array of shape (draws, leads): numbers claimed `leads` days behind the origin.
#: A draw is a function of seed, lead and its row, so asking for other leads as well changes nothing.
Baseline = Callable[[Past, Ints, int, int], Floats]

BASELINES: dict[str, Baseline] = {
    "climatology": climatology,
    "last_value": last_value,
    "same_weekday": same_weekday,
    "autoregression": autoregression,
    "self_exciting": self_exciting,
    "ets_arima": ets_arima,
    "damped_trend": damped_trend,
}


def available() -> tuple[dict[str, Baseline], dict[str, str]]:
    """The baselines that can be had here, and why the others cannot.

    Returns
    -------
    dict of str to Baseline, dict of str to str
    """
    if find_spec("statsforecast") is not None:
        return dict(BASELINES), {}
    return (
        {name: one for name, one in BASELINES.items() if name != "ets_arima"},
        {"ets_arima": "statsforecast is not installed"},
    )


def forecast(name: str, past: Past, leads: Ints, draws: int, seed: int) -> Floats:
    """Draws of one baseline, with what it was given checked.

    Parameters
    ----------
    name : str
        One of BASELINES.
    past : Past
        At least one day.
    leads : int array of shape (leads,)
        Days behind the origin, from 1.
    draws : int
    seed : int

    Returns
    -------
    float64 array of shape (draws, leads), in the series' unit
        Finite and not below 0.

    Raises
    ------
    InputError
        An empty past, days behind the origin or out of order, a negative number, a lead below 1.
    MissingExtra
        If the baseline needs a library that is not installed.
    """
    days, values, origin = past
    if not days.size or (np.diff(days) <= 0).any() or days[-1] > origin:
        raise InputError(f"past: expected at least one day, increasing, none after the origin; got {days.size} days.")
    if not (np.isfinite(values) & (values >= 0)).all():
        raise InputError("past: expected numbers not below 0; got one that is, or is none.")
    leads = np.asarray(leads, np.int64)
    if not leads.size or leads.min() < 1:
        raise InputError(f"leads: expected days from 1 on; got {leads.tolist()}.")
    return BASELINES[name](past, leads, draws, seed)
