"""Honest, stuffed, switched and extreme stations: a mixture fitted to counts by maximum likelihood.

In the spirit of the finite mixtures of Mebane and others (eforensics), in seconds: stations draw their ballots
binomially, honest voters are a bell curve in logits, and intensities of fraud come in bins whose weights are free, so
that no law of intensity is assumed. Fitted twice: with honest voting fixed at the core, and from there with everything
free. Left free, widespread fraud may pass for honest voting; the distance between both is shown. Intervals let
territories, not stations, differ independently.

Every station's chance is linear in the masses on the grid (`mixture_grid`), so one pass forward gives all likelihoods
and one pass back all slopes. Climbing is in coordinates made round by the stations' own scores; the covariance has the
curvature on both sides of the scores' variance between territories.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.optimize import minimize
from scipy.special import expit, logit

from contested.forensics.finding import Finding
from contested.forensics.models.core import find_core
from contested.forensics.models.mixture_grid import BINS, COMPONENTS, Masses, Side, gathered, likely, masses, side
from contested.forensics.models.reference import References, agrees, clean_place, references
from contested.forensics.table.case import SMALL, Case, Floats, Ints, ordered
from contested.forensics.table.resample import units

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
#: stations a fit needs
FEW = 200
#: alarm: lower end of false ballots, as part of the leader's
ALARM = 0.01


#: low and high end, in ballots
Span = tuple[float, float]


def interval(amount: float, sd: float, most: float) -> Span:
    """95 % of an amount of at most `most`, on the scale of its root: near 0 that has a likelihood's upper end."""
    if amount <= 0:
        return 0.0, 0.0
    half = 0.98 * sd / amount
    return float(amount * max(0.0, 1 - half) ** 2), float(min(amount * (1 + half) ** 2, most))


ABOUT = Finding(
    name="mixture", title="Honest, stuffed, switched and extreme stations", kind="estimate",
    unit="ballot",
    rule=f"the fit's own lower end of false ballots is above {ALARM:.0%} of the leader's",
    assumes="Over all stations of the country, the logits of honest turnout and support are one bell curve; "
    "fraud turns people who stayed away, and others' ballots, into votes for the leader.",
    fails_when="Honest regions that do not follow one bell curve (a capital and a countryside, a few regions that "
    "vote as one) are explained by fraud, and the interval does not include this error. Fraud spread evenly over all "
    "stations is mistaken for honest voting.",
    cites=("klimek2012", "ferrari2018"),
)  # fmt: skip


def find(case: Case, *, seed: int = 1) -> Finding:
    """Stations and ballots by class, each with its interval; `seed` is that of the references' resamples."""
    some = ordered(case, SMALL)
    if some.stations < FEW or np.ptp(some.turnout) == 0 or np.ptp(some.result) == 0:
        return replace(ABOUT, says=f"No fit: {some.stations} stations with {SMALL} voters are too few or all alike.")
    core = find_core(some)
    below = references(some, seed=seed)
    middle = (core.turnout, core.result) if core.islands else (np.median(some.turnout), np.median(some.result))
    at_core = below is None or agrees(some, core, below)
    fit = around_core = None
    if below is not None and not at_core:
        lower = clean_place(some, below.middle)
        with suppress(np.linalg.LinAlgError):  # from there no class explains some stations
            fit, around_core = fitted(some, lower)
            middle = lower
    if fit is None or around_core is None:
        at_core = True
        fit, around_core = fitted(some, (float(middle[0]), float(middle[1])))
    total = int(some.leader.sum())
    if not (np.isfinite(fit.amounts).all() and np.isfinite(fit.sd).all()):
        return replace(ABOUT, says="No fit: honest stations, as they look here, have no spread of their own.")
    most = [some.stations] * len(CLASSES) + [total] * len(BALLOTS)
    ranges = [interval(a, s, m) for a, s, m in zip(fit.amounts, fit.sd, most, strict=True)]
    low, high = ranges[-1]
    alarm = bool(low > ALARM * total)
    stations = some.stations - fit.amounts[0]
    place = f"the core at {middle[0]:.0%} and {middle[1]:.0%}" if at_core else (
        f"{middle[0]:.0%} and {middle[1]:.0%}, as the stations of the lowest turnout say")  # fmt: skip
    says = (
        f"{fit.amounts[-1]:,.0f} of {total:,} ballots for {case.leader_name} were stuffed or switched ({low:,.0f} to "
        f"{high:,.0f}), at {stations:,.0f} of {some.stations:,} stations, if honest stations are one bell curve "
        f"around {expit(fit.params[0]):.0%} turnout and {expit(fit.params[2]):.0%} support, which fits best; "
        f"{around_core[-1]:,.0f} if they lie around {place}, with support unrelated to turnout."
    )
    range_is = "95 %, territories independent; holds if the assumption does"
    if below is not None and _doubtful(fit, low, total, below):
        if high < below.low or low > below.high:
            says += " The stations of the lowest turnout disagree: one bell curve does not describe honest voting here."
        both = float(fit.amounts[-1]), float(around_core[-1])
        low, high = with_references((low, high), both, (max(below.low, 0.0), below.high), total)
        says += f" With every reference that the stations of the lowest turnout allow: {low:,.0f} to {high:,.0f}."
        range_is = ("the fit's 95 % and all references from the lowest turnout: between both where they agree, else "
                    "over both")  # fmt: skip
    if at_core and not core.single:
        says += f" That is doubtful: {core.why}."
    return replace(
        ABOUT,
        says=says, value=float(fit.amounts[-1]), low=low, high=high,
        range_is=range_is, alarm=alarm,
        tables=_tables(some, fit, around_core, ranges),
    )  # fmt: skip


def with_references(own: Span, estimates: Span, references: Span, total: int) -> Span:
    """A range from a fit's own and that of references; `estimates` are free, and with honest voting held at the core.

    Where references hold the free fit each supports the other, and the ends are halfway between theirs (geometric
    means), stretched to the other estimate if references hold that too. Otherwise one of them is wrong and returns do
    not say which: the range is over both.
    """
    if not references[0] <= estimates[0] <= references[1]:
        return min(own[0], references[0]), min(max(own[1], references[1]), float(total))
    low, high = (float(np.sqrt(max(a, 0.0) * max(b, 0.0))) for a, b in zip(own, references, strict=True))
    inside = [x for x in estimates if references[0] <= x <= references[1]]
    return min(low, *inside), min(max(high, *inside), float(total))


def _doubtful(fit: Fit, low: float, total: int, below: References) -> bool:
    """Whether the fit sees fraud, or less or more of it than references do: its range then knows too little."""
    return low > ALARM * total or not below.low <= fit.amounts[-1] <= below.high


def _tables(case: Case, fit: Fit, around_core: Floats, ranges: list[tuple[float, float]]) -> dict[str, pl.DataFrame]:
    of = [("stations", c) for c in CLASSES] + [("ballots", b) for b in BALLOTS]
    rows = [(*n, float(a), *r, float(h)) for n, a, r, h in zip(of, fit.amounts, ranges, around_core, strict=True)]
    amounts = pl.DataFrame(rows, schema=["of", "kind", "estimate", "low", "high", "around_core"], orient="row")
    names = ("logit turnout", "log sd turnout", "logit support", "log sd support", "atanh correlation")
    honest = pl.DataFrame({"parameter": names, "estimate": fit.params[:5], "sd": np.sqrt(np.diag(fit.spread))[:5]})
    present, code = np.unique(case.region, return_inverse=True)
    regions = pl.DataFrame(
        {
            "region": pl.Series([case.regions[k] for k in present], dtype=pl.String),
            "stations": np.bincount(code), "not_honest": np.bincount(code, fit.chance),
            "leader": np.bincount(code, case.leader).astype(np.int64), "false": np.bincount(code, fit.ballots),
        }
    ).sort("region")  # fmt: skip
    stations = pl.DataFrame({"row": case.row, "chance": fit.chance, "false": fit.ballots}).sort("row")
    return {"amounts": amounts, "honest": honest, "regions": regions, "stations": stations}


class Fit(NamedTuple):
    """A fitted mixture.

    Parameters
    ----------
    params : float64 array of shape (15,)
        Honest voters (5, see `mixture_grid.masses`), then logarithms of weights against the first of their kind:
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

    params: Floats
    spread: Floats
    likelihood: float
    amounts: Floats
    sd: Floats
    chance: Floats
    ballots: Floats


class Seen(NamedTuple):
    """What a fit looks at: chances over the grid, and the leader's ballots."""

    turnout: Side
    result: Side
    leader: Floats


def fitted(case: Case, core: tuple[float, float]) -> tuple[Fit, Floats]:
    """The most likely mixture, and the most likely one among those whose honest stations lie around the core.

    Parameters
    ----------
    case : Case
        As `find` prepares it: `ordered(case, 100)`.
    core : (float, float), share
        Honest turnout and result to start from.

    Returns
    -------
    Fit, float64 array of shape (8,)
        With everything free; amounts with the honest middle fixed at the core and turnout unrelated to support.
    """
    seen = Seen(side(case.cast, case.registered), side(case.leader, case.cast), case.leader.astype(float))
    fixed = _climbed(_start(case, core), seen, np.array([k for k in range(15) if k not in (0, 2, 4)]))
    params = _climbed(fixed, seen, np.arange(15))
    spread = _spread(params, seen, case)
    amounts, noise, chance, ballots = _amounts(params, seen)
    slopes = np.empty((params.size, amounts.size))
    for k in range(params.size):
        step = 0.05 * min(max(np.sqrt(spread[k, k]), 1e-4), 2.0) * np.eye(params.size)[k]
        slopes[k] = (_amounts(params + step, seen)[0] - amounts) / step[k]
    sd = np.sqrt(np.einsum("ka,kl,la->a", slopes, spread, slopes) + noise)
    likelihood = -_score(params, seen)[0] * case.stations
    return Fit(params, spread, likelihood, amounts, sd, chance, ballots), _amounts(fixed, seen)[0]


def _start(case: Case, middle: tuple[float, float]) -> Floats:
    a, v = (np.clip(x, 0.005, 0.995) for x in (case.turnout, case.result))
    out = np.zeros(15)
    for k, x, m in ((0, logit(a), logit(middle[0])), (2, logit(v), logit(middle[1]))):
        below = x[x < m] - m  # fraud does not move stations down
        out[k], out[k + 1] = m, np.log(np.clip(np.sqrt(np.mean(below**2)) if below.size else 0.3, 0.1, 1.0))
    out[5:9] = np.log(0.05 / 0.8)
    return out


def _climbed(params: Floats, seen: Seen, free: Ints) -> Floats:
    """Up to the top of the likelihood in the free parameters, in coordinates in which it is about round."""
    n = seen.leader.size
    params, before = params.copy(), np.inf
    for _ in range(ROUNDS):
        scores = _scores(params, seen)[free]
        curve = scores @ scores.T
        curve[np.diag_indices(free.size)] += PRIOR
        into = np.linalg.inv(np.linalg.cholesky(curve)).T * np.sqrt(n)  # from round coordinates to parameters

        def off(z: Floats, into: Floats = into, base: Floats = params) -> tuple[float, Floats]:
            p = base.copy()
            p[free] += into @ z
            # a step may go off the scale of logits: a value that is no number ends the climb there
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
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


def _scores(params: Floats, seen: Seen) -> Floats:
    """Derivative of each station's log-likelihood by each parameter: float64 array of shape (15, stations)."""
    made, mass, slope, _ = _model(params)
    chance = likely(seen.turnout, seen.result, mass)
    by = [*made.slope, *np.tensordot(slope, made.component, 1)]
    return np.asarray([likely(seen.turnout, seen.result, m) / chance for m in by])


def _softmax(free: Floats) -> Floats:
    x = np.concatenate([[0.0], free])
    e = np.exp(x - x.max())
    return np.asarray(e / e.sum())


def _weights(params: Floats) -> tuple[Floats, Floats, Floats]:
    """Component weights, their derivatives by the ten free numbers (10, 26), and all simple weights in a row (13)."""
    kind, x, y = _softmax(params[5:9]), _softmax(params[9:12]), _softmax(params[12:15])

    def put(kind: Floats, x: Floats, y: Floats) -> Floats:
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


def _soft_slope(weight: Floats, k: int) -> Floats:
    """Derivative of softmax weights by the logarithm of weight k + 1."""
    return np.asarray(weight[k + 1] * (np.eye(weight.size)[k + 1] - weight))


def _model(params: Floats) -> tuple[Masses, Floats, Floats, Floats]:
    weight, slope, simple = _weights(params)
    made = masses(params[:5], weight)
    return made, np.tensordot(weight, made.component, 1) + ODD, slope, simple


def _score(params: Floats, seen: Seen) -> tuple[float, Floats]:
    """Negative log-likelihood a station, with the prior of the weights, and its slope."""
    made, mass, slope, simple = _model(params)
    chance = likely(seen.turnout, seen.result, mass)
    back = gathered(seen.turnout, seen.result, 1 / chance)
    by_honest = np.tensordot(made.slope, back, 2)
    by_weight = slope @ np.tensordot(made.component, back, 2)
    by_prior = np.concatenate([PRIOR * (1 - size * w[1:]) for size, w in _kinds(simple)])
    total = np.log(chance).sum() + PRIOR * np.log(np.maximum(simple, 1e-300)).sum()
    n = chance.size
    return -total / n, -np.concatenate([by_honest, by_weight + by_prior]) / n


def _kinds(simple: Floats) -> list[tuple[int, Floats]]:
    return [(5, simple[:5]), (BINS, simple[5 : 5 + BINS]), (BINS, simple[5 + BINS :])]


def _spread(params: Floats, seen: Seen, case: Case) -> Floats:
    """Covariance of the parameters: curvature on both sides of the scores' variance between territories."""
    n, count = case.stations, params.size
    curve = np.empty((count, count))
    for k in range(count):
        step = 1e-4 * np.eye(count)[k]
        curve[k] = (_score(params + step, seen)[1] - _score(params - step, seen)[1]) / 2e-4 * n
    if not np.isfinite(curve).all():
        return np.full((count, count), np.nan)
    value, vector = np.linalg.eigh((curve + curve.T) / 2)
    inverse: Floats = vector / np.maximum(value, 1e-3) @ vector.T
    unit, units_seen = units(case)
    if units_seen < FEW_TERRITORIES:
        return inverse
    scores = np.array([np.bincount(unit, s, units_seen) for s in _scores(params, seen)])
    scores -= scores.mean(1, keepdims=True)
    between = scores @ scores.T * units_seen / (units_seen - 1)
    # where only the prior speaks the scores do not vary: no less than the prior's own share of the curvature
    between[range(5, count), range(5, count)] += PRIOR
    return np.asarray(inverse @ between @ inverse)


def _amounts(params: Floats, seen: Seen) -> tuple[Floats, Floats, Floats, Floats]:
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
