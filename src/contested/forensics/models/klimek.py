"""How many stations stuff ballots, by the model of Klimek, Yegorov, Hanel & Thurner (2012), fitted twice.

Once as published: honest voting is read off the first tops of two densities, each looked at alone, and the three
numbers of fraud from the leader's part of the registered. Once with the honest core found first, in turnout and result
together, and the whole fingerprint fitted. A fit that takes fraud for honest voting shows when its fingerprint is laid
beside the observed one; so both are always handed out.

Fits compare many settings, all simulated from the same draws: a mixture's histogram is then the weighted sum of its
three kinds', and only the exponent and the reach of fraud need a simulation of their own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.ndimage import gaussian_filter1d

from contested.forensics.finding import Finding
from contested.forensics.models.core import Core, find_core
from contested.forensics.models.klimek_stations import Kind, Stations, Voters, draws, half_normal, reported, simulate
from contested.forensics.models.reference import agrees, clean_place, references
from contested.forensics.table.case import SMALL, Case, Floats, ordered

#: step of the published density, and where its tops begin to count
STEP, FIRST = 0.001, 0.3
#: stations a fit needs
FEW = 200
ALPHAS = tuple(np.arange(0.5, 5.01, 0.1))
#: of the second fit, whose simulations are in two dimensions
COARSE_ALPHAS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
REACHES = (0.15, 0.25, 0.35, 0.45, 0.55, 0.7, 1.0)
BINS = 100
#: cells a side of the fingerprint that is fitted
SIDE = 25
#: part of a cell's stations that no kind of station need explain
ODD = 1e-6
#: parts of stations above which `find` alarms: incremental, extreme
ALARM = (0.2, 0.01)
#: an estimate is known by this factor either way, since the law of intensities is not known: nine of ten elections with
#: ballots planted by four laws (benchmarks/audits/elections.py, seeds from 51,000 on) lie within it
FACTOR = 2**0.5


FRAUD: tuple[Kind, ...] = ("incremental", "extreme")


class Fit(NamedTuple):
    """A fitted model.

    Parameters
    ----------
    voters : Voters
    incremental, extreme : float, share of stations
        "f_i", "f_e".
    alpha : float
        How switching follows stuffing.
    """

    voters: Voters
    incremental: float
    extreme: float
    alpha: float


def honest_part(turnout: Floats, result: Floats) -> Voters:
    """Honest voting as published: first tops above 0.3 of Gaussian kernel densities, and spreads below them.

    NaN where a density has no top above 0.3. For Russia 2011 all five published digits come out if, against the
    description (klimek2012, supporting information), stations below 100 voters stay in and the bandwidth is Scott's.
    """
    tau, nu = _first_top(turnout), _first_top(result)
    both, below, above = (turnout < tau) & (result < nu), result < nu, result > nu
    return Voters(
        tau, nu, _deviation(turnout[both] - tau), _deviation(result[below] - nu),
        float(np.sqrt(_deviation(result[above] - nu))),
    )  # fmt: skip


def published(case: Case, *, seed: int = 1) -> Fit:
    """The published fit: least (simulated - seen)^2 / seen over bins of 1 % of the leader's part of the registered."""
    some = ordered(case)
    voters = honest_part(some.turnout, some.result)
    if not np.isfinite(voters).all() or min(voters[2:]) <= 0:
        return Fit(voters, np.nan, np.nan, np.nan)
    some = ordered(case, SMALL)
    seen = _parts(some.leader / some.registered)
    weight = 1 / np.sqrt(np.maximum(seen, 1 / some.stations))
    stations = simulate(voters, draws(seed))
    best = (np.inf, 0.0, 0.0, 0.0)
    honest = _parts(reported(stations, "honest")[1])
    for alpha in ALPHAS:
        kinds = [_parts(reported(stations, kind, alpha)[1]) - honest for kind in FRAUD]
        f, off = _within_triangle(np.array(kinds).T * weight[:, None], (seen - honest) * weight)
        best = min(best, (off, *f, float(alpha)))
    return Fit(voters, *best[1:])


def from_core(case: Case, core: Core, *, seed: int = 1) -> Fit:
    """Our fit: honest voting is the core, and fraud what makes the fingerprint most likely.

    Parameters
    ----------
    case : Case
    core : Core
        Its middle stands for tau and nu; spreads are those of stations below it.
    seed : int
    """
    some = ordered(case, SMALL)
    a, v = some.turnout, some.result
    # below the core in one and near it in the other: far below in both lie other kinds of stations (hospitals, ships)
    low_a, low_v = (a < core.turnout) & (np.abs(v - core.result) < 0.15), (v < core.result) & (a < core.turnout + 0.1)
    spread_a, spread_v = (max(_deviation(x), 0.01) for x in (a[low_a] - core.turnout, v[low_v] - core.result))
    seen = _cells(a, v)
    u = draws(seed)
    base = Voters(core.turnout, core.result, spread_a, spread_v, 0.3)
    stations = simulate(base, u)
    honest = _reported_cells(stations, "honest")
    extremes = {alpha: _reported_cells(stations, "extreme", alpha) for alpha in COARSE_ALPHAS}
    best = (-np.inf, base, np.zeros(3), 0.0)
    for reach in REACHES:
        voters = base._replace(reach=reach)
        stations = stations._replace(incremental=half_normal(reach, u.reach))
        for alpha in COARSE_ALPHAS:
            some_fraud = _reported_cells(stations, "incremental", alpha)
            likely, f = _mixture(seen, np.array([honest, some_fraud, extremes[alpha]]))
            if likely > best[0]:
                best = (likely, voters, f, alpha)
    _, voters, f, alpha = best
    return Fit(voters, float(f[1]), float(f[2]), float(alpha))


def fingerprint_of(fit: Fit, *, seed: int = 1) -> Floats:
    """Share of stations in each cell of turnout x result under a fit: float64 array of shape (25, 25)."""
    stations = simulate(fit.voters, draws(seed))
    return (
        (1 - fit.incremental - fit.extreme) * _reported_cells(stations, "honest")
        + fit.incremental * _reported_cells(stations, "incremental", fit.alpha)
        + fit.extreme * _reported_cells(stations, "extreme", fit.alpha)
    )


ABOUT = Finding(
    name="klimek", title="Stuffing model of Klimek and others", kind="estimate", unit="share",
    rule=f"in the fit from the core (or, if the core is falsified itself, from the stations with the lowest turnout) "
    f"over {ALARM[0]:.0%} of stations have some stuffing or over {ALARM[1]:.0%} have extreme stuffing",
    assumes="Over all stations of the country, honest turnout and honest support each follow one bell curve and are "
    "unrelated, and fraud raises both.",
    fails_when="Honest regions that differ do not follow one bell curve: everything above the first peak is then "
    "called fraud, in all fits. A fit that mistakes widespread fraud for honest voting gives too low a number. The "
    "published rule may mistake a small irregularity of the density for its first peak (Russia 2018).",
    cites=("klimek2012",),
)  # fmt: skip


def find(case: Case, *, seed: int = 1, ranges: bool = True) -> Finding:
    """Both fits, and their fingerprints beside the observed one; without `ranges` value and alarm, and no more."""
    some = ordered(case, SMALL)
    core = find_core(some)
    if some.stations < FEW or not core.islands:
        return replace(ABOUT, says=f"No fit: {some.stations} stations with {SMALL} voters are too few.")
    seen = _cells(some.turnout, some.result)
    seen = seen / seen.sum()
    found = references(case, seed=seed)
    from_below = found is not None and not agrees(some, core, found)
    places = {"core first": core}
    if found is not None:
        places["from below"] = _moved(core, *clean_place(some, found.middle))
        others = [x for k, x in enumerate(found.levels) if k != found.best and ranges]
        places |= {x.name: _moved(core, *clean_place(some, float(x.ballots[x.end - 1]))) for x in others}
    main, last = ("from below" if x else "core first" for x in (from_below, found is not None))
    if not ranges:
        fits = {name: from_core(case, places[name], seed=seed) for name in {main: None, last: None}}
        value = together(some, fits[last], places[last].turnout)
        return replace(ABOUT, says="The value and the alarm alone.", value=value, alarm=_alarms(fits[main]))
    fits = {name: from_core(case, place, seed=seed) for name, place in places.items()}
    ours, theirs = fits[main], published(case, seed=seed)
    shown_fits = {main: ours, "core first": fits["core first"]}
    shown_fits |= {"as published": theirs} if np.isfinite(theirs.alpha) else {}
    shown = {name: fingerprint_of(fit, seed=seed) for name, fit in shown_fits.items()}
    off = {name: float(np.abs(x - seen).sum() / 2) for name, x in shown.items()}
    fingerprint = _long(seen, "observed").with_columns(*(pl.Series(n, s.ravel()) for n, s in shown.items()))
    says = (
        f"With the honest core at {ours.voters.turnout:.1%} turnout and {ours.voters.result:.1%}, "
        f"{ours.incremental:.0%} of stations add some fraud and {ours.extreme:.1%} nearly all they can"
    )
    if np.isfinite(theirs.alpha):
        says += f"; the fit as published says {theirs.incremental:.0%} and {theirs.extreme:.1%}"
    says += f". The first puts {off[main]:.0%} of stations where the returns have none."
    if from_below:
        says += (" The thickest place is no honest core: stations of the lowest turnout vote otherwise, and honest "
                 "voting was read off them.")  # fmt: skip
    elif not core.single:
        says += f" There is no single core, so neither can be relied on: {core.why}."
    value = together(some, fits[last], places[last].turnout)
    by_level = [together(some, fits[name], places[name].turnout) for name in fits if name not in ("core first", last)]
    none = found is not None and found.low <= 0
    low, high = 0.0 if none else min(value / FACTOR, *by_level, 1.0), min(max(value * FACTOR, *by_level, 0.0), 1.0)
    says += (f" Together with how many more stations lie above the honest turnout ({places[last].turnout:.0%}) than "
             f"below it, {value:.0%} of stations ({low:.0%} to {high:.0%}).")  # fmt: skip
    if none:
        says += " It may be none: the stations of the lowest turnout explain all of the leader's ballots."
    return replace(
        ABOUT,
        says=says, value=value, low=low, high=high,
        range_is=f"by a factor of {FACTOR:.1f} either way, for the unknown law of how much is added: so far the "
        "estimate lay from the truth in nine of ten elections with planted fraud; and over what the stations of the "
        "lowest turnout say within territories, regions and the country",
        alarm=_alarms(ours),
        tables={"fits": _table(shown_fits, off), "places": _table(fits), "fingerprint": fingerprint},
    )  # fmt: skip


def _alarms(fit: Fit) -> bool:
    return fit.incremental > ALARM[0] or fit.extreme > ALARM[1]


def _table(fits: dict[str, Fit], off: dict[str, float] | None = None) -> pl.DataFrame:
    """A row a fit; with the part of stations that it puts where the returns have none."""
    columns = ("turnout", "result", "turnout_sd", "result_sd", "reach", "incremental", "extreme", "alpha", "misplaced")
    rows = [(name, *fit.voters, *fit[1:], None if off is None else off[name]) for name, fit in fits.items()]
    table = pl.DataFrame(rows, schema={"fit": pl.String} | dict.fromkeys(columns, pl.Float64), orient="row")
    return table if off is not None else table.drop("misplaced")


def together(case: Case, fit: Fit, turnout: float) -> float:
    """Share of stations that are falsified, by a fit and by a mirror image of the stations below an honest turnout.

    The fit knows one law of intensities only, and calls too many falsified where fraud is of one size and rare. The
    mirror image knows none; but where fraud is common it misses stations that stay below. So the more stations lie
    above, the more the fit counts: on the scale of logarithms, as much as the mirror image says.
    """
    parts, mirror = fit.incremental + fit.extreme, float(np.clip(1.0 - 2.0 * np.mean(case.turnout < turnout), 0.0, 1.0))
    return float(parts**mirror * mirror ** (1.0 - mirror))


def _moved(core: Core, turnout: float, result: float) -> Core:
    return replace(core, turnout=float(turnout), result=float(result))


def _first_top(x: Floats) -> float:
    """Of a density on a grid of 0.001 with Scott's bandwidth, as kernel density routines take it by default."""
    if x.size < 2 or np.ptp(x) == 0:
        return np.nan
    n = round(1 / STEP) + 1
    width = x.std(ddof=1) * x.size**-0.2
    at = np.bincount(np.rint(x / STEP).astype(np.int64), minlength=n).astype(float)
    density = gaussian_filter1d(at, width / STEP, mode="constant")
    tops = 1 + np.flatnonzero((density[1:-1] > density[:-2]) & (density[1:-1] >= density[2:]))
    tops = tops[tops * STEP > FIRST]
    return float(tops[0] * STEP) if tops.size else np.nan


def _deviation(x: Floats) -> float:
    """Root mean square; NaN of nothing."""
    return float(np.sqrt(np.mean(x * x))) if x.size else np.nan


def _parts(share: Floats) -> Floats:
    return np.histogram(share, bins=BINS, range=(0, 1))[0] / share.size


def _reported_cells(stations: Stations, kind: Kind, alpha: float = 1.0) -> Floats:
    turnout, leader = reported(stations, kind, alpha)
    return _cells(turnout, np.minimum(leader / np.maximum(turnout, 1e-9), 1.0))


def _cells(turnout: Floats, result: Floats) -> Floats:
    # a core without any spread has no turnout to draw
    known = np.isfinite(turnout) & np.isfinite(result)
    x, y = (np.minimum((v[known] * SIDE).astype(np.int64), SIDE - 1) for v in (turnout, result))
    return np.bincount(x * SIDE + y, minlength=SIDE * SIDE).reshape(SIDE, SIDE) / turnout.size


def _within_triangle(m: Floats, y: Floats) -> tuple[tuple[float, float], float]:
    """Least |m f - y|^2 for two numbers f of at least 0 that sum to at most 1: inside, or on one of three sides."""
    tries = [np.linalg.lstsq(m, y, rcond=None)[0]]
    for start, way in (((0, 0), (1, 0)), ((0, 0), (0, 1)), ((1, 0), (-1, 1))):
        s, w = np.array(start, float), np.array(way, float)
        along = m @ w
        t = np.clip(along @ (y - m @ s) / max(along @ along, 1e-300), 0, 1)
        tries.append(s + t * w)
    inside = [f for f in tries if (f >= 0).all() and f.sum() <= 1]
    off, first, second = min((float(((m @ f - y) ** 2).sum()), float(f[0]), float(f[1])) for f in inside)
    return (first, second), off


def _mixture(seen: Floats, kinds: Floats) -> tuple[float, Floats]:
    """Log-likelihood a station and most likely weights of three histograms, by expectation and maximisation."""
    p = kinds.reshape(3, -1) + ODD
    n = seen.ravel()
    f = np.array([0.6, 0.3, 0.1])
    for _ in range(60):
        f = f * (p @ (n / (f @ p)))
    return float(n @ np.log(f @ p)), f


def _long(cells: Floats, name: str) -> pl.DataFrame:
    x, y = np.indices(cells.shape)
    middle = (np.arange(SIDE) + 0.5) / SIDE
    return pl.DataFrame({"turnout": middle[x.ravel()], "result": middle[y.ravel()], name: cells.ravel()})
