"""Forecasts repeated from days of the past, and how they fared: rolling origins, wins and losses alike.

At each origin every forecaster sees the claims of days up to it, gives a distribution for each day to come, and is
scored on every claim that was then made (scores.scores). Days lie irregularly, so a claim belongs to the shortest
horizon that reaches it: of 1, 3, 7, 14 and 28 days, a claim ten days ahead belongs to 14.

`Backtest.scores` has one row for each claim, origin and forecaster; all differences are between forecasts of the same
claim. Every claim given is either scored at some origin or stands in `Backtest.unscored` with one reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import polars as pl

from contested.claims.claim import RENAMED, Claim
from contested.claims.reasons import Reason
from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import uniforms
from contested.ground.errors import InputError
from contested.inference.forecast import baselines, pooling, scores
from contested.inference.forecast.series import Key, Series, form_of, seed_of, series_of, uncounted
from contested.inference.forecast.unscored import Unscored
from contested.inference.forecast.unscored import table as unscored_table

HORIZONS = (1, 3, 7, 14, 28)
#: names of the two mixtures of the baselines
EQUAL, LEARNT = "mixture_equal", "mixture_learnt"
#: ending of the name of a forecaster that is mixed with the learnt mixture of the baselines
MIXED = "_and_baselines"

#: (series up to its origin, leads in days, draws, seed) -> float64 array of shape (draws, leads); a column of NaN where
#: it has no forecast
Forecaster = Callable[[Series, Ints, int, int], Floats]


@dataclass(frozen=True, eq=False)
class Backtest:
    """Scores of rolling origins.

    Parameters
    ----------
    scores : polars.DataFrame
        Columns origin, quantity, actor, place, voice, date, lead, horizon (all days), claim (its number among those
        given, from 1), claimant, form, low, high,
        weight (1 over the claims of that series and day), forecaster, and those of `scores.Scores`.
    weights : polars.DataFrame
        What the learnt mixture gave each baseline, and a mixture with a forecaster that forecaster: origin,
        forecaster, weight.
    skipped : polars.DataFrame
        What was not forecast: origin, subject, reason.
    unscored : polars.DataFrame
        Claims that were scored at no origin, each once: claim, date, quantity, actor, place, claimant, reason (one of
        `unscored.REASONS`).
    """

    scores: pl.DataFrame
    weights: pl.DataFrame
    skipped: pl.DataFrame
    unscored: pl.DataFrame


def backtest(
    claims: Iterable[Claim],
    origins: Iterable[date],
    forecasters: Mapping[str, Forecaster] | None = None,
    *,
    by: Literal["side", "party"] = "side",
    horizons: tuple[int, ...] = HORIZONS,
    least: int = 5,
    mix: str | None = None,
    unusable: Callable[[Claim], Reason | None] = lambda claim: None,
    totals: bool = False,
    draws: int = 400,
    seed: int = 1,
) -> Backtest:
    """Forecast from each origin, and score.

    Parameters
    ----------
    claims : iterable of Claim
        Those of before the origins and those to score.
    origins : iterable of date
        Last days known; sorted here.
    forecasters : mapping of str to Forecaster, optional
        What is to be tried, beside the baselines that can be had and their mixtures.
    by : "side" or "party"
        Who is one voice (`series.series_of`).
    horizons : tuple of int, day
    least : int
        Days with claims that a series needs before its origin.
    mix : str, optional
        One of `forecasters`, which is also tried mixed with the learnt mixture of the baselines (its name + MIXED), by
        weights that are learnt in the same way.
    totals : bool
        With running totals (`series.series_of`).
    unusable : callable
        Why a claim is to be left out (`claims.reasons`); None if it is not.
    draws, seed : int

    Raises
    ------
    InputError
        No origins, or a forecaster with a baseline's name or draws of another shape, below 0 or not finite.
    """
    given, origins, own = tuple(claims), sorted(set(origins)), dict(forecasters or {})
    left_out = {id(c): reason for c in given if (reason := unusable(c))}
    claims = tuple(c for c in given if id(c) not in left_out)
    number = {id(c): k for k, c in reversed(list(enumerate(given, 1)))}
    horizons = tuple(sorted(horizons))
    if not origins:
        raise InputError("origins: expected at least one day; got none.")
    if taken := {*baselines.BASELINES, EQUAL, LEARNT} & set(own):
        raise InputError(f"forecasters: {', '.join(sorted(taken))} are names of baselines.", "another name")
    have, missing = baselines.available()
    counted_out = uncounted(claims, totals)
    everything = series_of(claims, max(c.end_date or c.date for c in claims), by, totals=totals) if claims else {}
    tables: list[pl.DataFrame] = []
    weights: list[tuple[date, str, float]] = []
    skipped: list[tuple[date | None, str, str]] = [(None, name, why) for name, why in missing.items()]
    for origin in origins:
        shares = pooling.learnt(*_seen(tables, tuple(have), origin))
        weights += [(origin, name, float(w)) for name, w in zip(have, shares)]
        both = pooling.learnt(*_seen(tables, (LEARNT, mix), origin)) if mix else None
        if mix and both is not None:
            weights.append((origin, mix, float(both[1])))
        known = series_of(claims, origin, by, totals=totals)
        for key, full in everything.items():
            ahead = full.day - origin.toordinal()
            due = np.flatnonzero((ahead >= 1) & (ahead <= horizons[-1]))
            if not due.size:
                continue
            days = known[key].past.days.size if key in known else 0
            if days < least:
                skipped.append((origin, " ".join(key), f"{days} days with claims so far; at least {least} are asked"))
                continue
            leads = np.unique(ahead[due])
            found = _forecasts(known[key], own, have, shares, leads, draws, seed_at(seed, key, origin))
            if mix and both is not None:
                two = np.stack([found[LEARNT], found[mix]])
                pooled = pooling.pool(two, both, leads, seed_at(seed, key, origin) ^ 1)
                found[mix + MIXED] = np.where(np.isnan(found[mix]).any(axis=0), np.nan, pooled)
            at = np.searchsorted(leads, ahead[due])
            tables += [
                _scored(name, values[:, at].T, full, due, origin, horizons, seed, number)
                for name, values in found.items()
            ]
    every = pl.concat(tables) if tables else pl.DataFrame()
    scored = set(every["claim"]) if every.height else set()
    unscored = [
        Unscored(k, c, left_out.get(id(c)) or counted_out.get(id(c)) or _not_reached(c, origins, horizons[-1]))
        for k, c in enumerate(given, 1) if number[id(c)] not in scored
    ]  # fmt: skip
    return Backtest(
        every,
        pl.DataFrame(weights, {"origin": pl.Date, "forecaster": pl.String, "weight": pl.Float64}, orient="row"),
        pl.DataFrame(skipped, {"origin": pl.Date, "subject": pl.String, "reason": pl.String}, orient="row"),
        unscored_table(unscored),
    )


def _not_reached(claim: Claim, origins: list[date], horizon: int) -> Reason:
    ahead = [(claim.date - origin).days for origin in origins]
    if max(ahead) < 1:
        return "known at every origin"
    return "series too short" if any(1 <= days <= horizon for days in ahead) else "beyond the horizon"


def _forecasts(
    series: Series, own: dict[str, Forecaster], have: dict[str, baselines.Baseline], shares: Floats,
    leads: Ints, draws: int, seed: int,
) -> dict[str, Floats]:  # fmt: skip
    found = {}
    for name, forecaster in own.items():
        found[name] = np.asarray(forecaster(series, leads, draws, seed), float)
        good = np.isfinite(found[name]) & (found[name] >= 0) | np.isnan(found[name]).all(axis=0)
        if found[name].shape != (draws, leads.size) or not good.all():
            raise InputError(
                f"{name}: expected {draws} draws of {leads.size} days, finite and not below 0; got {found[name].shape}."
            )
    stack = np.stack([baselines.forecast(name, series.past, leads, draws, seed) for name in have])
    found |= dict(zip(have, stack))
    found[EQUAL] = pooling.pool(stack, pooling.equal(len(have)), leads, seed)
    found[LEARNT] = pooling.pool(stack, shares, leads, seed)
    return found


def _scored(
    name: str, draws: Floats, full: Series, due: Ints, origin: date, horizons: tuple[int, ...], seed: int,
    number: Mapping[int, int],
) -> pl.DataFrame:  # fmt: skip
    due_claims = [full.claims[i] for i in due]
    bounds = full.bounds[due]
    # the same chance for every forecaster, so that their PIT differ by what they forecast only
    u = uniforms(due.size, seed_at(seed, full.key, origin), streams.PIT)
    ahead = full.day[due] - origin.toordinal()
    n = len(due_claims)
    there = np.asarray(~np.isnan(draws).any(axis=1))
    return pl.DataFrame(
        {
            "origin": [origin] * n,
            **{field: [value] * n for field, value in full.key._asdict().items()},
            "date": [c.date for c in due_claims],
            "lead": ahead,
            "horizon": np.array(horizons)[np.searchsorted(horizons, ahead)],
            "claim": [number[id(c)] for c in due_claims],
            "claimant": [c.claimant for c in due_claims],
            "form": [form_of(c) for c in due_claims],
            "low": bounds[:, 0],
            "high": bounds[:, 1],
            "weight": full.weight[due],
            "forecaster": [name] * n,
            **scores.scores(np.nan_to_num(draws), bounds, u)._asdict(),
        }
    ).filter(pl.Series(there))


def _seen(tables: list[pl.DataFrame], names: tuple[str, ...], origin: date) -> tuple[Floats, Floats]:
    """Log scores of earlier forecasts of days up to an origin, a column a forecaster, and the weights of the claims.

    Only claims that each of them forecast: a forecaster may have no forecast of some days.
    """
    if not tables:
        return np.empty((0, len(names))), np.empty(0)
    past = pl.concat(tables).filter(pl.col("date") <= origin)
    same = ["origin", "claim"]
    columns = past.filter(pl.col("forecaster") == names[0]).select(*same, "weight", pl.col("log_score").alias(names[0]))
    for name in names[1:]:
        own = past.filter(pl.col("forecaster") == name).select(*same, pl.col("log_score").alias(name))
        columns = columns.join(own, on=same, how="inner", maintain_order="left")
    return columns.select(names).to_numpy(), columns["weight"].to_numpy()


#: a renamed quantity is seeded by its first word, so that its draws stay what they were
_FIRST_WORD = {today: first for first, today in RENAMED.items()}


def seed_at(seed: int, key: Key, origin: date) -> int:
    """The seed of the forecasts of one series from one origin."""
    quantity, *rest = key
    return seed_of(seed, _FIRST_WORD.get(quantity, quantity), *rest, origin.isoformat())
