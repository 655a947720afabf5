"""Tables on the page of an audit, in its language; names of places and contestants stay as the file has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from contested.forensics.table.quality import COUNTS
from contested.report import format as fmt
from contested.report.names import shortened
from contested.report.pages.cells import Cell, Table

if TYPE_CHECKING:
    from contested.forensics.finding import Finding
    from contested.forensics.suite import AuditResult
    from contested.report.language.catalogue import Language

#: rows of a table that the page shows; the files hold all
SHOWN = 25
#: columns of a table at most; wider ones are only in the files
WIDEST = 16
#: columns that hold names
NAMES = ("station", "stations", "region", "territory", "contestant", "unit", "first", "second", "line", "example",
         "leader_name", "place", "group", "area", "covariate")  # fmt: skip
#: columns of estimated ballots
BALLOTS = ("ballots", "ballots_by_country", "anomalous ballots", "by own window")


def quality(audited: AuditResult, say: Language) -> Table | None:
    """What is wrong with the data; None if nothing was found."""
    table = audited.returns.quality
    if not table.height:
        return None
    rows = [
        (say(r["says"]), say(f"{r['stations']:,}"), say(fmt.plain(r["used"])), _example(r["example"] or "", say))
        for r in table.iter_rows(named=True)
    ]
    heads = ("what is wrong", "stations", "used in estimates", "for example")
    return Table([say(h) for h in heads], rows, "")


def _example(text: str, say: Language) -> str | Cell:
    """Where a flag's first case stands: "line 7: STATION: column: value", of which the station is a name."""
    parts = text.split(": ")
    local = [say(p) if k == 0 or p in COUNTS else p for k, p in enumerate(parts)]
    whole = ": ".join(local)
    short = shortened(whole)
    return whole if short == whole else Cell(short, full=whole)


def of(frame: pl.DataFrame, say: Language) -> Table:
    """A frame with its headings and words in the page's language."""
    columns = [(c, c in NAMES) for c in frame.columns]
    rows = [
        tuple(_text(_shown(v, c), say, name=named and isinstance(v, str | list)) for v, (c, named) in zip(row, columns))
        for row in frame.iter_rows()
    ]
    return Table([say(fmt.words(c)) for c in frame.columns], rows)


def _shown(value: object, column: str) -> str:
    """A cell; ballots are whole, also where an estimate gives parts of one."""
    if isinstance(value, float) and value == value and column in BALLOTS:
        return f"{round(value):,}"
    return fmt.plain("; ".join(map(str, value)) if isinstance(value, list) else value)


def _text(text: str, say: Language, *, name: bool) -> str | Cell:
    local = say.name(text) if name else say(text)
    short = shortened(local)
    return local if short == local else Cell(short, full=local)


def of_finding(f: Finding, say: Language) -> list[tuple[str, Table]]:
    """Tables behind a finding, each with its heading; curves are drawn, and wide ones are only in the files."""
    out = []
    for name, table in f.tables.items():
        if table.height and name != "curve" and len(table.columns) <= WIDEST:
            more = say(f"(first {SHOWN} of {table.height:,})") if table.height > SHOWN else ""
            out.append((f"{say('Table')}: {say(fmt.words(name))} {more}".rstrip(), of(table.head(SHOWN), say)))
    return out
