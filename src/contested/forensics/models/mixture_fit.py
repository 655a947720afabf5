"""The likelihood of the mixture, its top, and how far the top may lie from the truth.

Every station's chance is linear in the masses on the grid, so one pass forward gives all likelihoods and one pass back
all slopes. Climbing is in coordinates made round by the stations' own scores; the covariance has the curvature on both
sides of the scores' variance between territories.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import logit

from contested.forensics.models.mixture_cells import Side, gathered, likely, side
from contested.forensics.models.mixture_masses import BINS, COMPONENTS, Masses, masses
from contested.forensics.samples.resample import units
from contested.forensics.table.case import Case

CLASSES = ("honest", "stuffed", "switched", "stuffed and switched", "extreme")
BALLOTS = ("stuffed", "switched", "both")
#: territories from which on they are what varies, and not stations
FEW_TERRITORIES = 20
#: what each weight is worth before any station is seen, in stations: keeps weights off 0, where nothing has a slope
PRIOR = 0.5
#: mass of every cell that no class explains
ODD = 1e-9
#: climbing: rounds, steps a round, and the gain of log-likelihood that is not worth another
ROUNDS, STEPS, GAIN = 8, 25, 0.02


class Fit(NamedTuple):
    """A fitted mixture.

    Parameters
    ----------
    params : float64 array of shape (15,)
        Honest voters (5, see `mixture_masses.masses`), then logarithms of weights against the first of their kind:
        classes (4), bins of stuffing (3), bins of switching (3).
    spread : float64 array of shape (15, 15)
        Their covariance.
    likelihood : float
        Logarithm, without constants.
    amounts, sd : float64 array of shape (8,)
        Stations of each class, then ballots stuffed, switched, and both; and their standard deviations.
    chance : float64 array of shape (stations,)
        That a station is not honest, in the rows of the case that was fitted.
    ballots : float64 array of shape (stations,)
        Expected false ballots, in the same rows.
    """

    params: np.ndarray
    spread: np.ndarray
    likelihood: float
    amounts: np.ndarray
    sd: np.ndarray
    chance: np.ndarray
    ballots: np.ndarray


class Seen(NamedTuple):
    """What a fit looks at: chances over the grid, and the leader's ballots."""

    turnout: Side
    result: Side
    leader: np.ndarray


def fitted(case: Case, core: tuple[float, float]) -> tuple[Fit, np.ndarray]:
    """The most likely mixture, and the most likely one among those whose honest stations lie around the core.

    Parameters
    ----------
    case : Case
        As `find` prepares it: `ordered(case, 100)`.
    core : (float, float), share
        Honest turnout and result to start from.

    Returns
    -------
    Fit
        With everything free.
    float64 array of shape (8,)
        Amounts with the honest middle held at the core and honest turnout unrelated to support.
    """
    seen = Seen(side(case.cast, case.registered), side(case.leader, case.cast), case.leader.astype(float))
    held = _climbed(_start(case, core), seen, np.array([k for k in range(15) if k not in (0, 2, 4)]))
    params = _climbed(held, seen, np.arange(15))
    spread = _spread(params, seen, case)
    amounts, noise, chance, ballots = _amounts(params, seen)
    slopes = np.empty((params.size, amounts.size))
    for k in range(params.size):
        step = 0.05 * min(max(np.sqrt(spread[k, k]), 1e-4), 2.0) * np.eye(params.size)[k]
        slopes[k] = (_amounts(params + step, seen)[0] - amounts) / step[k]
    sd = np.sqrt(np.einsum("ka,kl,la->a", slopes, spread, slopes) + noise)
    likelihood = -_score(params, seen)[0] * case.stations
    return Fit(params, spread, likelihood, amounts, sd, chance, ballots), _amounts(held, seen)[0]


def _start(case: Case, middle: tuple[float, float]) -> np.ndarray:
    a, v = (np.clip(x, 0.005, 0.995) for x in (case.turnout, case.result))
    out = np.zeros(15)
    for k, x, m in ((0, logit(a), logit(middle[0])), (2, logit(v), logit(middle[1]))):
        below = x[x < m] - m  # fraud does not move stations down
        out[k], out[k + 1] = m, np.log(np.clip(np.sqrt(np.mean(below**2)) if below.size else 0.3, 0.1, 1.0))
    out[5:9] = np.log(0.05 / 0.8)
    return out


def _climbed(params: np.ndarray, seen: Seen, free: np.ndarray) -> np.ndarray:
    """Up to the top of the likelihood in the free parameters, in coordinates in which it is about round."""
    n = seen.leader.size
    params, before = params.copy(), np.inf
    for _ in range(ROUNDS):
        scores = _scores(params, seen)[free]
        curve = scores @ scores.T
        curve[np.diag_indices(free.size)] += PRIOR
        into = np.linalg.inv(np.linalg.cholesky(curve)).T * np.sqrt(n)  # from round coordinates to parameters

        def off(z: np.ndarray, into: np.ndarray = into, base: np.ndarray = params) -> tuple[float, np.ndarray]:
            p = base.copy()
            p[free] += into @ z
            value, slope = _score(p, seen)
            return value, into.T @ slope[free]

        found = minimize(off, np.zeros(free.size), jac=True, method="L-BFGS-B", options=
                         {"maxiter": STEPS, "ftol": GAIN / n / 10, "gtol": 1e-9})  # fmt: skip
        if not np.isfinite(found.fun):  # off the scale of logits: what was reached before stands
            break
        params = params.copy()
        params[free] += into @ found.x
        if before - found.fun < GAIN / n:
            break
        before = found.fun
    return params


def _scores(params: np.ndarray, seen: Seen) -> np.ndarray:
    """Derivative of each station's log-likelihood by each parameter: float64 array of shape (15, stations)."""
    made, mass, slope, _ = _model(params)
    chance = likely(seen.turnout, seen.result, mass)
    by = [*made.slope, *np.tensordot(slope, made.component, 1)]
    return np.array([likely(seen.turnout, seen.result, m) for m in by]) / chance


def _softmax(free: np.ndarray) -> np.ndarray:
    x = np.concatenate([[0.0], free])
    e = np.exp(x - x.max())
    return e / e.sum()


def _weights(params: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Component weights, their derivatives by the ten free numbers (10, 26), and all simple weights in a row (13)."""
    kind, x, y = _softmax(params[5:9]), _softmax(params[9:12]), _softmax(params[12:15])

    def put(kind: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        pair = np.zeros((BINS + 1, BINS + 1))
        pair[0, 0], pair[1:, 0], pair[0, 1:], pair[1:, 1:] = kind[0], kind[1] * x, kind[2] * y, kind[3] * np.outer(x, y)
        return np.append(pair.ravel(), kind[4])

    slope = np.empty((10, COMPONENTS))
    for k in range(4):
        slope[k] = put(_soft_slope(kind, k), x, y)
    for k in range(3):
        slope[4 + k] = put(kind * [0, 1, 0, 1, 0], _soft_slope(x, k), y)
        slope[7 + k] = put(kind * [0, 0, 1, 1, 0], x, _soft_slope(y, k))
    return put(kind, x, y), slope, np.concatenate([kind, x, y])


def _soft_slope(weight: np.ndarray, k: int) -> np.ndarray:
    """Derivative of softmax weights by the logarithm of weight k + 1."""
    return weight[k + 1] * (np.eye(weight.size)[k + 1] - weight)


def _model(params: np.ndarray) -> tuple[Masses, np.ndarray, np.ndarray, np.ndarray]:
    weight, slope, simple = _weights(params)
    made = masses(params[:5], weight)
    return made, np.tensordot(weight, made.component, 1) + ODD, slope, simple


def _score(params: np.ndarray, seen: Seen) -> tuple[float, np.ndarray]:
    """Negative log-likelihood a station, with the prior of the weights, and its slope."""
    made, mass, slope, simple = _model(params)
    chance = likely(seen.turnout, seen.result, mass)
    back = gathered(seen.turnout, seen.result, 1 / chance)
    by_honest = np.tensordot(made.slope, back, 2)
    by_weight = slope @ np.tensordot(made.component, back, 2)
    by_prior = np.concatenate([PRIOR * (1 - size * w[1:]) for size, w in _kinds(simple)])
    total = np.log(chance).sum() + PRIOR * np.log(simple).sum()
    n = chance.size
    return -total / n, -np.concatenate([by_honest, by_weight + by_prior]) / n


def _kinds(simple: np.ndarray) -> list[tuple[int, np.ndarray]]:
    return [(5, simple[:5]), (BINS, simple[5 : 5 + BINS]), (BINS, simple[5 + BINS :])]


def _spread(params: np.ndarray, seen: Seen, case: Case) -> np.ndarray:
    """Covariance of the parameters: curvature on both sides of the scores' variance between territories."""
    n, count = case.stations, params.size
    curve = np.empty((count, count))
    for k in range(count):
        step = 1e-4 * np.eye(count)[k]
        curve[k] = (_score(params + step, seen)[1] - _score(params - step, seen)[1]) / 2e-4 * n
    if not np.isfinite(curve).all():
        return np.full((count, count), np.nan)
    value, vector = np.linalg.eigh((curve + curve.T) / 2)
    inverse = vector / np.maximum(value, 1e-3) @ vector.T
    unit, units_seen = units(case)
    if units_seen < FEW_TERRITORIES:
        return inverse
    scores = np.array([np.bincount(unit, s, units_seen) for s in _scores(params, seen)])
    scores -= scores.mean(1, keepdims=True)
    between = scores @ scores.T * units_seen / (units_seen - 1)
    # where only the prior speaks the scores do not vary: no less than the prior's own share of the curvature
    between[range(5, count), range(5, count)] += PRIOR
    return inverse @ between @ inverse


def _amounts(params: np.ndarray, seen: Seen) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Expected amounts given the counts (8), their variance at known parameters (8), and what `Fit` has by station."""
    made, mass, _, _ = _model(params)
    weight = _weights(params)[0]
    chance = likely(seen.turnout, seen.result, mass)
    x, y = divmod(np.arange(COMPONENTS), BINS + 1)
    extreme = x > BINS
    which = ((x == 0) & (y == 0), (x > 0) & (y == 0) & ~extreme, (x == 0) & (y > 0), (x > 0) & (y > 0), extreme)
    kinds = []
    for k in which:
        kinds.append(likely(seen.turnout, seen.result, np.tensordot(weight * k, made.component, 1)) / chance)
    parts = [likely(seen.turnout, seen.result, m) / chance for m in made.moment]
    first = [parts[0], parts[1], parts[0] + parts[1]]
    stations = np.array([k.sum() for k in kinds])
    ballots = np.array([seen.leader @ p for p in first])
    noise = [(k * (1 - k)).sum() for k in kinds]
    noise += [seen.leader**2 @ np.maximum(q - p * p, 0) for p, q in zip(first, parts[2:], strict=True)]
    return np.append(stations, ballots), np.array(noise), 1 - kinds[0], seen.leader * first[2]
