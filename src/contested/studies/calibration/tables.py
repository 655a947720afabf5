"""The tables of an answer: parameters, claims beside what is foretold of them, how often bands hold them, courses."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from contested.engine.params import walk
from contested.inference.likelihood.cells import Cells
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.posterior.information import Learnt
from contested.inference.posterior.predictive_check import Group, groups
from contested.inference.posterior.sbc import stretched
from contested.inference.priors import Priors
from contested.studies.calibration.posterior import Draws

#: ends of the 90 % band, and its middle
BAND = (0.05, 0.5, 0.95)
#: what a number is raised by under a logarithm, so that none is a number too
RAISED = 1.0


def posterior(params: Any, priors: Priors, draws: Draws, stretch: float, learnt: Learnt) -> pl.DataFrame:
    """A row a parameter: unit, prior, posterior (as wide as coverage asks for), and what was learnt."""
    declared = {name: d for name, _, d in walk(params)}
    before = priors.to_theta(np.repeat(_normal_quantiles()[:, None], len(priors.names), axis=1))
    after = priors.to_theta(np.quantile(stretched(draws.z, stretch), BAND, axis=0))
    rows = [
        {
            "parameter": p.name, "unit": declared[p.name].unit, "meaning": declared[p.name].meaning,
            "prior": declared[p.name].prior, "prior_median": before[1, k], "prior_low": before[0, k],
            "prior_high": before[2, k], "median": after[1, k], "low": after[0, k], "high": after[2, k],
            "spread_ratio": learnt.ratio[k], "contraction": learnt.contraction[k], "shift": learnt.shift[k],
            "surprise": learnt.surprise[k], "rhat": draws.rhat[k], "ess": draws.ess[k],
        }
        for k, p in enumerate(priors.each)
    ]  # fmt: skip
    return pl.DataFrame(rows)


def _normal_quantiles() -> np.ndarray:
    from scipy.special import ndtri

    return ndtri(np.array(BAND))


def claims(
    told: ClaimArrays, figures: np.ndarray, prior: np.ndarray, truth: np.ndarray, holdout: bool
) -> pl.DataFrame:
    """A row a claim: what was said, and the band of what was foretold of it.

    Parameters
    ----------
    told : ClaimArrays
    figures, prior : float64 arrays of shape (draws, claims)
        By the posterior and by the prior.
    truth : float64 array of shape (draws, cells)
    holdout : bool
        About a day after the date.
    """
    low, middle, high = _quantiles(figures)
    prior_low, prior_middle, prior_high = _quantiles(prior)
    true = _quantiles(truth[:, told.cell])
    rows = []
    for n, c in enumerate(told.claims):
        party = told.parties[told.party[n]]
        rows.append({
            "date": c.date, "end_date": c.end_date, "place": c.place,
            "indicator": told.cells.each[told.cell[n]].indicator,
            "party": party.name, "side": party.side, "quantity": c.quantity, "reported_low": told.low[n],
            "reported_high": told.high[n], "reference": told.reference[n], "listed": bool(told.listed[n]),
            "holdout": holdout, "low": low[n], "median": middle[n], "high": high[n],
            "within": within(told.low[n], told.high[n], low[n], high[n]), "true_low": true[0][n],
            "true_median": true[1][n], "true_high": true[2][n], "prior_low": prior_low[n],
            "prior_median": prior_middle[n], "prior_high": prior_high[n],
            "prior_within": within(told.low[n], told.high[n], prior_low[n], prior_high[n]),
        })  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA)


SCHEMA = {
    "date": pl.Date, "end_date": pl.Date, "place": pl.String, "indicator": pl.String, "party": pl.String,
    "side": pl.String, "quantity": pl.String, "reported_low": pl.Float64, "reported_high": pl.Float64,
    "reference": pl.Float64, "listed": pl.Boolean, "holdout": pl.Boolean, "low": pl.Float64, "median": pl.Float64,
    "high": pl.Float64, "within": pl.Boolean, "true_low": pl.Float64, "true_median": pl.Float64,
    "true_high": pl.Float64, "prior_low": pl.Float64, "prior_median": pl.Float64, "prior_high": pl.Float64,
    "prior_within": pl.Boolean,
}  # fmt: skip


def within(said_low: float, said_high: float, low: float, high: float) -> bool:
    """Whether what was said and the band have a number in common: "at least 100" lies in any band that passes 100."""
    return bool(said_low <= high and said_high >= low)


def coverage(table: pl.DataFrame) -> pl.DataFrame:
    """Share of claims within their 90 % bands, by set, indicator and side, with totals ("" for all).

    `bounded` counts claims that have both ends, for "at least" is held by many bands.
    """
    parts = []
    for by in (("indicator", "side"), ("indicator",), ("side",), ()):
        parts.append(
            table.group_by("holdout", *by, maintain_order=True).agg(
                pl.len().alias("claims"),
                pl.col("within").sum().cast(pl.Int64),
                pl.col("within").mean().alias("share"),
                pl.col("reported_high").is_finite().sum().cast(pl.Int64).alias("bounded"),
                pl.col("within").filter(pl.col("reported_high").is_finite()).mean().alias("share_bounded"),
                pl.col("prior_within").mean().alias("prior_share"),
            ).with_columns(**{name: pl.lit("") for name in ("indicator", "side") if name not in by})
        )  # fmt: skip
    columns = (
        "holdout", "indicator", "side", "claims", "within", "share", "bounded", "share_bounded", "prior_share",
    )  # fmt: skip
    return pl.concat([p.select(columns) for p in parts]).sort("holdout", "indicator", "side", maintain_order=True)


def replayed(by_emulator: pl.DataFrame, by_runs: pl.DataFrame) -> pl.DataFrame:
    """Share of claims in their 90 % bands, by indicator ("" for all): bands of the posterior, whose truths the emulator
    made and the claims shaped, and bands of runs played at its draws, which knew of no claim but by the parameters."""
    one, other = (
        coverage(t).filter(pl.col("side") == "").select("holdout", "indicator", "claims", "share", "share_bounded")
        for t in (by_emulator, by_runs)
    )  # fmt: skip
    return one.join(other.drop("claims"), on=["holdout", "indicator"], suffix="_runs", maintain_order="left")


def shares(replays: pl.DataFrame) -> dict[str, float]:
    """Share of all claims in the 90 % bands of played runs: fitted, and later ones if there are any."""
    whole = replays.filter(pl.col("indicator") == "")
    names = {False: "fitted", True: "later"}
    return {names[r["holdout"]]: r["share_runs"] for r in whole.iter_rows(named=True)}


def verdict(judgement: pl.DataFrame) -> dict[str, Any]:
    """What runs at the posterior say of the emulator: share of numbers in its 50 and 90 % bands, the largest offset,
    and the indicators in which they do not agree; nothing where there are no runs."""
    heard = judgement.filter(pl.col("verdict").is_not_null())
    if not heard.height:
        return {}
    weight = heard["cells"].to_numpy()
    worst = heard[int(heard["offset"].abs().arg_max())]
    bad = heard.filter(pl.col("verdict") != "agrees").select("indicator", "verdict", "offset", "within_90")
    return {
        "within_50": float(np.average(heard["within_50"], weights=weight)),
        "within_90": float(np.average(heard["within_90"], weights=weight)),
        "worst": worst["indicator"][0], "offset": worst["offset"][0], "differs": bad.to_dicts(),
    }  # fmt: skip


def by_party(told: ClaimArrays, figures: np.ndarray) -> list[Group]:
    """Claims beside what is foretold, party by party; claims without both ends count for nothing here."""
    return groups(observed(told), np.log(figures + RAISED), [told.parties[p].name for p in told.party])


def observed(told: ClaimArrays) -> np.ndarray:
    """Logarithm of what was said, float64 array of shape (claims,); NaN where one end is open."""
    middle = np.where(np.isfinite(told.high) & ~told.listed, told.reference, np.nan)
    return np.log(middle + RAISED)


def fans(daily: np.ndarray, weight: np.ndarray, cells: Cells, kind: str) -> pl.DataFrame:
    """Bands of the national course of every indicator.

    Parameters
    ----------
    daily : float64 array of shape (runs, indicators, days)
    weight : float64 array of shape (runs,)
    kind : str
        Which runs: a column of the table.
    """
    from datetime import timedelta

    rows = []
    for i, name in enumerate(cells.indicators):
        for day in range(daily.shape[2]):
            low90, low50, median, high50, high90 = weighted(daily[:, i, day], weight, (0.05, 0.25, 0.5, 0.75, 0.95))
            rows.append({
                "kind": kind, "indicator": name, "date": cells.start + timedelta(days=day), "median": median,
                "low50": low50, "high50": high50, "low90": low90, "high90": high90,
            })  # fmt: skip
    return pl.DataFrame(rows)


def weighted(values: np.ndarray, weight: np.ndarray, chances: tuple[float, ...]) -> list[float]:
    """Quantiles of weighted numbers; NaN ones left out."""
    good = np.isfinite(values) & (weight > 0)
    if not good.any():
        return [float("nan")] * len(chances)
    order = np.argsort(values[good], kind="stable")
    v, w = values[good][order], weight[good][order]
    up = (np.cumsum(w) - 0.5 * w) / w.sum()
    return [float(np.interp(c, up, v)) for c in chances]


def _quantiles(figures: np.ndarray) -> list[list[float]]:
    """5, 50 and 95 % of each column; NaN ones left out."""
    one = np.ones(len(figures))
    columns = [weighted(column, one, BAND) for column in figures.T]
    return [[c[k] for c in columns] for k in range(3)]
