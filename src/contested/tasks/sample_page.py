"""Pages of samples: what `contested sample` found, with a picture, written where the user asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    from contested.forensics.finding import Finding
    from contested.forensics.samples.batches import Batched
    from contested.report.plot.parts import Figure


#: works that an audit of single cards rests on
CARDS = ("stark2020", "stark2023", "spertus2023")
#: what a contest that was doubted needs
DOUBTED = ("A comparison confirms reported votes only if the cards' own reports add up to them. Take contests, cards "
           "and reports from one export, draw cards at random, and list every contest of each card.")  # fmt: skip


def estimated(
    out: Path, findings: Sequence[Finding], names: Sequence[str], official: Mapping[str, float], more: Sequence[str],
    record: Mapping[str, object], bounded: bool = True,
) -> Path:  # fmt: skip
    """The page of a quick count: intervals beside what was announced."""
    import polars as pl

    from contested.forensics.verdict import amount
    from contested.report.charts.sample import intervals

    rows = []
    for name, f in zip(names, findings, strict=True):
        worst = f.tables["worst case"].row(0, named=True) if "worst case" in f.tables else {}
        late = f.tables["arrival"].row(0, named=True) if "arrival" in f.tables else {}
        rows.append((name, amount(f.value, "share"), f"{amount(f.low, 'share')} to {amount(f.high, 'share')}",
                     f"{100 * official[name]:.2f} %" if name in official else "",
                     verdict(f, name in official),
                     f"{100 * worst['interval_low']:.1f} to {100 * worst['interval_high']:.1f} %"
                     if worst and bounded else "",
                     f"{late['chance']:.3f}" if late else ""))  # fmt: skip
    heads = ["contestant", "share", "95 % interval", "announced", "verdict", "if silent stations went one way",
             "late like early (p)"]  # fmt: skip
    table = pl.DataFrame(rows, orient="row", schema=heads)
    outside = [n for n, f in zip(names, findings, strict=True) if f.alarm]
    within = [n for n, f in zip(names, findings, strict=True) if f.alarm is False]
    first = []
    if outside:
        first = ["The announced share lies outside what the sample and its silent stations allow: "
                 f"{', '.join(outside)}."]  # fmt: skip
    elif within:
        first = ["No announced share is contradicted: each lies within what sampling and silent stations could explain "
                 f"({', '.join(within)})."]  # fmt: skip
    says = [*first, *(f.says for f in findings), *more]
    return _write(out, "Quick count", says, [intervals(names, findings, official)], [("Every contestant", table)],
                  findings[0], record)  # fmt: skip


def verdict(finding: Finding, compared: bool) -> str:
    """Of a quick count beside an official share, in a word or two; nothing without an official share."""
    if finding.alarm is None:
        return "not judged" if compared and finding.value is not None else ""
    return "outside" if finding.alarm else "not contradicted"


def tested(out: Path, finding: Finding, risk_limit: float, record: Mapping[str, object]) -> Path:
    """The page of a sequential test of an outcome: its path, draw by draw."""
    import numpy as np
    import polars as pl

    from contested.report.charts.sample import paths

    fortunes = finding.tables.get("fortunes")
    lines: dict[str, np.ndarray] = {}
    table = pl.DataFrame()
    if fortunes is not None and fortunes.height:
        for name in ("for the margin", "against the margin"):
            wealth = fortunes[name].to_numpy()
            lines[name] = np.where(np.isinf(wealth), 0.0, 1 / np.maximum(wealth, 1e-300))
        least = [f"{min(float(v.min()), 1.0):.3g}" for v in lines.values()]
        size = [v.size for v in lines.values()]
        table = pl.DataFrame({"test": list(lines), "stations": size, "smallest risk": least})
    caption = ("Each line is the risk at which the sample confirms, station by station. Where it falls below the "
               "dashed line the test may stop.")  # fmt: skip
    figure = paths("How the test went", caption, lines, risk_limit, "stations inspected")
    return _write(out, "A test of the outcome", [finding.says], [figure], [("Both tests", table)], finding, record)


def confirmed(
    out: Path, table: pl.DataFrame, wealth: Sequence[np.ndarray], risk_limit: float, record: Mapping[str, object],
    sources: Sequence[str] = CARDS,
) -> Path:  # fmt: skip
    """The page of a ballot audit: the path of each assertion, card by card."""
    import numpy as np
    import polars as pl

    from contested.report.charts.sample import paths

    names = [f"{r['contest']}: {r['winner']} over {r['loser'] or 'the threshold'}" for r in table.iter_rows(named=True)]
    lines = {n: np.where(np.isinf(w), 0.0, 1 / np.maximum(w, 1e-300)) for n, w in zip(names, wealth, strict=True)}
    open_ = table.filter(~pl.col("confirmed"))
    cards = int(table["cards"].to_numpy().max())
    says = [f"{cards:,} cards confirm every reported winner at a risk limit of {risk_limit:g}." if not open_.height else
            f"{cards:,} cards do not confirm {open_.height} of {table.height} assertions at a risk limit of "
            f"{risk_limit:g}: draw more cards, or count all.", *doubts(table)]  # fmt: skip
    figure = paths("How the audit went", "Each line is the risk at which the cards so far confirm one winner over one "
                   "loser. All must fall below the dashed line.", lines, risk_limit, "cards looked at")  # fmt: skip
    margin = (100 * pl.col("margin")).round(3).alias("margin, %")
    shown = table.with_columns(margin, pl.col("risk").round(5)).drop("margin", "doubt")
    return _write(out, "A ballot audit", says, [figure], [("Every assertion", shown)], None, record,
                  sources)  # fmt: skip


def doubts(table: pl.DataFrame) -> list[str]:
    """Why the cards cannot speak for some contests, a sentence a contest."""
    why = table["doubt"].drop_nulls().unique(maintain_order=True).to_list()
    return why if not why else [*why, DOUBTED]


def batched(out: Path, result: Batched, risk_limit: float, record: Mapping[str, object]) -> Path:
    """The page of an audit by batch: its path, draw by draw, and the taint of each batch."""
    from contested.report.charts.sample import paths

    says = [batch_words(result, risk_limit), *result.notes]
    figure = paths("How the audit went", "The risk at which the batches so far confirm all reported winners. Below the "
                   "dashed line the audit may stop.", {"all winners": result.draws["risk"].to_numpy()}, risk_limit,
                   "batches drawn")  # fmt: skip
    worst = result.draws.unique("batch", keep="first").sort("taint", descending=True).head(25)
    return _write(out, "An audit by batch", says, [figure], [("Batches that overstate most", worst)], None, record,
                  ("stark2009", "lindeman2010"))  # fmt: skip


def batch_words(result: Batched, risk_limit: float) -> str:
    """How an audit by batch ended, in a sentence."""
    n = result.draws.height
    if result.stopped:
        return (f"{result.stopped:,} draws confirm every reported winner at a risk limit of {risk_limit:g} "
                f"(risk {result.risk:.4f} after {n:,}).")  # fmt: skip
    return (f"{n:,} draws do not confirm every reported winner at a risk limit of {risk_limit:g} (risk "
            f"{min(result.risk, 1.0):.4f}): draw more batches, or count all.")  # fmt: skip


def _write(
    out: Path, title: str, says: Sequence[str], figures: Sequence[Figure | None],
    tables: Sequence[tuple[str, pl.DataFrame]], about: Finding | None, record: Mapping[str, object],
    sources: Sequence[str] = (),
) -> Path:  # fmt: skip
    from contested.report.pages.cells import frame_table, record_table
    from contested.report.pages.sample import SamplePage, write_sample_page

    rests = [
        ("holds if", "Cards or batches were drawn at random, and the paper is what was cast."),
        ("misleads when", "The order was chosen and not drawn, or paper was changed before it was drawn."),
    ]
    if about is not None:
        rests = [("holds if", about.assumes), ("misleads when", about.fails_when), ("alarms when", about.rule)]
    shown = [(heading, frame_table(t)) for heading, t in tables if t.height]
    made = SamplePage(title, list(says), [f for f in figures if f is not None], shown, rests, record_table(record),
                      sources or (about.cites if about is not None else ()))  # fmt: skip
    return write_sample_page(made, out)
