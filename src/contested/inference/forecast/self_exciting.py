"""A discrete self-exciting process: what happened makes more of it happen, for a while (hawkes1971, in days).

    mean_t = background + branching e_t,    e_{t+1} = memory e_t + (1 - memory) y_t

so that one event brings on average `branching` more, spread over later days with geometric weights. Counts are negative
binomial about their mean: people come and are taken in crowds. On a day without a claim y is taken to be its own mean
(missing is not zero); the more days are missing, the closer the fit comes to its penalties. No weekdays here.
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

#: standard deviations of the penalties: log of background about the mean, logits of branching and memory, log of over
PENALTY = np.array([2.0, 1.5, 1.5, 2.0])
#: half of the mean is background
START = np.array([-0.7, 0.0, 0.0, 0.0])


class Fit(NamedTuple):
    """Fitted numbers, or as many of each as there are draws.

    Parameters
    ----------
    background : float, 1/day
    branching : float
        Events brought by one event, 0 to 1.
    memory : float
        Part of the weight that is left a day later, 0 to 1.
    over : float
        Overdispersion.
    """

    background: Floats
    branching: Floats
    memory: Floats
    over: Floats


def fit(past: Past) -> Fit:
    """Penalised maximum likelihood."""
    return _unpacked(fitted(_loss(past), START), past)


def self_exciting(past: Past, leads: Ints, draws: int, seed: int) -> Floats:
    """Counts ahead by the fitted process, day by day; see `baselines.Baseline`."""
    loss = _loss(past)
    one = _unpacked(about(loss, fitted(loss, START), PENALTY, draws, seed, streams.SELF_EXCITING), past)
    excited = _means(one, past)[1]
    paths = np.empty((draws, int(max(leads)) + 1))
    for lead in range(1, paths.shape[1]):
        u = uniforms(draws, seed, streams.SELF_EXCITING, day=lead)
        paths[:, lead] = quantile(u, one.background + one.branching * excited, one.over)
        excited = one.memory * excited + (1 - one.memory) * paths[:, lead]
    return paths[:, np.asarray(leads, np.int64)]


def _loss(past: Past) -> Callable[[Floats], float]:
    y = np.rint(past.values)

    def loss(p: Floats) -> float:
        one = _unpacked(p, past)
        return float(0.5 * ((p / PENALTY) ** 2).sum() - log_chance(y, _means(one, past)[0], one.over).sum())

    return loss


def _unpacked(p: Floats, past: Past) -> Fit:
    centre = np.log(past.values.mean() + 0.5)
    return Fit(np.exp(centre + p[..., 0]), expit(p[..., 1]), expit(p[..., 2]), np.exp(p[..., 3]))


def _means(one: Fit, past: Past) -> tuple[Floats, Floats]:
    """Mean of every day with a claim, a row each, and what excites the day after the origin."""
    # without a claim e' = memory e + (1 - memory)(background + branching e): a straight line, so a gap is one power
    pull = one.memory + (1 - one.memory) * one.branching
    rest = one.background / (1 - one.branching)
    excited, day, means = rest, int(past.days[0]), []
    for seen, y in zip(past.days.tolist(), past.values.tolist()):
        excited = rest + pull ** (seen - day) * (excited - rest)
        means.append(one.background + one.branching * excited)
        excited = one.memory * excited + (1 - one.memory) * y
        day = seen + 1
    return np.array(means), rest + pull ** (past.origin + 1 - day) * (excited - rest)
