"""Votes that grow with turnout (Shpilkin): how many ballots for the leader exceed what the others' ballots explain.

Stations are put in bins of one point of turnout. In a window of clean bins the leader's ballots are k times all
others'. If honest support has nothing to do with turnout, the same k holds at any turnout; what the leader has above
it, in bins above the window, is anomalous. The number is that of one window; the range is over every reference that
the returns allow (`models.reference`), since the thickest place of widespread fraud is itself falsified.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.models.core import Core, find_core
from contested.forensics.models.reference import FEW, PARTS, References, references
from contested.forensics.table.case import Case, ordered
from contested.forensics.table.resample import UNITS, middle95, resamples, units
from contested.ground import streams
from contested.ground.draws import uniforms

BINS = 101
#: bins of the reference window
WIDTH = 4
#: how far, in points, windows of the sensitivity table start from the one that was found
SHIFT = 3
TIMES = 200
#: stations and territories a region needs for a curve of its own
REGION_STATIONS = 200
#: anomalous part of the leader's ballots below which no alarm is raised
SMALL_PART = 0.01


class Curve(NamedTuple):
    """Ballots by turnout: bin b holds stations with b <= turnout < b + 1, in percent.

    Parameters
    ----------
    leader, others : float64 array of shape (..., 101), ballot
        `others` includes invalid ballots.
    issued, registered : float64 array of shape (...), ballot, person
        Totals.
    """

    leader: np.ndarray
    others: np.ndarray
    issued: np.ndarray
    registered: np.ndarray


class Anomaly(NamedTuple):
    """What a window makes of a curve; arrays where the curve holds several.

    Parameters
    ----------
    k : float
        Leader's ballots for one other, in the window.
    ballots : float, ballot
        Anomalous: the leader's above k times the others', in bins above the window; below 0 where the leader has fewer.
    result, turnout : float, share
        With the anomalous ballots taken away.
    """

    k: np.ndarray
    ballots: np.ndarray
    result: np.ndarray
    turnout: np.ndarray


def curve(case: Case, groups: np.ndarray | None = None, count: int = 0) -> Curve:
    """Add up stations by turnout, in integers, for the country or for each of `count` groups."""
    bins = 100 * case.issued // case.registered
    group = np.zeros(case.stations, np.int64) if groups is None else groups
    count = 1 if groups is None else count
    at = group * BINS + bins
    leader, others = (
        np.bincount(at, x, count * BINS).reshape(count, BINS) for x in (case.leader, case.cast - case.leader)
    )
    issued, registered = (np.bincount(group, x, count) for x in (case.issued, case.registered))
    if groups is None:
        leader, others, issued, registered = leader[0], others[0], issued[0], registered[0]
    return Curve(leader, others, issued, registered)


def anomaly(curve: Curve, window: tuple[int, int]) -> Anomaly:
    """Shpilkin's estimate for one window.

    The window is turnout in percent from the first number up to, not including, the second. NaN where it holds no
    ballots for others.
    """
    start, stop = window
    leader, others = curve.leader, curve.others
    with np.errstate(divide="ignore", invalid="ignore"):
        k = leader[..., start:stop].sum(-1) / others[..., start:stop].sum(-1)
        k = np.where(np.isfinite(k), k, np.nan)
        ballots = leader[..., stop:].sum(-1) - k * others[..., stop:].sum(-1)
        clean = leader.sum(-1) - ballots
        return Anomaly(k, ballots, clean / (clean + others.sum(-1)), (curve.issued - ballots) / curve.registered)


def around(turnout: float) -> tuple[int, int]:
    """The window whose middle is nearest to a turnout (a share); one that would leave the scale stays on it."""
    start = min(max(round(100 * turnout) - WIDTH // 2, 0), BINS - WIDTH)
    return start, start + WIDTH


def windows(curve: Curve, window: tuple[int, int]) -> pl.DataFrame:
    """The estimate for every window that starts within `SHIFT` points, of 2, 4 and 6 bins."""
    rows = []
    middle = sum(window) / 2
    for width in (2, 4, 6):
        for shift in range(-SHIFT, SHIFT + 1):
            start = round(middle - width / 2) + shift
            if start >= 0 and start + width <= BINS:
                rows.append((start, start + width))
    return _estimates(curve, rows)


def _estimates(curve: Curve, windows: Sequence[tuple[int, int]]) -> pl.DataFrame:
    rows = [(*window, *(float(v) for v in anomaly(curve, window))) for window in windows]
    return pl.DataFrame(rows, schema=["start", "stop", "k", "ballots", "result", "turnout"], orient="row")


def again(case: Case, window: tuple[int, int], *, times: int = TIMES, seed: int = 1) -> Anomaly:
    """The estimate for territories drawn again, `times` over; for stations if there are fewer than `UNITS` territories.
    """
    unit, count = units(case)
    if count < UNITS:
        return anomaly(_stations_again(ordered(case), times, seed), window)
    per = curve(case, unit, count)
    drawn = resamples(count, times, seed).astype(float)
    return anomaly(Curve(*(drawn @ x for x in per)), window)


def _stations_again(case: Case, times: int, seed: int) -> Curve:
    """Curves of stations drawn again one by one, one at a time: a file without territories may have 100,000."""
    bins, rows = 100 * case.issued // case.registered, []
    for k in range(times):
        u = uniforms(case.stations, seed, streams.RESAMPLE_UNITS, draw=k)
        drawn = np.bincount((u * case.stations).astype(np.int64), minlength=case.stations)
        leader, others = (np.bincount(bins, drawn * x, BINS) for x in (case.leader, case.cast - case.leader))
        rows.append((leader, others, drawn @ case.issued, drawn @ case.registered))
    return Curve(*(np.array(x) for x in zip(*rows, strict=True)))


def by_region(case: Case, window: tuple[int, int]) -> pl.DataFrame:
    """Each region: its anomalous ballots by the country's k, and by its own where it has a core of its own; below 0
    where the leader has fewer than that."""
    k = anomaly(curve(case), window).k
    rows = []
    for code in np.unique(case.region):
        part = case.where(case.region == code)
        seen = curve(part)
        by_country = float(seen.leader[window[1] :].sum() - k * seen.others[window[1] :].sum())
        row = [case.regions[code], part.stations, int(part.leader.sum()), by_country]
        core = find_core(part) if part.stations >= REGION_STATIONS else None
        if core is not None and core.single:
            own = around(core.turnout)
            a = anomaly(seen, own)
            row += [core.turnout, core.result, *own, float(a.k), float(a.ballots)]
        else:
            row += [None] * 6
        rows.append(row)
    kinds = {"region": pl.String, "stations": pl.Int64, "leader": pl.Int64, "ballots_by_country": pl.Float64}
    kinds |= {"core_turnout": pl.Float64, "core_result": pl.Float64, "start": pl.Int64, "stop": pl.Int64}
    kinds |= {"k": pl.Float64, "ballots": pl.Float64}
    return pl.DataFrame(rows, schema=kinds, orient="row").sort("region")


ABOUT = Finding(
    name="turnout-curve", title="Votes that grow with turnout (Shpilkin)", kind="estimate",
    unit="ballot",
    rule=f"the whole range lies above 0, and the estimate is at least {SMALL_PART:.0%} of the leader's ballots",
    assumes="Honest support for the leader is unrelated to turnout, over the country or at least within regions or "
    "territories, and the stations with the lowest turnout are clean.",
    fails_when="Stations with honestly higher turnout honestly favour the leader more (villages, national republics, "
    "a class gradient, postal stations): the difference is counted as anomalous. Votes switched at unchanged turnout "
    "are not seen, nor is fraud inside the window, which makes the estimate too low. At stations with higher "
    "turnout, a switched vote counts more than once. If there are falsified stations everywhere, only a lower bound "
    "remains.",
    cites=("shpilkin2011", "kobak2016"),
)  # fmt: skip


def find(case: Case, *, seed: int = 1, window: tuple[int, int] | None = None, times: int = TIMES) -> Finding:
    """Anomalous ballots, over references, resampled territories and regions.

    Parameters
    ----------
    case : Case
    seed : int
    window : (int, int), percent, optional
        Reference window, where it is known better than the returns tell; the range is then over windows near it.
    times : int
        Resamples.
    """
    case = case.where(case.cast > 0)
    whole = curve(case)
    if window is not None:
        return _by_window(case, whole, window, "the one that was given", times=times, seed=seed)
    core = find_core(case)
    if not core.islands:
        return replace(ABOUT, says=f"No estimate: {core.why}.")
    all_references = references(case, times=times, seed=seed)
    if all_references is None and core.single and case.stations < FEW:
        # too few for references from below: the thickest place, where fraud is not widespread
        near = "the thickest place; where most stations are falsified, that is falsified too"
        return _by_window(case, whole, around(core.turnout), near, times=times, seed=seed)
    if all_references is None:
        return replace(ABOUT, says="No estimate: the stations of the lowest turnout are too few, or have no ballot for "
                                   "others.")  # fmt: skip
    window = _window(case, whole, core, all_references)
    a = anomaly(whole, window)
    if not np.isfinite(a.k):
        return replace(ABOUT, says=f"No estimate: nobody voted for others at {window[0]} to {window[1]} % turnout.")
    value = float(a.ballots)
    low, high = min(all_references.low, value), max(all_references.high, value)
    if window == around(core.turnout):
        tried = windows(whole, window)["ballots"].drop_nans().to_list()
        low, high = min(low, *tried), max(high, *tried)
    parts = "; ".join(
        f"{x.ballots[x.end - 1]:,.0f} if compared within {'the country' if x.name == 'country' else x.name}"
        for x in all_references.levels
    )
    if all_references.bounded:
        span = f"{low:,.0f} to {high:,.0f} over all references: {parts}"
    else:
        span = (f"at least {low:,.0f}; more cannot be said, for support rises from the lowest turnout on, so that no "
                "stations can be taken for clean")  # fmt: skip
    return replace(
        ABOUT,
        says=_says(case, a, window, span), value=value, low=low, high=high if all_references.bounded else None,
        range_is=f"over references within {', '.join(x.name for x in all_references.levels)}, each with 95 % of "
        f"{times} resamples of territories" + ("" if all_references.bounded else "; a lower bound only"),
        alarm=bool(low > 0 and value >= SMALL_PART * case.leader.sum()),
        tables=_tables(case, whole, window) | {"references": all_references.table},
    )  # fmt: skip


def _window(case: Case, whole: Curve, core: Core, below: References) -> tuple[int, int]:
    """Around the core if that agrees with the references from below; else of their lowest turnout, to agree best."""
    window = around(core.turnout)
    value = float(anomaly(whole, window).ballots)
    if core.single and below.low <= value <= below.high:
        return window
    turnout = np.sort(case.turnout)
    first, *stops = (int(100 * turnout[int(q * (turnout.size - 1))]) for q in (0.01, *PARTS))
    tried = [(first, min(max(stop, first) + 1, BINS)) for stop in stops]
    off = [abs(float(anomaly(whole, w).ballots) - below.middle) for w in tried]
    return tried[int(np.nanargmin([x if np.isfinite(x) else np.inf for x in off]))]


def _by_window(
    case: Case, whole: Curve, window: tuple[int, int], near: str, *, times: int, seed: int
) -> Finding:
    a = anomaly(whole, window)
    if not np.isfinite(a.k):
        return replace(ABOUT, says=f"No estimate: nobody voted for others at {window[0]} to {window[1]} % turnout.")
    over, drawn = windows(whole, window), "territories"
    if units(case)[1] < UNITS:
        drawn = f"stations, because there are fewer than {UNITS} territories"
    low, high = middle95(again(case, window, times=times, seed=seed).ballots)
    tried = over["ballots"].drop_nans().to_list()
    low, high = min(low, *tried), max(high, *tried)
    return replace(
        ABOUT,
        says=_says(case, a, window, f"{low:,.0f} to {high:,.0f} over windows near {near}"),
        value=float(a.ballots), low=low, high=high,
        range_is=f"95 % of {times} resamples of {drawn}, or {len(over)} windows, whichever reaches farther",
        alarm=bool(low > 0 and a.ballots >= SMALL_PART * case.leader.sum()),
        tables=_tables(case, whole, window),
    )  # fmt: skip


def _says(case: Case, a: Anomaly, window: tuple[int, int], span: str) -> str:
    if a.ballots < 0:
        return (
            f"{case.leader_name} has {-float(a.ballots):,.0f} fewer ballots than support at {window[0]}-{window[1]} % "
            f"turnout explains, so there is no excess by this reference ({span})."
        )
    return (
        f"{float(a.ballots):,.0f} of {case.leader.sum():,} ballots for {case.leader_name} exceed what support at "
        f"{window[0]}-{window[1]} % turnout explains ({span}). Without them the result would be "
        f"{float(a.result):.1%} instead of {case.leader.sum() / case.cast.sum():.1%}, and turnout "
        f"{float(a.turnout):.1%} instead of {case.issued.sum() / case.registered.sum():.1%}."
    )


def _tables(case: Case, whole: Curve, window: tuple[int, int]) -> dict[str, pl.DataFrame]:
    k = float(anomaly(whole, window).k)
    shown = pl.DataFrame({"turnout": np.arange(BINS), "leader": whole.leader, "others": whole.others,
                          "scaled_others": k * whole.others})  # fmt: skip
    return {"estimate": _estimates(whole, [window]), "curve": shown, "windows": windows(whole, window),
            "regions": by_region(case, window)}  # fmt: skip
