"""The folder of a forecast: written once, and opened; it is finished when forecast.json is there.

    FOLDER/study.json        what was asked
    FOLDER/forecast.csv      quantiles of each day, series by series, of claims and of the truth behind them
    FOLDER/claims.csv        the claims of these series, and whether they were known
    FOLDER/scores.parquet    a row per claim and forecaster of the backtest
    FOLDER/averages.csv      of these scores, by quantity and horizon
    FOLDER/against.csv       the nation against every other forecaster, wins and losses alike
    FOLDER/best.csv          the nation beside the best single baseline, by quantity and horizon
    FOLDER/unscored.csv      claims that were not scored, each with its reason
    FOLDER/skipped.csv, weights.csv, forecast.json, ledger.jsonl, report.html, figures/
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from contested.inference.coverage import Coverage, coverage
from contested.inference.forecast.series import Key, Series, bounds_of, form_of
from contested.inference.forecast.skill import averages, beside_best, differences
from contested.store import disk
from contested.studies.folder import FORMATS, Record
from contested.studies.result import FileTables, Study, write_tables

if TYPE_CHECKING:
    from contested.inference.forecast.backtest import Backtest

#: what the forecaster is called in tables, and what it would predict if it knew the scenario's later acts
NATION, ACTS_KNOWN = "nation", "nation_acts_known"
#: runs before any claim, with biases of the prior: from the origin, with no later act known; or the study's first, in
#: which later acts happen
PRIOR, PRIOR_ACTS_KNOWN = "prior", "prior_acts_known"
#: beside the forecast, and none itself
NO_FORECASTS = (ACTS_KNOWN, PRIOR, PRIOR_ACTS_KNOWN)
QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}


class SeriesForecast(NamedTuple):
    """A forecast of one series.

    Parameters
    ----------
    side : str
        Of the voice.
    leads : int64 array of shape (leads,), day
    reported, truth : float64 arrays of shape (draws, leads), in the quantity's unit
    """

    side: str
    leads: np.ndarray
    reported: np.ndarray
    truth: np.ndarray


class ForecastTables(FileTables):
    """A forecast's tables, in which no text is null."""

    def __getitem__(self, name: str) -> pl.DataFrame:
        return super().__getitem__(name).with_columns(pl.col(pl.String).fill_null(""))


class Forecast(Study):
    """A forecast's folder, opened."""

    kind = "forecast"
    last = "forecast.json"

    @property
    def ledger(self) -> Path:
        """The file in which the forecast is recorded."""
        return Path(self.record["ledger"])

    def to_polars(self) -> pl.DataFrame:
        """A row per series, day and kind: quantity, actor, place, voice, side, lead, date, kind ("claim" or "truth"),
        and the quantiles q05, q25, q50, q75, q95 in the quantity's unit."""
        return self.tables["forecast"]

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """Tables by name, read when asked for: forecast; claims (of these series, and whether known); scores (a row per
        claim and forecaster of the backtest); averages (of scores, by quantity and horizon); against (the nation
        against every other forecaster: difference below 0 if the nation is better, low, high, better, verdict); best
        (the nation beside the best single baseline); unscored (claims that were not scored, with their reason);
        skipped, weights."""
        if self.record.get("format", 1) == FORMATS["forecast"]:
            return ForecastTables(self.path, integrity=self.integrity)
        return ForecastTables(self.path, {"said": "exact"}, {"averages": "scores.csv", "claims": "said.csv"})

    def coverage(self) -> Coverage | None:
        """How many of the scored claims lie in the nation's 90 % intervals, from all origins, and how many in the
        prior's.

        Returns
        -------
        Coverage or None
            Of the claims that the prior predicts as well, if it predicts any; None if nothing was scored.
        """
        scores = self.tables["scores"]
        return coverage_of(scores) if scores.height else None

    def warnings(self) -> list[str]:
        """What a reader has to know before they believe the forecast: where its own posteriors are not sound, and what
        the study that it is made from warned of; empty if nothing was found.

        Returns
        -------
        list of str
            A sentence each. Of forecasts of version 0.1, which did not note it, without the study's.
        """
        days = [day for day, agree in (self.record.get("converged") or {}).items() if not agree]
        doubtful = (
            f"the chains of the posterior did not agree from {', '.join(days)}: forecasts from there are not to be "
            "trusted; more runs, or fewer parameters, make them agree"
        )
        return [*([doubtful] if days else []), *(f"the study: {text}" for text in self.record.get("warnings") or ())]

    def _about(self) -> list[tuple[str, str]]:
        r = self.record
        return [
            ("forecast", f"{r['title']} ({r['scenario']}), from study {r['study']}"),
            ("from", f"{r['origin']}, {r['horizon']} days ahead"),
            ("series", f"{r['series']}, by {r['by']}"),
            *([("scored", found.text())] if (found := self.coverage()) else []),
            ("seed", str(r["seed"])),
            *[("warning", text) for text in self.warnings()],
        ]


def coverage_of(scores: pl.DataFrame) -> Coverage:
    """Coverage of the nation's forecasts beside that of the prior's, of `Backtest.scores`."""
    table, prior = scores.filter(pl.col("forecaster") == NATION), None
    if (theirs := scores.filter(pl.col("forecaster").is_in([PRIOR, PRIOR_ACTS_KNOWN]))).height:
        same = ["origin", "claim"]
        table = table.join(theirs.select(*same, prior="covered"), on=same, how="inner", maintain_order="left")
        prior = table["prior"].to_numpy()
    found = coverage(table["covered"].to_numpy(), table["date"].to_numpy(), prior, table["weight"].to_numpy())
    return found._replace(claims=different(table))


def different(scores: pl.DataFrame) -> int:
    """How many claims the scores of one forecaster are of: what several origins forecast is one."""
    # tables of version 0.1 do not number them
    one = "claim" if "claim" in scores.columns else ["quantity", "actor", "place", "date", "claimant", "low", "high"]
    return scores.n_unique(one)


def write_forecast(
    path: Path, record: Record, forecasts: Mapping[Key, SeriesForecast], every: Mapping[Key, Series], bt: Backtest
) -> None:
    """Write the tables; forecast.json is the caller's, last. `every` has the same series with all claims there are."""
    until = dt.date.fromisoformat(record["origin"])
    scores = bt.scores
    tables = {
        "forecast": pl.DataFrame([row for key, one in forecasts.items() for row in _ahead(key, one, until)]),
        "claims": pl.DataFrame(
            [row for key in forecasts for row in _claims(key, every[key], until)], infer_schema_length=None
        ),
        "averages": averages(scores, ("quantity", "horizon")) if scores.height else pl.DataFrame({"quantity": []}),
        "against": _against(scores), "best": _best(scores), "skipped": bt.skipped, "weights": bt.weights,
        "unscored": bt.unscored,
    }  # fmt: skip
    write_tables(path, tables)
    with disk.writing(path):
        disk.write_frame(path / "scores.parquet", scores)


def _best(scores: pl.DataFrame) -> pl.DataFrame:
    """Beside what anybody would have chosen, and what was best in the end."""
    if not scores.height:
        return pl.DataFrame({"quantity": []}, {"quantity": pl.String})
    from contested.inference.forecast import baselines  # with scipy, which who opens a run need not wait for

    return beside_best(scores, NATION, list(baselines.available()[0]))


def _ahead(key: Key, one: SeriesForecast, until: dt.date) -> list[dict[str, Any]]:
    rows = []
    for kind, draws in (("claim", one.reported), ("truth", one.truth)):
        for lead, q in zip(one.leads.tolist(), np.quantile(draws, list(QUANTILES.values()), axis=0).T.tolist()):
            day = until + dt.timedelta(days=lead)
            rows.append({**key._asdict(), "side": one.side, "lead": lead, "date": day, "kind": kind,
                         **dict(zip(QUANTILES, q))})  # fmt: skip
    return rows


def _claims(key: Key, series: Series, until: dt.date) -> list[dict[str, Any]]:
    rows = []
    for c in series.claims:
        low, high = bounds_of(c)
        rows.append({**key._asdict(), "side": c.side, "date": c.date, "known": c.date <= until,
                     "claimant": c.claimant, "form": form_of(c), "value": c.middle, "low": low,
                     "high": high if np.isfinite(high) else None})  # fmt: skip
    return rows


def _against(scores: pl.DataFrame) -> pl.DataFrame:
    """By horizon over everything on scales that have no unit, and by quantity on those that have one."""
    if not scores.height:
        return pl.DataFrame({"verdict": []}, {"verdict": pl.String})
    parts = []
    for score_of in ("crps_log", "log_score"):
        for by in (("quantity", "horizon"), ("horizon",), ()):
            parts.append((score_of, differences(scores, NATION, score_of, by)))
    for score_of in ("crps", "interval_score"):
        parts.append((score_of, differences(scores, NATION, score_of, ("quantity", "horizon"))))
    whole = [table.with_columns(score=pl.lit(name)) for name, table in parts]
    joined = pl.concat(whole, how="diagonal_relaxed")
    first = ["score", "quantity", "horizon"]
    return joined.select(*first, *[c for c in joined.columns if c not in first]).with_columns(
        pl.col("quantity").fill_null("")
    )
