"""The page of a comparison: what differs and how surely, over time, by place, and through whom it came."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from contested.inference.paired_differences import fewest
from contested.report import format as fmt
from contested.report.pages import cells, envelope
from contested.report.pages.cells import Cell, Row, Table, code
from contested.report.pages.cite import citation

if TYPE_CHECKING:
    from contested.studies.comparison.comparison import Comparison

#: in the first table, where they differ; all others are folded away behind it
MAIN = (
    "crowd.sum", "crowd.max", "detained.sum", "injured.sum", "killed_street.sum", "killed_custody.sum", "released.sum",
    "testimonies.sum", "custody.max", "strikers.sum", "output_lost.sum", "outrage.mean", "fear.mean",
    "fraud_belief.mean", "official_share.last", "legitimacy.last", "treasury.last", "elite_loyalty.last",
    "elite_defected.last",
)  # fmt: skip
#: rows of "who is affected" and of columns that stand open
DAYS, COLUMNS = 7, 15
#: report a sign only if its interval's lower end exceeds this
SURE = 0.5
REACHED = ("when", "phase", "subsystem", "persons, mean", "90 % of pairs", "pairs")


def write_compare_page(comparison: Comparison, path: str | Path, *, pictures: bool = False) -> Path:
    """Write the page, and its charts as pictures beside it: `envelope.write`."""
    from contested.report.charts.comparison import charts

    return envelope.write(comparison, path, charts, compare_page, pictures)


def compare_page(comparison: Comparison, figures: envelope.Figures) -> str:
    """The whole page as text."""
    r, same, stored = comparison.record, comparison.same, comparison.stored
    pairs = comparison.pairs - len(comparison.failed())
    noun = stored.get("noun", "pairs")
    context: dict[str, Any] = {}
    if not same:
        table = comparison.tables["indicators"]
        differ = table.filter(pl.col("same") < 1 if comparison.paired else pl.col("mean").fill_nan(0) != 0)
        listed = _indicators if comparison.paired else _apart
        first = [row for name in MAIN for row in differ.filter(indicator=name).iter_rows(named=True)]
        rest = differ.filter(~pl.col("indicator").is_in(MAIN)).iter_rows(named=True)
        columns = _columns(comparison)
        context = {
            "main_indicators": listed(first), "other_indicators": listed(rest), "first": _first(comparison),
            "unchanged": table.height - differ.height, "indicators": table.height, "places": _places(comparison),
            "comparable": _comparable(comparison), "reached": _reached(comparison, pairs),
            "instead": _instead(comparison), "columns": columns._replace(rows=columns.rows[:COLUMNS]),
            "more_columns": columns._replace(rows=columns.rows[COLUMNS:]),
        }  # fmt: skip
    return envelope.render(
        "comparison.html", envelope.by_name(figures),
        cite=citation("comparison", f"{comparison.names[1]} against {comparison.names[0]}: {r['title']}", r),
        title=f"How does {comparison.names[1]} differ from {comparison.names[0]}?" if stored else
        f"What if: {comparison.names[1]}?", where=r["title"], lead=_lead(comparison), stored=stored,
        paired=comparison.paired, notes=comparison.notes, untold=comparison.untold,
        clock="day" if r["start"] else "step",
        sentence=comparison.sentence, names=comparison.names, label=comparison.label,
        warnings=comparison.warnings, limits=comparison.limits, pairs=fmt.count(pairs, noun.removesuffix("s")),
        days=r["days"], scale=r["scale"], draws=r["posterior"], same=same, figures=figures,
        record=_provenance(comparison, pairs), **context,
    )  # fmt: skip


def _lead(comparison: Comparison) -> str:
    """The surest differences in one sentence."""
    if comparison.same:
        return "Nothing differs."
    if not comparison.paired:
        return ""  # without pairs there is no share of them that has a sign
    rows = {r["indicator"]: r for r in comparison.tables["indicators"].iter_rows(named=True)}
    if not rows.keys() & set(MAIN):  # a model with numbers of its own: the sentence below names one
        return ""
    surest: list[str] = []
    for name in MAIN:
        r = rows.get(name)
        if name == "crowd.max" and surest:  # says what crowd.sum says
            continue
        if r is None or r["pairs"] == 0 or max(r["up_low"], r["down_low"]) <= SURE:
            continue
        fewer = "fewer" if r["unit"] in fmt.WHOLE else "less"
        word, share = ("more", r["up"]) if r["up"] > r["down"] else (fewer, r["down"])
        by = fmt.difference(abs(r["median"]), r["unit"])
        surest.append(f"{fmt.indicator(name)}: {by} {word} in B ({fmt.share(share)} of pairs)")
    if not surest:
        most, least = max((rows[name]["pairs"] for name in MAIN if name in rows), default=0), fewest(SURE)
        if most < least:
            return f"The arms differ; {fmt.count(most, 'pair')} cannot be sure of a sign, which takes at least {least}."
        return "The arms differ, but no main indicator has a sign that these pairs are sure of."
    text = "; ".join(surest[:4])
    return f"{text[0].upper()}{text[1:]}."


def _indicators(rows: Iterable[Mapping[str, Any]]) -> Table:
    """Indicators with their differences, how sure the sign is, and what pairing saves."""
    heads = ("indicator", "unit", "A", "B", "B less A", "more in B", "less in B", "efficiency")
    return Table(heads, [
        (fmt.indicator(r["indicator"]), r["unit"], *(fmt.number(r[arm], r["unit"]) for arm in ("a_median", "b_median")),
         _difference(r), _sign(r, "up"), _sign(r, "down"), _efficiency(r))
        for r in rows
    ])  # fmt: skip


def _apart(rows: Iterable[Mapping[str, Any]]) -> Table:
    """Indicators of results that are no pairs: means and the interval of their difference."""
    heads = ("indicator", "unit", "A, mean", "B, mean", "B less A")
    shown: list[Row] = []
    for r in rows:
        low, mean, high = (fmt.difference(r[k], r["unit"]) for k in ("mean_low", "mean", "mean_high"))
        band = f"{low.removesuffix(' points')} to {high.removesuffix(' points')}"
        arms = (fmt.number(r[k], r["unit"]) for k in ("a_mean", "b_mean"))
        shown.append((fmt.indicator(r["indicator"]), r["unit"], *arms, Cell(mean, band=band)))
    return Table(heads, shown)


def _first(comparison: Comparison) -> Table | None:
    """From when on each observable of stored runs differs."""
    if not comparison.stored or not comparison.tables["first"].height:
        return None
    rows: list[Row] = [
        (str(r["from"]), code(r["observable"]), r["meaning"], r["subsystem"], fmt.share(r["share"]))
        for r in comparison.tables["first"].iter_rows(named=True)
    ]
    return Table(("from", "observable", "what it is", "subsystem", "pairs"), rows)


def _difference(r: Mapping[str, Any]) -> Cell:
    """A median difference and, in small print, its band."""
    median, low, high = (fmt.difference(r[k], r["unit"]) for k in ("median", "low90", "high90"))
    return Cell(median, band=f"{low.removesuffix(' points')} to {high.removesuffix(' points')}")


def _sign(r: Mapping[str, Any], way: str) -> Cell:
    low, high = r[f"{way}_low"], r[f"{way}_high"]
    return Cell(fmt.share(r[way]), "strong" if low > SURE else "", band=f"{100 * low:.0f} to {100 * high:.0f}")


def _efficiency(r: Mapping[str, Any]) -> str | Cell:
    value = r["efficiency"]
    if value is None or math.isnan(value):
        return fmt.NONE
    if math.isinf(value):
        return Cell("any number", band="it does not vary")
    low, high = (fmt.number(r[k], "-") for k in ("efficiency_low", "efficiency_high"))
    return Cell(fmt.number(value, "-"), band=f"{low} to {high}")


def _places(comparison: Comparison) -> Table:
    """Differences by place."""
    table = comparison.tables["by_place"]
    rows = [
        (fmt.words(r["place"]), fmt.indicator(r["indicator"]), fmt.number(r["a_median"], r["unit"]), _difference(r),
         fmt.share(r["up"]), fmt.share(r["down"]))
        for r in (table.filter(pl.col("same") < 1).iter_rows(named=True) if table.height else ())
    ]  # fmt: skip
    return Table(("place", "indicator", "A", "B less A", "more in B", "less in B"), rows)


def _comparable(comparison: Comparison) -> bool:
    """Whether the arms have the same people in every pair."""
    frame = comparison.to_polars()
    if "same_people" not in frame.columns:
        return False
    return bool(frame.filter(pl.col("failed") == "")["same_people"].min() != 0)


def _reached(comparison: Comparison, pairs: int) -> dict[str, Table]:
    """Persons whose state first differed: on the first days, by group and by place; {} if nobody's did."""
    table = comparison.tables["changed"]
    if not table.height:
        return {}
    days = table.filter(by="day")["label"].unique().sort().head(DAYS)
    shown = table.filter((pl.col("by") != "day") | pl.col("label").is_in(days.to_list()))

    def of(by: str) -> Table:
        rows = [
            (str(r["label"]), r["phase"], r["subsystem"], fmt.number(r["mean"]), _to(r), f"{r['pairs']} of {pairs}")
            for r in shown.filter(by=by).iter_rows(named=True)
        ]
        return Table((by if by != "day" else REACHED[0], *REACHED[1:]), rows)

    return {by: of(by) for by in ("day", "group", "place")}


def _instead(comparison: Comparison) -> Table | None:
    """What people do in one arm and not in the other; None if nothing."""
    rows = [
        (r["in_a"], r["in_b"], fmt.number(r["mean"]), _to(r))
        for r in comparison.tables["doing"].iter_rows(named=True)
    ]
    return Table(("in A", "in B", "person-days, mean", "90 % of pairs"), rows) if rows else None


def _to(r: Mapping[str, Any]) -> str:
    return f"{fmt.number(r['low90'])} to {fmt.number(r['high90'])}"


def _columns(comparison: Comparison) -> Table:
    """When and after which phase each column first differed, earliest first."""
    rows: list[Row] = [
        (str(r["earliest"]), code(r["column"]), r["meaning"], r["phase"], r["subsystem"], fmt.share(r["share"]))
        for r in comparison.tables["columns"].iter_rows(named=True)
    ]
    return Table(("from", "column", "what it is", "after phase", "subsystem", "pairs"), rows)


def _provenance(comparison: Comparison, pairs: int) -> Table:
    r = comparison.record
    start = date.fromisoformat(r["start"]) if r["start"] else None
    record: dict[str, Any] = {
        "days": f"{start} to {start + timedelta(days=r['days'] - 1)}" if start else f"{r['days']} steps",
        "seed": r["seed"], "scale": r["scale"],
        comparison.stored.get("noun", "pairs"): f"{pairs} of {comparison.pairs} with numbers",
    }  # fmt: skip
    for arm in "ab":
        its = r[arm]
        record[f"{arm.upper()}: scenario"] = f"{its['scenario']} {its['hash'][:16]}"
        asked = ("words", "drop_acts", "add_acts", "without")
        record |= {f"{arm.upper()}: {k}": "; ".join(map(str, its[k])) for k in asked if its[k]}
        if comparison.stored:
            record |= {f"{arm.upper()}: set {name}": value for name, value in its["settings"].items()}
    if r["posterior"]:
        record["draws"] = f"{r['posterior']['name']} {r['posterior']['hash'][:16]}"
        record["parameters"] = ", ".join(r["posterior"]["parameters"])
    return cells.record_table(record)
