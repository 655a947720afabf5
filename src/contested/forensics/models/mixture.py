"""Honest, stuffed, switched and extreme stations: a mixture fitted to counts by maximum likelihood.

In the spirit of the finite mixtures of Mebane and others (eforensics), in seconds: stations draw their ballots
binomially (`mixture_cells`), honest voters are a bell curve in logits, and intensities of fraud come in bins whose
weights are free (`mixture_masses`), so that no law of intensity is assumed. Fitted twice (`mixture_fit`): with honest
voting held at the core, and from there with everything free. Left free, widespread fraud may pass for honest voting;
the distance between both is shown. Intervals let territories, not stations, differ independently.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from scipy.special import expit

from contested.forensics.finding import Finding
from contested.forensics.indicators.core import find_core
from contested.forensics.models.mixture_fit import BALLOTS, CLASSES, Fit, fitted
from contested.forensics.table.case import Case
from contested.forensics.table.order import ordered

SMALL = 100
#: stations a fit needs
FEW = 200
#: alarm: lower end of false ballots, as part of the leader's
ALARM = 0.01


def interval(amount: float, sd: float, most: float) -> tuple[float, float]:
    """95 % of an amount of at most `most`, on the scale of its root: near 0 that has a likelihood's upper end."""
    if amount <= 0:
        return 0.0, 0.0
    half = 0.98 * sd / amount
    return float(amount * max(0.0, 1 - half) ** 2), float(min(amount * (1 + half) ** 2, most))


ABOUT = Finding(
    name="mixture", title="Honest, stuffed, switched and extreme stations", kind="estimate",
    unit="ballot",
    rule=f"the lower end of false ballots is above {ALARM:.0%} of the leader's",
    assumes="Over all stations of the country, the logits of honest turnout and support are one bell curve; "
    "fraud turns people who stayed away, and others' ballots, into votes for the leader.",
    fails_when="Honest regions that differ otherwise than one bell curve (a capital and a countryside, a few "
    "regions of one mind) are explained by fraud, and the interval does not know of it. Fraud spread evenly "
    "over all stations passes for honest voting.",
    cites=("klimek2012", "ferrari2018"),
)  # fmt: skip


def find(case: Case, *, seed: int = 1) -> Finding:
    """Stations and ballots by class, each with its interval."""
    del seed  # nothing is drawn
    some = ordered(case, SMALL)
    if some.stations < FEW or np.ptp(some.turnout) == 0 or np.ptp(some.result) == 0:
        return replace(ABOUT, says=f"No fit: {some.stations} stations with {SMALL} voters are too few or all alike.")
    core = find_core(some)
    middle = (core.turnout, core.result) if core.islands else (np.median(some.turnout), np.median(some.result))
    fit, held = fitted(some, (float(middle[0]), float(middle[1])))
    total = int(some.leader.sum())
    if not (np.isfinite(fit.amounts).all() and np.isfinite(fit.sd).all()):
        return replace(ABOUT, says="No fit: honest stations, as they look here, have no spread of their own.")
    most = [some.stations] * len(CLASSES) + [total] * len(BALLOTS)
    ranges = [interval(a, s, m) for a, s, m in zip(fit.amounts, fit.sd, most, strict=True)]
    low, high = ranges[-1]
    stations = some.stations - fit.amounts[0]
    says = (
        f"{fit.amounts[-1]:,.0f} of {total:,} ballots for {case.leader_name} were stuffed or switched ({low:,.0f} to "
        f"{high:,.0f}), at {stations:,.0f} of {some.stations:,} stations, if honest stations are one bell curve "
        f"around {expit(fit.params[0]):.0%} turnout and {expit(fit.params[2]):.0%} support, which fits best; "
        f"{held[-1]:,.0f} if they lie around the core at {middle[0]:.0%} and {middle[1]:.0%}, with support unrelated "
        "to turnout."
    )
    if not core.single:
        says += f" That is doubtful: {core.why}."
    return replace(
        ABOUT,
        says=says, value=float(fit.amounts[-1]), low=low, high=high,
        range_is="95 %, territories independent; holds if the assumption does", alarm=bool(low > ALARM * total),
        tables=_tables(some, fit, held, ranges),
    )  # fmt: skip


def _tables(case: Case, fit: Fit, held: np.ndarray, ranges: list[tuple[float, float]]) -> dict[str, pl.DataFrame]:
    of = [("stations", c) for c in CLASSES] + [("ballots", b) for b in BALLOTS]
    rows = [(*n, float(a), *r, float(h)) for n, a, r, h in zip(of, fit.amounts, ranges, held, strict=True)]
    columns = dict.fromkeys(("estimate", "low", "high", "around_core"), pl.Float64)
    amounts = pl.DataFrame(rows, schema={"of": pl.String, "kind": pl.String} | columns, orient="row")
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
