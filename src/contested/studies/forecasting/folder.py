"""The folder of a forecast: written once, and read.

    FOLDER/forecast.csv      quantiles of each day, series by series, of claims and of the truth behind them
    FOLDER/said.csv          the claims of these series, and whether they were known
    FOLDER/scores.parquet    a row a claim and forecaster of the backtest
    FOLDER/scores.csv        their averages by quantity and horizon
    FOLDER/against.csv       the nation against every other forecaster, wins and losses alike
    FOLDER/best.csv          the nation beside the best single baseline, by quantity and horizon
    FOLDER/skipped.csv, weights.csv, forecast.json, ledger.jsonl, report.html, figures/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from contested.ground.errors import CheckpointError, InputError
from contested.inference.forecast import baselines
from contested.inference.forecast.backtest import Backtest
from contested.inference.forecast.series import Key, Series, bounds_of, form_of
from contested.inference.forecast.skill import averages, beside_best, differences
from contested.store import disk, layout

#: what the forecaster is called in tables, and what it would foretell if it knew the scenario's later acts
NATION, ACTS_KNOWN = "nation", "nation_acts_known"
QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}


class Made(NamedTuple):
    """A forecast of one series.

    Parameters
    ----------
    side : str
        Of the voice.
    leads : int64 array of shape (leads,), day
    said, truth : float64 arrays of shape (draws, leads), in the quantity's unit
    """

    side: str
    leads: np.ndarray
    said: np.ndarray
    truth: np.ndarray


class Forecast:
    """A forecast's folder, opened.

    Parameters
    ----------
    path : path

    Raises
    ------
    CheckpointError
        If it is none.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = layout.given(path, "forecast")
        file = self.path / "forecast.json"
        if not file.is_file():
            raise CheckpointError(
                f"{self.path}: not a forecast; it has no forecast.json.", "give the folder that --out named"
            )
        self.record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))

    @property
    def ledger(self) -> Path:
        """The book in which the forecast was written down."""
        return Path(self.record["ledger"])

    def frame(self) -> pl.DataFrame:
        """A row a series, day and kind: quantity, actor, place, voice, side, lead, date, kind ("claim" or "truth"), and
        the quantiles q05, q25, q50, q75, q95 in the quantity's unit."""
        return self.table("forecast")

    def scores(self) -> pl.DataFrame:
        """A row a claim and forecaster (`backtest.Backtest.scores`); no rows if nothing could be scored."""
        return pl.read_parquet(self.path / "scores.parquet")

    def against(self) -> pl.DataFrame:
        """The nation against every other forecaster: score, quantity ("" for all), horizon, against, claims, days,
        difference (below 0: the nation is better), low, high, better, verdict."""
        return self.table("against")

    def table(self, name: str) -> pl.DataFrame:
        """One of the folder's tables: forecast, said, scores, against, best, skipped, weights."""
        file = self.path / f"{name}.csv"
        if not file.is_file():
            raise InputError(f"{self.path}: holds no table {name!r}.", "forecast, said, scores, against, best")
        frame = pl.read_csv(file, try_parse_dates=True, infer_schema_length=None)
        return frame.with_columns(pl.col(pl.String).fill_null(""))

    def report(self, path: str | Path | None = None, *, pictures: bool = True) -> Path:
        """Write the page, self-contained, and its figures beside it; FOLDER/report.html if `path` is absent."""
        from contested.report.pages.forecast import write_forecast_page

        target = self.path / "report.html" if path is None else Path(path)
        return write_forecast_page(self, target, pictures=pictures)


def open_forecast(path: str | Path) -> Forecast:
    """A forecast's folder.

    Raises
    ------
    CheckpointError
        If it is none.
    """
    return Forecast(path)


def written(
    path: Path, record: dict[str, Any], made: Mapping[Key, Made], every: Mapping[Key, Series], bt: Backtest
) -> None:
    """Write the tables, and forecast.json last.

    Parameters
    ----------
    path : Path
    record : dict
        What was asked.
    made : mapping of Key to Made
    every : mapping of Key to Series
        The same series with all claims there are.
    bt : Backtest

    Raises
    ------
    DiskError
    """
    until = date.fromisoformat(record["origin"])
    scores = bt.scores
    tables = {
        "forecast": pl.DataFrame([row for key, one in made.items() for row in _ahead(key, one, until)]),
        "said": pl.DataFrame([row for key in made for row in _said(key, every[key], until)], infer_schema_length=None),
        "scores": averages(scores, ("quantity", "horizon")) if scores.height else pl.DataFrame({"quantity": []}),
        "against": _against(scores), "best": _best(scores), "skipped": bt.skipped, "weights": bt.weights,
    }  # fmt: skip
    with disk.writing(path):
        path.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            table.write_csv(path / f"{name}.csv")
        scores.write_parquet(path / "scores.parquet")
        disk.write_json(path / "forecast.json", record)


def _best(scores: pl.DataFrame) -> pl.DataFrame:
    """Beside what anybody would have chosen, and what was best in the end."""
    if not scores.height:
        return pl.DataFrame({"quantity": []}, {"quantity": pl.String})
    return beside_best(scores, NATION, list(baselines.available()[0]))


def _ahead(key: Key, one: Made, until: date) -> list[dict[str, Any]]:
    rows = []
    for kind, draws in (("claim", one.said), ("truth", one.truth)):
        for lead, q in zip(one.leads.tolist(), np.quantile(draws, list(QUANTILES.values()), axis=0).T.tolist()):
            day = until + timedelta(days=lead)
            rows.append({**key._asdict(), "side": one.side, "lead": lead, "date": day, "kind": kind,
                         **dict(zip(QUANTILES, q))})  # fmt: skip
    return rows


def _said(key: Key, series: Series, until: date) -> list[dict[str, Any]]:
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
