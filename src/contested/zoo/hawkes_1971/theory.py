"""What is known of the process exactly: Borel's law of clusters, waits of one unit, the spread of windows."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import gammaln

from contested.zoo.hawkes_1971.model import Excitement


def residuals(params: Excitement, times: np.ndarray) -> np.ndarray:
    """The rate summed from each event to the next; Exp(1) if the events follow the process (Papangelou 1972)."""
    out = np.empty(len(times))
    left, last = 0.0, 0.0
    for k, t in enumerate(times):
        kept = math.exp(-params.decay * (t - last))
        out[k] = params.base * (t - last) + left / params.decay * (1.0 - kept)
        left = left * kept + params.branching * params.decay
        last = t
    return out


def borel(size: np.ndarray, branching: float) -> np.ndarray:
    """Chance that a cluster has `size` events: exp(-n s) (n s)^(s - 1) / s!."""
    s = np.asarray(size, float)
    if branching == 0:
        return np.where(s == 1, 1.0, 0.0)
    log_chance = -branching * s + (s - 1) * np.log(branching * s) - gammaln(s + 1)
    chance: np.ndarray = np.exp(log_chance)
    return chance


def fano(branching: float, window: float, decay: float = 1.0) -> float:
    """Variance over mean of the events in a window, long after the start, view continuous.

    (1 - n)^-2 (1 - (1 - (1 - n)^2) (1 - exp(-z)) / z) with z = (1 - n) b T: from the covariance of Hawkes 1971, which
    falls as exp(-(1 - n) b t).
    """
    z = (1.0 - branching) * decay * window
    short = (1.0 - branching) ** 2
    return (1.0 + (short - 1.0) * -math.expm1(-z) / z) / short
