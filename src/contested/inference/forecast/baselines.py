"""What a forecast has to beat: seven ways to go on from a series, by name. None knows anything of the country.

climatology · last_value · same_weekday · autoregression · self_exciting · ets_arima · damped_trend

All give a distribution as draws, all see one number a day (series.Past) and nothing behind the origin, and all take
days without a claim for missing. They say how large a claim of a day is if one is made; not whether one is made.
Mixtures of them are in inference.forecast.pooling.

How far the last value can be off is read from the series itself: changes of log(1 + number) between pairs of days that
lie about as far apart as the forecast is long, taken with both signs, so that the median stays where the last number
was. Pairs and not steps, because days without a claim are missing.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import uniforms
from contested.ground.errors import InputError
from contested.inference.forecast.count_models import autoregression, self_exciting
from contested.inference.forecast.series import Past
from contested.inference.forecast.smoothing import damped_trend, ets_arima

#: (past, leads, draws, seed) -> float64 array of shape (draws, leads): numbers claimed `leads` days behind the origin.
#: A draw is a function of seed, lead and its row, so asking for other leads as well changes nothing.
Baseline = Callable[[Past, Ints, int, int], Floats]

#: pairs of days that a spread is read from at least, if there are so many
PAIRS = 5
#: change assumed where a single day is known: half or double
ALONE = float(np.log(2.0))


def climatology(past: Past, leads: Ints, draws: int, seed: int) -> Floats:
    """Any earlier day again: quantiles are those of all numbers so far; see `baselines.Baseline`."""
    return np.column_stack([_picked(past.values, draws, seed, streams.CLIMATOLOGY, lead) for lead in leads])


def last_value(past: Past, leads: Ints, draws: int, seed: int) -> Floats:
    """The last number, changed as much as numbers so far apart did; see `baselines.Baseline`."""
    return _changed(past, leads, draws, seed, 1, streams.LAST_VALUE)


def same_weekday(past: Past, leads: Ints, draws: int, seed: int) -> Floats:
    """The last number of the same weekday, changed as those of one weekday did; climatology if it had none.

    See `baselines.Baseline`.
    """
    return _changed(past, leads, draws, seed, 7, streams.SAME_WEEKDAY)


def _changed(past: Past, leads: Ints, draws: int, seed: int, step: int, stream: int) -> Floats:
    """The last number a multiple of `step` days before, changed as those so far apart did; any number without one."""
    out = np.empty((draws, len(leads)))
    for k, lead in enumerate(leads):
        day = past.origin + int(lead)
        same = np.flatnonzero((day - past.days) % step == 0)
        if not same.size:
            out[:, k] = _picked(past.values, draws, seed, stream, lead)
            continue
        change = _picked(_changes(past, day - int(past.days[same[-1]]), step), draws, seed, stream, lead)
        out[:, k] = np.maximum(np.expm1(np.log1p(past.values[same[-1]]) + change), 0.0)
    return out


def _changes(past: Past, ahead: int, step: int) -> Floats:
    """Changes over pairs half to twice as far apart, at least PAIRS of the nearest; gaps are multiples of `step`."""
    i, j = np.triu_indices(past.days.size, 1)
    gap = past.days[j] - past.days[i]
    if (gap % step == 0).any():
        i, j, gap = (a[gap % step == 0] for a in (i, j, gap))
    if not gap.size:
        return np.array([-ALONE, ALONE])
    off = np.abs(np.log2(gap / ahead))
    near = off <= max(1.0, np.sort(off)[min(PAIRS, off.size) - 1])
    change = np.log1p(past.values[j[near]]) - np.log1p(past.values[i[near]])
    return np.concatenate([change, -change])


def _picked(values: Floats, draws: int, seed: int, stream: int, lead: int) -> Floats:
    u = uniforms(draws, seed, stream, day=int(lead))
    return values[(u * values.size).astype(np.int64)]


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
    """The baselines that can be had here, and why the others cannot."""
    missing = {} if find_spec("statsforecast") else {"ets_arima": "statsforecast is not installed"}
    return {name: one for name, one in BASELINES.items() if name not in missing}, missing


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
