"""The page of a forecast: fans with what was said, where claims fell in them, and how every forecaster fared."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

import polars as pl

from contested.report.pages import html, nation

if TYPE_CHECKING:
    from contested.report.plot.parts import Figure

#: series that get a fan; the table has all
FANS = 8
#: days ahead that tables show
LEADS = (1, 3, 7, 14, 28)
NATION, ACTS_KNOWN = "nation", "nation_acts_known"
#: how forecasters that need words are called
NAMES = {
    ACTS_KNOWN: "the nation if it had known later acts", "nation_and_baselines": "the nation mixed with the baselines",
    "best_so_far": "the single baseline that was best until then",
}  # fmt: skip
TONES = {"wins": "good", "loses": "bad", "even": "fair", "too few": "none"}
USE = (
    '<div class="notice"><p><strong>How to read this.</strong> A forecast says what a party will say <em>if</em> it '
    "says anything that day, its bias included, and beside it what is true. From each origin runs were played with "
    "parameters of the posterior on the claims up to it, and with a script that ends there: acts of later days are "
    "what the actors' policies make of them, and a surprise is a surprise. <em>The nation if it had known later "
    "acts</em> is no forecast: the scenario's dated acts of later days are in its runs. It shows what of the error "
    "is due to acts that nobody foresaw. Simple forecasters only know days on which somebody spoke; the nation knows "
    "quiet days too, and a day on which somebody speaks is seldom one of those.</p></div>"
)


def called(forecaster: str) -> str:
    """A forecaster's name in words."""
    return NAMES.get(forecaster, forecaster.replace("_", " "))


def shown_leads(leads: Sequence[int]) -> list[int]:
    """The days ahead that a table shows: those of `LEADS` that there are, and the last."""
    there = sorted(set(leads))
    return [k for k in there if k in LEADS or k == there[-1]]


def write_forecast_page(
    record: Mapping[str, Any], tables: Mapping[str, pl.DataFrame], scores: pl.DataFrame, path: str | Path, *,
    pictures: bool = True,
) -> Path:  # fmt: skip
    """Write the page, and its charts as pictures in a folder `figures` beside it.

    Parameters
    ----------
    record : mapping
        forecast.json.
    tables : mapping of str to polars.DataFrame
        forecast, said, scores, against, best, skipped.
    scores : polars.DataFrame
        A row a claim and forecaster.
    path : path
    pictures : bool

    Raises
    ------
    DiskError
        If it cannot be written.
    """
    from contested.report.charts import forecast as charts

    target = Path(path)
    fans = charts.fans(tables["forecast"], tables["said"], date.fromisoformat(record["origin"]), FANS)
    hits = charts.hits(scores, NATION, ACTS_KNOWN) if scores.height else []
    text = _page(record, tables, scores, fans, hits)
    return nation.deliver(text, target, [*fans, *hits] if pictures else ())


def _page(record: Mapping[str, Any], tables: Mapping[str, pl.DataFrame], scores: pl.DataFrame,
          fans: Sequence[Figure], hits: Sequence[Figure]) -> str:  # fmt: skip
    here = files("contested.report.pages")
    read = lambda name: (here / name).read_text(encoding="utf-8")  # noqa: E731
    sections = [
        ("What they will say", "fans", _drawn(fans) + _ahead(tables["forecast"])),
        ("Wins and losses", "against", _against(tables["against"])),
        ("Beside the best baseline", "best", _best(tables["best"])),
        ("Where claims fell", "pit", _drawn(hits) or "<p>No claim could be scored.</p>"),
        ("Scores", "scores", _scores(tables["scores"])),
        ("Not forecast", "skipped", _skipped(tables["skipped"])),
        ("Provenance", "provenance", _provenance(record)),
    ]
    return Template(read("model_page.html")).substitute(
        eyebrow="A forecast from contradictory claims",
        title=escape(record["title"]),
        idea=escape(_lead(tables["against"])),
        how=escape(
            f"From {record['origin']}, {record['horizon']} days ahead, {record['series']} series; scored from "
            f"{len(record['origins'])} days of the past on {_claims(scores)} claims; {record['runs']:,} runs from each."
        ),
        changed=_doubt(record),
        notice=USE,
        contents="".join(f'<li><a href="#{anchor}">{escape(heading)}</a></li>' for heading, anchor, _ in sections),
        sections="".join(f'<section id="{a}"><h2>{escape(h)}</h2>{body}</section>' for h, a, body in sections),
        css=read("page.css") + read("model_page.css") + read("audit_page.css"),
        specs=json.dumps({f.name: nation.specification(f) for f in (*fans, *hits)}, separators=(",", ":"),
                         allow_nan=False).replace("<", "\\u003c"),
        vega=nation.vega(),
        script=read("page.js"),
    )  # fmt: skip


def _drawn(figures: Sequence[Figure]) -> str:
    if not figures:
        return ""
    sized = zip(figures, nation.sizes(list(figures)), strict=True)
    return '<div class="charts">' + "".join(nation.figure(f, size) for f, size in sized) + "</div>"


def _claims(scores: pl.DataFrame) -> str:
    return f"{scores.filter(pl.col('forecaster') == NATION).height:,}" if scores.height else "no"


def _lead(against: pl.DataFrame) -> str:
    """Wins and losses in one sentence."""
    if not against.height:
        return "Nothing could be scored yet: how good these forecasts are is not known."
    whole = against.filter((pl.col("score") == "crps_log") & (pl.col("quantity") == "") & pl.col("horizon").is_null())
    others = whole.filter(pl.col("against") != ACTS_KNOWN)
    by = {v: [called(name) for name in others.filter(pl.col("verdict") == v)["against"]] for v in TONES}
    said = [f"{word} {', '.join(by[v])}"
            for v, word in (("wins", "beats"), ("loses", "loses to"), ("even", "is even with")) if by[v]]  # fmt: skip
    if by["too few"]:
        said.append(f"has too few days against {len(by['too few'])} others")
    return f"Over all horizons, by CRPS of log(1 + number), the nation {'; '.join(said)}."


def _doubt(record: Mapping[str, Any]) -> str:
    odd = [day for day, agree in record["chains agree"].items() if not agree]
    if not odd:
        return ""
    return (f'<p class="notice">The chains of the posterior did not agree from {", ".join(odd)}: forecasts from there '
            "are not to be trusted. More runs, or fewer parameters, make them agree.</p>")  # fmt: skip


def _ahead(frame: pl.DataFrame) -> str:
    rows = [
        (escape(r["quantity"]), escape(r["place"] or "the country"), escape(r["voice"] if r["kind"] == "claim" else
         f"the truth behind {r['voice']}"), str(r["lead"]), html.with_band(r["q50"], r["q05"], r["q95"]))
        for r in frame.filter(pl.col("lead").is_in(shown_leads(frame["lead"].to_list()))).iter_rows(named=True)
    ]  # fmt: skip
    heads = ("quantity", "place", "who says it", "days ahead", "median and 90 %")
    return html.folded(f"Numbers of all {frame.select('quantity', 'place', 'voice').n_unique()} series",
                       html.table(heads, rows, kind="numbers"))  # fmt: skip


def _against(against: pl.DataFrame) -> str:
    if not against.height:
        return "<p>No claim could be scored, so nothing was won or lost.</p>"
    parts = [
        "<p>Mean difference of scores on the same claims, with 95 % intervals from stretches of days drawn again; "
        "below 0 the nation is better. Lost comparisons stand here as well.</p>"
    ]
    names = {"crps_log": "CRPS of log(1 + number)", "log_score": "Log score", "crps": "CRPS, in persons or things",
             "interval_score": "Interval score (90 %), in persons or things"}  # fmt: skip
    for k, (score, title) in enumerate(names.items()):
        table = against.filter(pl.col("score") == score)
        rows = [
            (escape(r["quantity"] or "all"), "all" if r["horizon"] is None else str(r["horizon"]),
             escape(called(r["against"])), f"{r['claims']:,} on {r['days']} days",
             f"{r['difference']:+,.3g} <small class=\"band\">{r['low']:+,.3g} to {r['high']:+,.3g}</small>",
             f'<span class="chip {TONES[r["verdict"]]}">{escape(r["verdict"])}</span>')
            for r in table.sort("quantity", "horizon", "difference", nulls_last=True).iter_rows(named=True)
        ]  # fmt: skip
        heads = ("quantity", "horizon, days", "the nation against", "claims", "difference", "verdict")
        counted = ", ".join(f"{v} {n}" for v in TONES if (n := table["verdict"].to_list().count(v)))
        if k == 0:
            parts.append(_matrix(table.filter(pl.col("quantity") == "")))
        parts.append(html.folded(f"{title}: {counted}", html.table(heads, rows, kind="numbers")))
    return "".join(parts)


def _best(table: pl.DataFrame) -> str:
    """By quantity and horizon: the nation, what anybody would have chosen, and what was best in the end."""
    if not table.height:
        return "<p>No claim could be scored.</p>"
    rows = [
        (escape(r["quantity"]), str(r["horizon"]), f"{r['claims']:,} on {r['days']} days", f"{r['score']:.2f}",
         *(f'{r[f"{who}_score"]:.2f} <span class="chip {TONES[r[f"{who}_verdict"]]}">'
           f'{escape(r[f"{who}_verdict"])}</span>' for who in ("so_far", "hindsight")),
         escape(called(r["best"])))
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("quantity", "horizon, days", "claims", "the nation", "best until then", "best in hindsight", "which is")
    return (
        "<p>CRPS of log(1 + number), less is better; the verdict is the nation's. <em>Best until then</em> is the "
        "single baseline with the least score on claims that had come by each origin (all of them in equal parts while "
        "none had); <em>best in hindsight</em> was chosen for each row when everything was known, which nobody "
        "can do.</p>" + html.table(heads, rows, kind="numbers")
    )  # fmt: skip


def _matrix(table: pl.DataFrame) -> str:
    """CRPS of log(1 + number) over all quantities: a row a forecaster, a column a horizon."""
    horizons = sorted(h for h in table["horizon"].unique().to_list() if h is not None)
    cell = {(r["against"], r["horizon"]): r for r in table.iter_rows(named=True)}
    rows = [
        (escape(called(name)), *(
            f'{cell[name, h]["difference"]:+.2f} <span class="chip {TONES[cell[name, h]["verdict"]]}">'
            f'{escape(cell[name, h]["verdict"])}</span>' for h in (None, *horizons)
        )) for name in table["against"].unique(maintain_order=True)
    ]  # fmt: skip
    heads = ("the nation against", "all horizons", *(f"{h} days" if h > 1 else "1 day" for h in horizons))
    return html.table(heads, rows, kind="numbers", caption="CRPS of log(1 + number), all quantities")


def _scores(table: pl.DataFrame) -> str:
    if not table.height:
        return "<p>No claim could be scored.</p>"
    rows = [
        (escape(r["quantity"]), str(r["horizon"]), _named(r["forecaster"]), f"{r['claims']:,}", f"{r['said']:,}",
         f"{r['crps_log']:.3f}", f"{r['crps']:,.4g}", f"{r['log_score']:.3f}", f"{r['interval_score']:,.4g}",
         f"{100 * r['covered']:.0f} %")
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("quantity", "horizon", "forecaster", "claims", "numbers", "CRPS, log", "CRPS", "log score", "interval",
             "in 90 %")  # fmt: skip
    return ("<p>Means over claims, each day of a series with weight 1; less is better, and 90 % of claims should lie "
            "in the 90 % intervals. The best of each quantity and horizon comes first.</p>"
            + html.table(heads, rows, kind="numbers"))  # fmt: skip


def _named(forecaster: str) -> str:
    name = escape(called(forecaster))
    return f"<strong>{name}</strong>" if forecaster == NATION else name


def _skipped(table: pl.DataFrame) -> str:
    if not table.height:
        return "<p>Nothing was left out.</p>"
    by = table.group_by("reason", maintain_order=True).agg(pl.len(), pl.col("subject").unique(maintain_order=True))
    most = by.sort("len", descending=True).head(25).iter_rows(named=True)
    short = lambda some: escape("; ".join(some[:6])) + (" ..." if len(some) > 6 else "")  # noqa: E731
    rows = [(escape(r["reason"]), str(r["len"]), short(r["subject"])) for r in most]
    return ("<p>Series are only scored where enough was known. The file <code>skipped.csv</code> has all.</p>"
            + html.table(("why", "times", "what"), rows))  # fmt: skip


def _provenance(record: Mapping[str, Any]) -> str:
    rows = [(escape(k), f"<code>{escape(json.dumps(v) if isinstance(v, dict | list) else str(v))}</code>")
            for k, v in record.items() if k != "ledger"]  # fmt: skip
    return (
        "<p>The forecast stands in <code>ledger.jsonl</code> or the book that was named, dated and chained by hashes; "
        "<code>contested forecast --score LEDGER --claims FILE</code> scores it when later claims are there.</p>"
        + html.table(("", ""), rows)
    )
