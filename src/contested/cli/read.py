"""`contested read`: drafts of claims from news reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from contested.cli import options, tables
from contested.cli.command import line, say
from contested.ground.options import Reader

if TYPE_CHECKING:
    from contested.reading import Draft
    from contested.reading.drafts import Act, Aside, Cause

EXAMPLES = (
    "Examples:\n\ncontested read report.txt --published 2020-08-15\n\n"
    "contested read reports/ --ledger claims.csv --out drafts.csv"
)
#: drafts that are printed at most
MOST = 200


def read(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Reports in English: text, HTML or PDF; or folders of them.")
    ],
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day of publication.", show_default="the day in the file's name"),
    ] = None,
    out: Annotated[str | None, typer.Option(metavar="PATH", help="Write the drafts to this new CSV file.")] = None,
    acts: Annotated[str | None, typer.Option(metavar="PATH", help="Write dated acts to this new CSV file.")] = None,
    ledger: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="Say which drafts are new, compared with this table of claims."),
    ] = None,
    timeline: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="Write who said what about each event, and when, to this new CSV file."),
    ] = None,
    review: Annotated[
        str | None, typer.Option(metavar="PATH", help="Write a page for reviewing the drafts to this new .html file.")
    ] = None,
    reader: Annotated[
        Reader, options.one_of("--reader", Reader, "Recognise words by lists, or with a parser from the extra `read`.")
    ] = "rules",
    endpoint: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Send reports to an OpenAI-compatible server (up to /v1), which reads them."),
    ] = None,
    model: Annotated[str, typer.Option(metavar="NAME", help="Model that --endpoint uses.")] = "",
    with_names: options.WithNames = None,
    progress: options.Progress = None,
) -> None:
    """Draft claims from news reports: who reports which number, about what, where and when.

    Every field refers to the passage that it comes from. A draft becomes a claim when a person accepts it. Exit code 1
    if some of the files could not be read.
    """
    from contested.tasks.read import read as task

    done = task(
        files,
        published,
        out=out,
        acts=acts,
        ledger=ledger,
        timeline=timeline,
        review=review,
        reader=reader,
        endpoint=endpoint,
        model=model,
        progress=progress,
    )
    for error in done.refused:
        say(f"not read: {error.message}{f' ({error.hint})' if error.hint else ''}")
    if done.passed:
        say(f"passed over (no reports by their ending): {', '.join(map(str, done.passed))}")
    drafts = [d for r in done.readings for d in r.drafts]
    several = len(done.readings) > 1
    against = several or ledger is not None
    rows = [
        (*((d.report,) if several else ()), *_row(d), *((a.status, a.note) if against else ()))
        for d, a in zip(drafts[:MOST], done.accounts)
    ]
    heads = (
        *(("report",) if several else ()), "number", "quantity", "of whom", "says", "side", "place", "day", "certainty",
        *(("status", "of") if against else ()),
    )  # fmt: skip
    if rows:
        tables.table(heads, rows, title=f"Drafts ({len(drafts)})")
    if len(drafts) > MOST:
        line(f"... and {len(drafts) - MOST} more; --out FILE writes all of them\n")
    calendar = [(_days(a), a.act, a.code, a.actor, a.target, a.certainty) for r in done.readings for a in r.acts]
    if calendar:
        tables.table(("day", "act", "PLOVER", "actor", "target", "certainty"), calendar[:MOST],
                     title=f"Acts ({len(calendar)})")  # fmt: skip
    causes = [c for r in done.readings for c in r.causes]
    accounts = cause_accounts(causes)
    if causes:
        tables.table(("cause", "of", "says", "side", "certainty", "contradicts"), accounts[:MOST],
                     title=f"Causes of death and injury ({len(causes)})")  # fmt: skip
    aside = [a for r in done.readings for a in r.aside]
    dropped = [(r.report, a) for r in done.readings for a in r.aside if a.nowhere]
    for report, one in dropped[:MOST]:
        say(f"dropped{f' of {report}' if several else ''}: {one.reason}: {one.anchor.text!r}")
    if len(dropped) > MOST:
        say(f"dropped: {len(dropped) - MOST} more")
    tables.pairs([
        ("reports", str(len(done.readings))),
        ("drafts", str(len(drafts))),
        ("numbers that are no claim", _counted(a for a in aside if not a.nowhere)),
        *((("dropped", _counted(a for _, a in dropped)),) if dropped else ()),
        *(("wrote", str(path)) for path in done.written),
    ])  # fmt: skip
    if done.refused:
        raise typer.Exit(1)


def _counted(aside: Iterable[Aside]) -> str:
    """How many, and for which reasons."""
    reasons = Counter(a.reason for a in aside)
    listed = ", ".join(f"{n} {reason}" for reason, n in sorted(reasons.items()))
    return f"{reasons.total()}{f' ({listed})' if listed else ''}"


def cause_accounts(causes: list[Cause]) -> list[tuple[str, ...]]:
    """A row an account of a cause, with whom it contradicts."""
    from contested.reading.causes import differing

    against: dict[int, list[str]] = {}
    for a, b in differing(causes):
        against.setdefault(a, []).append(causes[b].actor)
        against.setdefault(b, []).append(causes[a].actor)
    return [
        (c.cause, c.victim, c.actor, c.side, c.certainty, ", ".join(dict.fromkeys(against.get(k, ()))))
        for k, c in enumerate(causes)
    ]


def _days(one: Draft | Act) -> str:
    """A day, or a period in words."""
    first, last = one.date, one.end_date
    return f"to {last}" if first is None and last else f"{first} to {last}" if last else str(first or "")


def _row(draft: Draft) -> tuple[str, ...]:
    from contested.reading.table import whom

    marks = [
        draft.certainty,
        *(["start"] if draft.start else []),
        *([f"part of {draft.part_of + 1}"] if draft.part_of >= 0 else []),
    ]
    number = draft.anchors["number"].text + (
        " %" if draft.unit == "percent" else f" {draft.unit}" if draft.unit else ""
    )
    return number, draft.quantity, whom(draft), draft.actor, draft.side, draft.place, _days(draft), ", ".join(marks)
