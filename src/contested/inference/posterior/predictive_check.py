"""Do claims predicted by the posterior look like those that were made? Group by group.

A posterior predictive p near 0 or 1 says that a group's claims lie where the model hardly ever puts them. It is a
finding about the model, not a test at a level: the claims were used to fit. A number that several claims repeat counts
once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from contested.ground.arrays import Floats
from contested.inference.coverage import Coverage
from contested.inference.coverage import coverage as block_coverage
from contested.inference.likelihood.claim_arrays import ClaimArrays

#: ends of the 90 % band, and its middle
BAND = (0.05, 0.5, 0.95)
#: added to a number before the logarithm, so that none is a number too
RAISED = 1.0
#: share of fitted claims that 90 % bands of simulated runs have to hold
REACHED = 0.8
#: chance below which a count of claims in a band is called odd
UNLIKELY = 0.01


class Group(NamedTuple):
    """One group of claims beside the posterior predictive.

    Parameters
    ----------
    name : str
    claims : int
    higher : share
        Of replications whose mean lies below the claims': near 1, the claims are higher than predicted.
    wider : share
        Of replications whose claims scatter less about their mean prediction than those that were made.
    p : share
        Two-sided, of `higher`.
    within_50, within_90 : share
        Of claims within the central intervals.
    """

    name: str
    claims: int
    higher: float
    wider: float
    p: float
    within_50: float
    within_90: float


def groups(observed: Floats, replicated: Floats, group: Sequence[str]) -> list[Group]:
    """Each group, in order of first appearance.

    Parameters
    ----------
    observed : float64 array of shape (claims,)
        On the scale that means are taken on, which for counts is the logarithm; NaN is left out.
    replicated : float64 array of shape (draws, claims)
        Made claims, one row a posterior draw, on the same scale.
    group : sequence of str, one a claim
        Party, indicator, or both.
    """
    named = np.array(group)
    known = np.isfinite(observed)
    middle = replicated.mean(axis=0)
    out = []
    for name in dict.fromkeys(group):
        of = (named == name) & known
        if not of.any():
            continue
        reported, simulated = observed[of], replicated[:, of]
        higher = float(_below(simulated.mean(axis=1), reported.mean()))
        wider = float(_below(((simulated - middle[of]) ** 2).mean(axis=1), ((reported - middle[of]) ** 2).mean()))
        place = _below(simulated, reported)
        within = [float(np.mean(np.abs(place - 0.5) <= half)) for half in (0.25, 0.45)]
        out.append(Group(name, int(of.sum()), higher, wider, 2 * min(higher, 1 - higher), *within))
    return out


def _below(replicated: Floats, observed: Floats) -> Floats:
    """Share of replications, along the first axis, that lie below; ties count half."""
    return np.asarray((replicated < observed).mean(axis=0) + 0.5 * (replicated == observed).mean(axis=0))


def by_party(claims: ClaimArrays, figures: Floats) -> list[Group]:
    """Claims beside their predictions, party by party; copies, and claims without both ends, are left out."""
    return groups(log_reported(claims), log_figures(figures), [claims.parties[p].name for p in claims.party])


def width(table: pl.DataFrame) -> list[dict[str, Any]]:
    """Whether the posterior predictive bands are as wide as they should be, by indicator, of claims with both ends.

    Parameters
    ----------
    table : polars.DataFrame
        Columns holdout, indicator, claims, within_50, within_90.

    Returns
    -------
    list of dict
        The rows that differ, each with a verdict: "wide" if 50 % bands hold so many claims, or "narrow" if 90 % bands
        hold so few, that chance alone does so once in a hundred.
    """
    from scipy.stats import binom

    out = []
    for r in table.iter_rows(named=True):
        half, most = (round(r[name] * r["claims"]) for name in ("within_50", "within_90"))
        wide = binom.sf(half - 1, r["claims"], 0.5) < UNLIKELY
        narrow = binom.cdf(most, r["claims"], 0.9) < UNLIKELY
        if wide or narrow:
            out.append({**r, "verdict": "narrow" if narrow else "wide"})
    return out


def by_indicator(claims: ClaimArrays, figures: Floats) -> list[Group]:
    """Claims beside their predictions, indicator by indicator, as `by_party` does party by party."""
    names = [claims.cells.indicators[k] for k in claims.indicator]
    return groups(log_reported(claims), log_figures(figures), names)


def log_reported(claims: ClaimArrays) -> Floats:
    """Logarithm of each reported number, float64 array of shape (claims,); NaN where one end is open, and
    for copies of an earlier claim."""
    middle = np.where(np.isfinite(claims.high) & ~claims.listed & ~claims.copied, claims.reference, np.nan)
    return np.log(middle + RAISED)


def log_figures(figures: Floats) -> Floats:
    """Logarithm of figures, on the scale of `log_reported`."""
    return np.log(figures + RAISED)


def overlaps(reported_low: float, reported_high: float, low: float, high: float) -> bool:
    """Whether a report and the band have a number in common: "at least 100" lies in any band that passes 100."""
    return bool(reported_low <= high and reported_high >= low)


def coverage(table: pl.DataFrame) -> pl.DataFrame:
    """Share of claims within their 90 % bands, by set, indicator and side, with totals ("" for all).

    Parameters
    ----------
    table : polars.DataFrame
        Columns holdout, date, indicator, side, reported_high, within, prior_within, copy: a row a claim.

    Returns
    -------
    polars.DataFrame
        Columns holdout, indicator, side, claims, within, share, bounded, share_bounded, prior_share, days, low, high:
        `bounded` counts claims that have both ends, for many bands contain an "at least"; `days`, `low`, `high` and
        `prior_share` are those of `Coverage`.
    """
    parts, table = [], counted(table)
    for by in (("indicator", "side"), ("indicator",), ("side",), ()):
        for (holdout, *names), part in table.group_by("holdout", *by, maintain_order=True):
            found = of_table(part)
            both = part.filter(pl.col("reported_high").is_finite())
            parts.append({
                "holdout": holdout, "indicator": "", "side": "", **dict(zip(by, names)), "claims": found.claims,
                "within": int(part["within"].sum()), "share": found.share, "bounded": both.height,
                "share_bounded": both["within"].mean(), "prior_share": found.prior, "days": found.days,
                "low": found.low, "high": found.high,
            })  # fmt: skip
    return pl.DataFrame(parts, schema=COVERAGE).sort("holdout", "indicator", "side", maintain_order=True)


COVERAGE = {
    "holdout": pl.Boolean, "indicator": pl.String, "side": pl.String, "claims": pl.Int64, "within": pl.Int64,
    "share": pl.Float64, "bounded": pl.Int64, "share_bounded": pl.Float64, "prior_share": pl.Float64,
    "days": pl.Int64, "low": pl.Float64, "high": pl.Float64,
}  # fmt: skip


def counted(table: pl.DataFrame) -> pl.DataFrame:
    """The rows of a table of claims that count: none that copies another. Earlier versions did not write which do."""
    return table.filter(~pl.col("copy")) if "copy" in table.columns else table


def of_table(table: pl.DataFrame) -> Coverage:
    """Coverage of the claims of a table with columns date, within, prior_within and copy."""
    table = counted(table)
    within, prior = (table[name].to_numpy() for name in ("within", "prior_within"))
    return block_coverage(within, table["date"].to_numpy(), prior)


def pooled(table: pl.DataFrame) -> dict[str, dict[str, float | None]]:
    """`Coverage` of all fitted claims, and of the later ones if there are any, as answer.json has it."""
    names = {False: "fitted", True: "later"}
    return {
        names[bool(later)]: of_table(part)._asdict()
        for (later,), part in table.group_by("holdout", maintain_order=True)
    }  # fmt: skip


def replayed(by_emulator: pl.DataFrame, by_runs: pl.DataFrame) -> pl.DataFrame:
    """Share of claims in their 90 % bands, by indicator ("" for all): of the posterior, whose truths the emulator
    simulated and the claims shaped; of runs at its draws, which knew of claims only by the parameters; of the prior."""
    one, other = (
        coverage(t)
        .filter(pl.col("side") == "")
        .select("holdout", "indicator", "claims", "share", "share_bounded", "prior_share")
        for t in (by_emulator, by_runs)
    )
    other = other.drop("claims", "prior_share")
    return one.join(other, on=["holdout", "indicator"], suffix="_runs", maintain_order="left")


def shares(replays: pl.DataFrame) -> dict[str, float]:
    """Share of all claims in the 90 % bands of played runs: fitted, and later ones if there are any."""
    whole = replays.filter(pl.col("indicator") == "")
    names = {False: "fitted", True: "later"}
    return {names[r["holdout"]]: r["share_runs"] for r in whole.iter_rows(named=True)}


def weighted_quantiles(values: Floats, weight: Floats, chances: tuple[float, ...]) -> list[float]:
    """Quantiles of weighted numbers; NaN ones left out."""
    good = np.isfinite(values) & (weight > 0)
    if not good.any():
        return [float("nan")] * len(chances)
    order = np.argsort(values[good], kind="stable")
    v, w = values[good][order], weight[good][order]
    up = (np.cumsum(w) - 0.5 * w) / w.sum()
    return [float(np.interp(c, up, v)) for c in chances]


def bands(figures: Floats) -> list[list[float]]:
    """5, 50 and 95 % of each column; NaN ones left out."""
    one = np.ones(len(figures))
    columns = [weighted_quantiles(column, one, BAND) for column in figures.T]
    return [[c[k] for c in columns] for k in range(3)]
