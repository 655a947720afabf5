"""The page of a comparison: what differs and how surely, over time, by place, and through whom it came."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

import polars as pl

from contested.report.charts.comparison import charts
from contested.report.pages import html, nation

if TYPE_CHECKING:
    from contested.report.plot.parts import Figure
    from contested.studies.comparison.folder import Comparison

#: in the first table, where they differ; all others are folded away behind it
MAIN = (
    "crowd.sum", "crowd.max", "detained.sum", "injured.sum", "killed_street.sum", "killed_custody.sum", "released.sum",
    "testimonies.sum", "custody.max", "strikers.sum", "output_lost.sum", "outrage.mean", "fear.mean",
    "fraud_belief.mean", "official_share.last", "legitimacy.last", "treasury.last", "elite_loyalty.last",
    "elite_defected.last",
)  # fmt: skip
#: rows of "who changed" and of columns that stand open
DAYS, COLUMNS = 7, 15
#: a sign is told as sure from this lower end of its interval on
SURE = 0.5
SUFFIX = {"sum": "summed over the days", "max": "largest day", "last": "last day", "mean": "mean of the days"}


def write_compare_page(done: Comparison, path: str | Path, *, pictures: bool = True) -> Path:
    """Write the page, and its charts as pictures in a folder `figures` beside it.

    Parameters
    ----------
    done : Comparison
        Finished.
    path : path
        Of the page.
    pictures : bool
        Whether to write PNG and SVG files too.

    Raises
    ------
    DiskError
        If it cannot be written.
    """
    target = Path(path)
    drawn = charts(done)
    text = compare_page(done, drawn)
    return nation.deliver(text, target, [f for some in drawn.values() for f in some] if pictures else ())


def compare_page(done: Comparison, drawn: Mapping[str, Sequence[Figure]]) -> str:
    """The whole page as text."""
    here = files("contested.report.pages")
    read = lambda name: (here / name).read_text(encoding="utf-8")  # noqa: E731
    specs = {f.name: nation.specification(f) for some in drawn.values() for f in some}
    sections = [s for s in _sections(done, drawn) if s[2]]
    r = done.record
    return Template(read("model_page.html")).substitute(
        eyebrow="What if: two arms on the same chance",
        title=escape(r["title"]),
        idea=escape(_lead(done)),
        how=_arms(done),
        changed=f'<div class="notice"><p><strong>{escape(done.label)}</strong></p>{_warned(done)}</div>',
        notice=_how(done),
        contents="".join(f'<li><a href="#{anchor}">{escape(heading)}</a></li>' for heading, anchor, _ in sections),
        sections="".join(
            f'<section id="{anchor}"><h2>{escape(heading)}</h2>{body}</section>' for heading, anchor, body in sections
        ),
        css=read("page.css") + read("model_page.css") + read("audit_page.css"),
        specs=json.dumps(specs, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c"),
        vega=nation.vega(),
        script=read("page.js"),
    )


def _sections(done: Comparison, drawn: Mapping[str, Sequence[Figure]]) -> list[tuple[str, str, str]]:
    if done.same:
        return [("No difference", "same", _same(done)), ("Provenance", "provenance", _provenance(done))]
    return [
        ("What differs", "indicators", indicators(done.table())),
        ("Over time", "time", _figures(drawn["time"])),
        ("Place by place", "places", _figures(drawn["map"]) + _places(done)),
        ("Who changed, and through what", "changed", changed(done, _figures(drawn["changed"]))),
        ("Where the arms part", "columns", columns(done)),
        ("Provenance", "provenance", _provenance(done)),
    ]


def _figures(figures: Sequence[Figure]) -> str:
    drawn = "".join(nation.figure(f, size) for f, size in zip(figures, nation.sizes(list(figures)), strict=True))
    return f'<div class="charts">{drawn}</div>' if drawn else ""


def _same(done: Comparison) -> str:
    return (
        f"<p>A and B are exactly the same in each of {_count(done)}: every number that is reported, every "
        "column of the model, every person on every day. What sets B apart has no effect in this model.</p>"
    )


def _played(done: Comparison) -> int:
    return done.pairs - len(done.failed())


def _warned(done: Comparison) -> str:
    return "".join(f"<p>The draws: {escape(text)}</p>" for text in done.warnings)


def _count(done: Comparison) -> str:
    n = _played(done)
    return f"{n} pair{'' if n == 1 else 's'}"


def _lead(done: Comparison) -> str:
    """The surest differences in one sentence."""
    if done.same:
        return "Nothing differs."
    rows = {r["indicator"]: r for r in done.table().iter_rows(named=True)}
    told = []
    for name in MAIN:
        r = rows.get(name)
        if name == "crowd.max" and told:  # says what crowd.sum says
            continue
        if r is None or r["pairs"] == 0 or max(r["up_low"], r["down_low"]) <= SURE:
            continue
        word, share = ("more", r["up"]) if r["up"] > r["down"] else ("less", r["down"])
        by = _signed(abs(r["median"]), r["unit"])
        told.append(f"{_name(name)}: {by} {word} in B ({100 * share:.0f} % of pairs)")
    if not told:
        return "The arms differ, but no main indicator has a sign that these pairs are sure of."
    text = "; ".join(told[:4])
    return f"{text[0].upper()}{text[1:]}."


def _arms(done: Comparison) -> str:
    return "<br>".join(
        f"<strong>{name}</strong>: {escape(called)}" for name, called in zip("AB", done.names, strict=True)
    )


def _how(done: Comparison) -> str:
    r = done.record
    draws = r["draws"]
    source = (
        f"Each pair has one of {draws['rows']:,} draws of {len(draws['parameters'])} parameters from "
        f"{escape(draws['name'])}"
        if draws
        else "Parameters are the scenario's own, so the spread over pairs is chance and not doubt about parameters"
    )
    return (
        f"<p>{_count(done)} of {r['days']} days, {_scale(r['scale'])}. {source}. Both arms of a pair share "
        "their parameters and one seed. A draw of chance is a function of seed, decision, person and day, so they "
        "share all the chance they have in common, and a difference is what the change caused. All differences are "
        "B less A; those of shares are in percentage points.</p>"
    )


def _scale(scale: int) -> str:
    return "every person simulated" if scale == 1 else f"one agent for {scale:,} persons"


def _name(indicator: str) -> str:
    """crowd.sum as words."""
    base, _, how = indicator.rpartition(".")
    return f"{base.replace('_', ' ')}, {SUFFIX.get(how, how)}"


def indicators(table: pl.DataFrame) -> str:
    """Main indicators with their differences, how sure the sign is, and what pairing was worth; the rest folded."""
    differ = table.filter(pl.col("same") < 1)
    rows = {r["indicator"]: r for r in differ.iter_rows(named=True)}
    main = [rows[name] for name in MAIN if name in rows]
    rest = [r for name, r in rows.items() if name not in MAIN]
    heads = ("indicator", "unit", "A", "B", "B less A", "more in B", "less in B", "a pair is worth")
    same = table.height - differ.height
    return (
        "<p>Medians over pairs, with the band that holds 90 % of them; the share of pairs with either sign, with its "
        "90 % interval. A pair is worth so many unpaired runs of each arm: that many would know the mean difference as "
        "well.</p>"
        + html.table(heads, [_indicator(r) for r in main], kind="numbers")
        + (html.folded(f"All other indicators that differ ({len(rest)})",
                       html.table(heads, [_indicator(r) for r in rest], kind="numbers")) if rest else "")
        + (f"<p>{same} of {table.height} indicators are exactly the same in every pair.</p>" if same else "")
    )  # fmt: skip


def _indicator(r: Mapping[str, Any]) -> tuple[str, ...]:
    unit = r["unit"]
    return (
        escape(_name(r["indicator"])), escape(unit), html.number(r["a_median"], unit), html.number(r["b_median"], unit),
        _banded(r),
        _sign(r, "up"), _sign(r, "down"), _worth(r),
    )  # fmt: skip


def _signed(value: float | None, unit: str) -> str:
    """A difference, to three digits; of shares in points."""
    if value is None or math.isnan(value):
        return "–"
    sign = "−" if value < 0 else ""
    if unit in ("share", "chance"):
        return f"{sign}{html.number(100 * abs(value), '-')} points"
    return sign + html.number(abs(value), unit)


def _banded(r: Mapping[str, Any]) -> str:
    """A median difference and, in small print, its band."""
    median, low, high = (_signed(r[k], r["unit"]) for k in ("median", "low90", "high90"))
    return f'{median} <small class="band">{low.removesuffix(" points")} to {high.removesuffix(" points")}</small>'


def _sign(r: Mapping[str, Any], way: str) -> str:
    share, low, high = r[way], r[f"{way}_low"], r[f"{way}_high"]
    text = f"{100 * share:.0f} %"
    mark = f"<strong>{text}</strong>" if low > SURE else text
    return f'{mark} <small class="band">{100 * low:.0f} to {100 * high:.0f}</small>'


def _worth(r: Mapping[str, Any]) -> str:
    value = r["efficiency"]
    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return 'any number <small class="band">it does not vary</small>'
    low, high = (html.number(r[k], "-") for k in ("efficiency_low", "efficiency_high"))
    return f'{html.number(value, "-")} <small class="band">{low} to {high}</small>'


def _places(done: Comparison) -> str:
    table = done.table("by_place").filter(pl.col("same") < 1)
    rows = [
        (escape(r["place"]), escape(_name(r["indicator"])), html.number(r["a_median"], r["unit"]), _banded(r),
         f"{100 * r['up']:.0f} %", f"{100 * r['down']:.0f} %")
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("place", "indicator", "A", "B less A", "more in B", "less in B")
    return html.folded(f"Table: differences by place ({len(rows)} rows)", html.table(heads, rows, kind="numbers"))


def changed(done: Comparison, picture: str = "") -> str:
    """Persons whose state first differed: on the first days by phase, then by group and place; and what they did."""
    table = done.table("changed")
    if not table.height:
        frame = done.frame()
        if frame.filter(pl.col("failed") == "")["same_people"].min() == 0:
            return "<p>The arms have other populations, so nobody can be compared person by person.</p>"
        return "<p>No person's state ever differs.</p>"
    played = _played(done)
    days = sorted({r["label"] for r in table.filter(by="day").iter_rows(named=True)})[:DAYS]
    heads = ("when", "phase", "subsystem", "persons, mean", "90 % of pairs", "pairs")
    first = table.filter((pl.col("by") == "day") & pl.col("label").is_in(days))
    parts = [
        "<p>A person counts once: on the day, and under the phase, after which their state first differs.</p>",
        f'{picture}<h3 style="margin-top:26px">The first {len(days)} days on which anybody is reached</h3>',
        html.table(heads, [_reached(r, played) for r in first.iter_rows(named=True)], kind="numbers"),
    ]
    for by, title in (("group", "By part of the public, whole run"), ("place", "By place, whole run")):
        rows = [_reached(r, played) for r in table.filter(by=by).iter_rows(named=True)]
        shown = html.table((by, *heads[1:]), rows, kind="numbers")
        parts.append(f"<h3>{title}</h3>{shown}" if by == "group" else html.folded(title, shown))
    doing = done.table("doing")
    if doing.height:
        rows = [
            (escape(r["in_a"]), escape(r["in_b"]), html.number(r["mean"]),
             f"{html.number(r['low90'])} to {html.number(r['high90'])}")
            for r in doing.iter_rows(named=True)
        ]  # fmt: skip
        parts.append(
            '<h3 style="margin-top:26px">What people do instead</h3>'
            "<p>Person-days on which somebody does one thing in A and another in B "
            "while the day's march is out; out is marching.</p>"
            + html.table(("in A", "in B", "person-days, mean", "90 % of pairs"), rows, kind="numbers")
        )
    return "".join(parts)


def _reached(r: Mapping[str, Any], played: int) -> tuple[str, ...]:
    return (
        escape(str(r["label"])), escape(r["phase"]), escape(r["subsystem"]), html.number(r["mean"]),
        f"{html.number(r['low90'])} to {html.number(r['high90'])}", f"{r['pairs']} of {played}",
    )  # fmt: skip


def columns(done: Comparison) -> str:
    """When and after which phase each column first differed, earliest first: the chain of causes."""
    table = done.table("columns")
    heads = ("from", "column", "what it is", "after phase", "subsystem", "pairs")
    rows = [
        (str(r["earliest"]), f"<code>{escape(r['column'])}</code>", escape(r["meaning"]), escape(r["phase"]),
         escape(r["subsystem"]), f"{100 * r['share']:.0f} %")
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    more = len(rows) - COLUMNS
    return (
        "<p>Every column of the model that ever differs, in the order in which it first does in any pair: the chain "
        "through which the change spread.</p>"
        + html.table(heads, rows[:COLUMNS], kind="numbers")
        + (html.folded(f"{more} more columns", html.table(heads, rows[COLUMNS:], kind="numbers")) if more > 0 else "")
    )


def _provenance(done: Comparison) -> str:
    r = done.record
    start = date.fromisoformat(r["start"])
    rows = [("days", f"{start} to {start + timedelta(days=r['days'] - 1)}"), ("seed", str(r["seed"])),
            ("scale", str(r["scale"])), ("pairs", f"{_played(done)} of {done.pairs} with numbers")]  # fmt: skip
    for arm in "ab":
        told = r[arm]
        rows.append((f"{arm.upper()}: scenario", f"{told['scenario']} {told['hash'][:16]}"))
        rows += [(f"{arm.upper()}: {k}", "; ".join(map(str, told[k]))) for k in ("words", "drop", "add", "without")
                 if told[k]]  # fmt: skip
    if r["draws"]:
        rows.append(("draws", f"{r['draws']['name']} {r['draws']['hash'][:16]}"))
        rows.append(("drawn", ", ".join(r["draws"]["parameters"])))
    cells = [(escape(k), f"<code>{escape(v)}</code>") for k, v in rows]
    return "<p>With the same version and these, the same numbers come out.</p>" + html.table(("", ""), cells)
