"""The tables of an answer: parameters, claims beside what is foretold of them, how often bands hold them, courses."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from contested.engine.params import walk
from contested.inference.likelihood.cells import Cells
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.posterior.information import Information
from contested.inference.posterior.posterior import Posterior
from contested.inference.posterior.predictive_check import BAND, bands, overlaps, weighted_quantiles
from contested.inference.posterior.sbc import stretched
from contested.inference.priors import Priors
from contested.nation import tallies


def posterior(params: Any, priors: Priors, draws: Posterior, stretch: float, gained: Information) -> pl.DataFrame:
    """A row per parameter: unit, prior, posterior (as wide as coverage asks for), and what the claims taught."""
    declared = {name: d for name, _, d in walk(params)}
    before = priors.to_theta(np.repeat(_normal_quantiles()[:, None], len(priors.names), axis=1))
    after = priors.to_theta(np.quantile(stretched(draws.z, stretch), BAND, axis=0))
    rows = [
        {
            "parameter": p.name, "unit": declared[p.name].unit, "meaning": declared[p.name].meaning,
            "prior": declared[p.name].prior, "prior_median": before[1, k], "prior_low": before[0, k],
            "prior_high": before[2, k], "median": after[1, k], "low": after[0, k], "high": after[2, k],
            "spread_ratio": gained.ratio[k], "contraction": gained.contraction[k], "shift": gained.shift[k],
            "surprise": gained.surprise[k], "rhat": draws.rhat[k], "ess": draws.ess[k],
        }
        for k, p in enumerate(priors.each)
    ]  # fmt: skip
    return pl.DataFrame(rows)


def _normal_quantiles() -> np.ndarray:
    from scipy.special import ndtri

    return ndtri(np.array(BAND))


def claims(
    reported: ClaimArrays, figures: np.ndarray, prior: np.ndarray, truth: np.ndarray, holdout: bool
) -> pl.DataFrame:
    """A row per claim, copies too: what was reported, and the posterior predictive band.

    Parameters
    ----------
    reported : ClaimArrays
    figures, prior : float64 arrays of shape (draws, claims)
        By the posterior and by the prior.
    truth : float64 array of shape (draws, cells)
    holdout : bool
        About a day after the date.
    """
    low, middle, high = bands(figures)
    prior_low, prior_middle, prior_high = bands(prior)
    true = bands(truth[:, reported.cell])
    rows, copied = [], reported.copied
    for n, c in enumerate(reported.claims):
        party = reported.parties[reported.party[n]]
        rows.append({
            "date": c.date, "end_date": c.end_date, "place": c.place,
            "indicator": reported.cells.each[reported.cell[n]].indicator,
            "party": party.name, "side": party.side, "quantity": c.quantity, "reported_low": reported.low[n],
            "reported_high": reported.high[n], "reference": reported.reference[n], "listed": bool(reported.listed[n]),
            "holdout": holdout, "low": low[n], "median": middle[n], "high": high[n],
            "within": overlaps(reported.low[n], reported.high[n], low[n], high[n]), "true_low": true[0][n],
            "true_median": true[1][n], "true_high": true[2][n], "prior_low": prior_low[n],
            "prior_median": prior_middle[n], "prior_high": prior_high[n],
            "prior_within": overlaps(reported.low[n], reported.high[n], prior_low[n], prior_high[n]),
            "copy": bool(copied[n]),
        })  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA)


SCHEMA = {
    "date": pl.Date, "end_date": pl.Date, "place": pl.String, "indicator": pl.String, "party": pl.String,
    "side": pl.String, "quantity": pl.String, "reported_low": pl.Float64, "reported_high": pl.Float64,
    "reference": pl.Float64, "listed": pl.Boolean, "holdout": pl.Boolean, "low": pl.Float64, "median": pl.Float64,
    "high": pl.Float64, "within": pl.Boolean, "true_low": pl.Float64, "true_median": pl.Float64,
    "true_high": pl.Float64, "prior_low": pl.Float64, "prior_median": pl.Float64, "prior_high": pl.Float64,
    "prior_within": pl.Boolean, "copy": pl.Boolean,
}  # fmt: skip


#: quantiles of a course
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def courses(daily: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Bands of the national course of every indicator.

    Parameters
    ----------
    daily : float64 array of shape (runs, indicators, days)
    weight : float64 array of shape (runs,)

    Returns
    -------
    float64 array of shape (indicators, days, quantiles)
        At `LEVELS`; NaN where no run has a number.
    """
    _, kinds, days = daily.shape
    found = [weighted_quantiles(daily[:, i, day], weight, LEVELS) for i in range(kinds) for day in range(days)]
    return np.array(found).reshape(kinds, days, len(LEVELS))


def fans(quantiles: np.ndarray, cells: Cells, kind: str) -> pl.DataFrame:
    """A row per indicator and day, of `courses`; `kind` says of which runs, as a column of the table."""
    from datetime import timedelta

    rows = []
    for i, name in enumerate(cells.indicators):
        if name in tallies.NAMES:  # there is one count, and no course
            continue
        for day, (low90, low50, median, high50, high90) in enumerate(quantiles[i].tolist()):
            rows.append({
                "kind": kind, "indicator": name, "date": cells.start + timedelta(days=day), "median": median,
                "low50": low50, "high50": high50, "low90": low90, "high90": high90,
            })  # fmt: skip
    return pl.DataFrame(rows)
