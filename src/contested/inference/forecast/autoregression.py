"""Negative binomial autoregression over days that may be missing.

    log mean_t = level + weekday_t + phi^gap (log(1 + y_last) - level - weekday_last)
    overdispersion = over (1 - phi^(2 gap)) / (1 - phi^2)

`gap` is the number of days since the last claim, so a gap needs no filling: memory fades and the law widens by as much
as an autoregression of that memory forgets. One day apart this is the log-linear model of counts of Fokianos and
Tjostheim (2011). Fitted by penalised likelihood: weak normal penalties keep five days of claims from giving infinite
parameters, and vanish in long series.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import expit

from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import uniforms
from contested.inference.forecast.counts import about, fitted, log_chance, quantile
from contested.inference.forecast.series import Past

#: standard deviations of the penalties: level about the mean, logit of phi, log of over, then a weekday's log factor
PENALTY = np.array([2.0, 1.5, 2.0] + [0.7] * 7)


class Fit(NamedTuple):
    """Fitted numbers, or as many of each as there are draws.

    Parameters
    ----------
    level : float
        Log of a usual day.
    phi : float
        Part of a deviation left after one day, 0 to 1.
    over : float
        Overdispersion one day ahead.
    weekday : float64 array of shape (7, ...)
        Log factors, by `ordinal % 7`.
    """

    level: Floats
    phi: Floats
    over: Floats
    weekday: Floats


def fit(past: Past) -> Fit:
    """Penalised maximum likelihood; with fewer than two days the penalties decide."""
    return _unpacked(fitted(_loss(past), np.zeros(PENALTY.size)), past)


def autoregression(past: Past, leads: Ints, draws: int, seed: int) -> Floats:
    """Counts ahead by the fitted autoregression; see `baselines.Baseline`."""
    loss = _loss(past)
    best = fitted(loss, np.zeros(PENALTY.size))
    one = _unpacked(about(loss, best, PENALTY, draws, seed, streams.AUTOREGRESSION), past)
    out = np.empty((draws, len(leads)))
    for k, lead in enumerate(leads):
        mean, over = _ahead(one, np.log1p(past.values[-1]), past.days[-1], past.origin + int(lead))
        out[:, k] = quantile(uniforms(draws, seed, streams.AUTOREGRESSION, day=int(lead)), mean, over)
    return out


def _loss(past: Past) -> Callable[[Floats], float]:
    x, y = np.log1p(past.values), np.rint(past.values)

    def loss(p: Floats) -> float:
        mean, over = _ahead(_unpacked(p, past), x[:-1], past.days[:-1], past.days[1:])
        return float(0.5 * ((p / PENALTY) ** 2).sum() - log_chance(y[1:], mean, over).sum())

    return loss


def _unpacked(p: Floats, past: Past) -> Fit:
    centre = np.log1p(past.values).mean()
    return Fit(centre + p[..., 0], expit(p[..., 1]), np.exp(p[..., 2]), np.moveaxis(p[..., 3:], -1, 0))


def _ahead(one: Fit, x: Floats, last: Ints | np.int64, day: Ints | int) -> tuple[Floats, Floats]:
    gap = day - last
    usual = one.level + one.weekday[day % 7]
    mean = np.exp(np.clip(usual + one.phi**gap * (x - one.level - one.weekday[last % 7]), -25.0, 25.0))
    return mean, one.over * (1 - one.phi ** (2.0 * gap)) / (1 - one.phi**2)
