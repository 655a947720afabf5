"""The page of a forecast: fans with claims, where claims fell in them, and the skill of every forecaster."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from contested.claims.reasons import MEANING, counts
from contested.inference.forecast.skill import VERDICTS
from contested.report import format as fmt
from contested.report.pages import cells, envelope
from contested.report.pages.cells import Cell, Row, Table
from contested.report.pages.cite import citation
from contested.studies.forecasting.forecast import ACTS_KNOWN, NATION, NO_FORECASTS, PRIOR, PRIOR_ACTS_KNOWN, different

if TYPE_CHECKING:
    from contested.studies.forecasting.forecast import Forecast

#: days ahead that tables show
LEADS = (1, 3, 7, 14, 28)
#: how forecasters that need words are called
NAMES = {
    ACTS_KNOWN: "the nation if it had known later acts", PRIOR: "the prior alone",
    PRIOR_ACTS_KNOWN: "the prior alone, later acts known",
    "nation_and_baselines": "the nation mixed with the baselines",
    "best_so_far": "the single baseline that was best until then",
    "last_value": "the last value", "same_weekday": "the same weekday's last value",
    "self_exciting": "the self-exciting process", "autoregression": "the autoregression",
    "damped_trend": "the damped trend", "ets_arima": "ETS/ARIMA",
}  # fmt: skip
#: claims or days below which a headline says that they are few
FEW_CLAIMS, FEW_DAYS = 30, 10
TOO_FEW = "too few to tell"
SCORES = {"crps_log": "Fair CRPS of log(1 + number)", "log_score": "Log score", "crps": "CRPS, in persons or things",
          "interval_score": "Interval score (90 %), in persons or things"}  # fmt: skip


def called(forecaster: str) -> str:
    """A forecaster's name in words."""
    return NAMES.get(forecaster, fmt.words(forecaster))


def shown_leads(leads: Sequence[int]) -> list[int]:
    """The days ahead that a table shows: those of `LEADS` that there are, and the last."""
    there = sorted(set(leads))
    return [k for k in there if k in LEADS or k == there[-1]]


def write_forecast_page(forecast: Forecast, path: str | Path, *, pictures: bool = False) -> Path:
    """Write the page, and its charts as pictures beside it: `envelope.write`."""
    from contested.report.charts.forecast import charts

    return envelope.write(forecast, path, charts, forecast_page, pictures)


def forecast_page(forecast: Forecast, figures: envelope.Figures) -> str:
    """The whole page as text."""
    r, frame, tables = forecast.record, forecast.to_polars(), forecast.tables
    against, scores = tables["against"], tables["scores"]
    record = {k: json.dumps(v) if isinstance(v, dict | list) else v for k, v in r.items()
              if k not in ("ledger", "warnings")}  # fmt: skip
    return envelope.render(
        "forecast.html", envelope.by_name(figures), cite=citation("forecast", str(r["title"]), r),
        title=r["title"], lead=headline(against, scores), figures=figures,
        size=f"From {r['origin']}, {r['horizon']} days ahead, {r['series']} series; scored from {len(r['origins'])} "
        f"days of the past on {_claims(scores)}; {r['runs']:,} runs from each.",
        warnings=[f"{text[:1].upper()}{text[1:]}." for text in forecast.warnings()],
        series=frame.select("quantity", "place", "voice").n_unique(), ahead=_ahead(frame),
        overall=_overall(against) if against.height else None,
        against=[_against(against, score) for score in SCORES] if against.height else [],
        best=_best(forecast.tables["best"]), scores=_scores(forecast.tables["averages"]),
        held=found.text("90 %") if (found := forecast.coverage()) else "",
        omitted=_unscored(tables["unscored"], scores) if "unscored" in tables else None,
        skipped=_skipped(forecast.tables["skipped"]), record=cells.record_table(record),
    )  # fmt: skip


def scored(scores: pl.DataFrame) -> tuple[int, int]:
    """How many different claims were scored, and on how many days; a claim that several origins forecast is one."""
    own = scores.filter(pl.col("forecaster") == NATION) if scores.height else scores
    if not own.height:
        return 0, 0
    return different(own), own["date"].n_unique()


def counted(number: int, word: str) -> str:
    """A number and a noun: 1 claim, 2,000 claims."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _claims(scores: pl.DataFrame) -> str:
    claims, days = scored(scores)
    return f"{counted(claims, 'claim')} of {counted(days, 'day')}" if claims else "no claims"


def verdict(r: Mapping[str, Any]) -> str:
    """A comparison's verdict, and how many claims are too few."""
    return f"{TOO_FEW} ({counted(r['claims'], 'claim')})" if r["verdict"] == "too few" else str(r["verdict"])


def interval(r: Mapping[str, Any], form: str) -> tuple[str, str]:
    """Both ends of a difference's interval; of too few days there is none."""
    low, high = (f"{r[end]:{form}}" if math.isfinite(r[end]) else "open" for end in ("low", "high"))
    return low, high


def headline(against: pl.DataFrame, scores: pl.DataFrame) -> str:
    """Wins and losses in one sentence, which says where claims are few."""
    if not against.height:
        return "Nothing could be scored yet: how good these forecasts are is not known."
    whole = against.filter((pl.col("score") == "crps_log") & (pl.col("quantity") == "") & pl.col("horizon").is_null())
    others = whole.filter(~pl.col("against").is_in(NO_FORECASTS))
    claims, days = scored(scores)
    few = "only " if claims < FEW_CLAIMS or days < FEW_DAYS else ""
    by: dict[str, list[str]] = {}
    for r in others.iter_rows(named=True):
        by.setdefault(r["verdict"], []).append(called(r["against"]))
    basis = f"over all horizons, by CRPS of log(1 + number), on {few}{_claims(scores)}"
    if set(by) == {"too few"}:
        return f"Too few claims to tell: {basis}, no comparison is decided."
    words = {"wins": "beats", "loses": "loses to", "even": "is even with"}
    parts = [f"{word} {', '.join(by[v])}" for v, word in words.items() if v in by]
    if "too few" in by:
        parts.append(f"cannot be told from {', '.join(by['too few'])} on so few claims")
    return f"{basis[0].upper()}{basis[1:]}, the nation {'; '.join(parts)}."


def _ahead(frame: pl.DataFrame) -> Table:
    """Medians and bands of every series, some days ahead."""
    rows = [
        (r["quantity"], r["place"] or "the country",
         r["voice"] if r["kind"] == "claim" else f"the truth behind {r['voice']}", str(r["lead"]),
         cells.banded(r["q50"], r["q05"], r["q95"]))
        for r in frame.filter(pl.col("lead").is_in(shown_leads(frame["lead"].to_list()))).iter_rows(named=True)
    ]  # fmt: skip
    return Table(("quantity", "place", "who reports it", "days ahead", "median and 90 %"), rows)


def _against(against: pl.DataFrame, score: str) -> tuple[str, Table]:
    """The nation against every other forecaster by one score: a summary, and all comparisons."""
    table = against.filter(pl.col("score") == score)
    rows = [
        (r["quantity"] or "all", "all" if r["horizon"] is None else str(r["horizon"]), called(r["against"]), _of(r),
         Cell(f"{r['difference']:+,.3g}", band=" to ".join(interval(r, "+,.3g"))), Cell(chip=verdict(r)))
        for r in table.sort("quantity", "horizon", "difference", nulls_last=True).iter_rows(named=True)
    ]  # fmt: skip
    verdicts = table["verdict"].to_list()
    words = {v: TOO_FEW if v == "too few" else v for v in VERDICTS}
    summary = ", ".join(f"{words[v]} {verdicts.count(v)}" for v in VERDICTS if v in verdicts)
    heads = ("quantity", "horizon, days", "the nation against", "claims", "difference", "verdict")
    return f"{SCORES[score]}: {summary}", Table(heads, rows)


def _of(r: Mapping[str, Any]) -> str:
    return f"{r['claims']:,} on {r['days']} days"


def _overall(against: pl.DataFrame) -> Table:
    """CRPS of log(1 + number) over all quantities: a row a forecaster, a column a horizon."""
    table = against.filter((pl.col("score") == "crps_log") & (pl.col("quantity") == ""))
    horizons = sorted(h for h in table["horizon"].unique().to_list() if h is not None)
    cell = {(r["against"], r["horizon"]): Cell(f"{r['difference']:+.2f}", chip=verdict(r))
            for r in table.iter_rows(named=True)}  # fmt: skip
    rows: list[Row] = [(called(name), *(cell.get((name, h), Cell("")) for h in (None, *horizons)))
            for name in table["against"].unique(maintain_order=True)]  # fmt: skip
    heads = ("the nation against", "all horizons", *(f"{h} days" if h > 1 else "1 day" for h in horizons))
    return Table(heads, rows, caption="CRPS of log(1 + number), all quantities")


def _best(table: pl.DataFrame) -> Table | None:
    """By quantity and horizon: the nation, what anybody would have chosen, and what was best in the end."""
    rows = [
        (r["quantity"], str(r["horizon"]), _of(r), f"{r['score']:.2f}",
         *(Cell(f"{r[f'{who}_score']:.2f}", chip=verdict({**r, "verdict": r[f"{who}_verdict"]}))
           for who in ("so_far", "hindsight")),
         called(r["best"]))
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("quantity", "horizon, days", "claims", "the nation", "best until then", "best in hindsight", "which is")
    return Table(heads, rows) if rows else None


def _scores(table: pl.DataFrame) -> Table | None:
    rows = [
        (r["quantity"], str(r["horizon"]), Cell(called(r["forecaster"]), "strong" if r["forecaster"] == NATION else ""),
         f"{r['claims']:,}", f"{r['exact']:,}", f"{r['crps_log']:.3f}", f"{r['crps']:,.4g}", f"{r['log_score']:.3f}",
         f"{r['interval_score']:,.4g}", fmt.share(r["covered"]))
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("quantity", "horizon", "forecaster", "claims", "numbers", "CRPS, log", "CRPS", "log score", "interval",
             "in 90 %")  # fmt: skip
    return Table(heads, rows) if rows else None


def _skipped(table: pl.DataFrame) -> Table | None:
    """What could not be forecast, by reason."""
    by = table.group_by("reason", maintain_order=True).agg(pl.len(), pl.col("subject").unique(maintain_order=True))
    rows: list[Row] = [
        (r["reason"], str(r["len"]), "; ".join(r["subject"][:6]) + (" ..." if len(r["subject"]) > 6 else ""))
        for r in by.sort("len", descending=True).head(25).iter_rows(named=True)
    ]
    return Table(("reason", "times", "what"), rows, "") if rows else None


def _unscored(table: pl.DataFrame, scores: pl.DataFrame) -> tuple[str, Table] | None:
    """Claims that were not scored by reason, beside how many were."""
    if not table.height:
        return None
    rows: list[Row] = [(reason, MEANING[reason], f"{n:,}") for reason, n in counts(table["reason"]).items()]
    claims, _ = scored(scores)
    text = f"Of {counted(claims + table.height, 'claim')}, {claims:,} were scored and {table.height:,} were not."
    return text, Table(("reason", "meaning", "claims"), rows)
