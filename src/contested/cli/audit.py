"""`contested audit`: was the count honest?"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contested.cli import options, tables
from contested.cli.command import line
from contested.ground.commands import command, quoted
from contested.ground.errors import InputError
from contested.ground.options import ELECTIONS, SEED

if TYPE_CHECKING:
    from contested.tasks.results import Audit

EXAMPLES = (
    "Examples:\n\n"
    "contested audit --demo\n\n"
    "contested audit returns.csv --guess --out mine.toml\n\n"
    "contested audit returns.csv --map mine.toml\n\n"
    "contested audit russia_2018.csv.zip --map russia-2018 --out audits/russia-2018\n\n"
    "contested audit voice.csv --map belarus-2020-voice --evidence flags.csv --evidence-map flags.toml\n\n"
    "contested audit returns.csv --map mine.toml --earlier before.csv --earlier-map before.toml\n\n"
    "contested audit returns.csv --map mine.toml --language ru\n\n"
    "contested audit runs/belarus-2020"
)


def audit(
    returns: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="Returns by station (CSV, zip, XLSX, Parquet), or a run's folder."),
    ] = None,
    column_map: Annotated[
        str | None, typer.Option("--map", metavar="MAP", help="What columns mean: a TOML file, or a name from --maps.")
    ] = None,
    contest: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which contest to audit, if the file has a row per candidate.")
    ] = None,
    leader: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Contestant whose votes are examined.", show_default="the map's"),
    ] = None,
    evidence: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Independent evidence about the same stations (CSV), with the same keys."),
    ] = None,
    evidence_map: Annotated[
        str | None, typer.Option(metavar="MAP", help="What the columns of the evidence mean (TOML).")
    ] = None,
    earlier: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="An earlier election or round at the same stations, with the same keys."),
    ] = None,
    earlier_map: Annotated[
        str | None,
        typer.Option(metavar="MAP", help="What the columns of the earlier file mean.", show_default="that of --map"),
    ] = None,
    snapshot: Annotated[
        str | None, typer.Option(metavar="FILE", help="An earlier state of this count, with the columns of FILE.")
    ] = None,
    covariates: Annotated[
        str | None,
        typer.Option(metavar="COLUMNS", help="Columns of FILE that may be associated with fraud, such as "
        "observed,distance."),
    ] = None,
    elections: Annotated[
        int,
        typer.Option(
            help="Honest elections of each kind to simulate, for the false-alarm rates; five times as many for fast "
            "tests and the kinds in which honest causes look like fraud."
        ),
    ] = ELECTIONS,
    window: Annotated[
        str | None,
        typer.Option(
            metavar="FROM-TO", help="Turnout in percent that the turnout curve takes as honest, such as 48-52.",
            show_default="found in the returns",
        ),
    ] = None,
    replicate: Annotated[int, typer.Option(help="Which replicate of a run to audit.")] = 0,
    seed: options.Seed = SEED,
    out: options.Out = None,
    report: options.Report = True,
    language: Annotated[str, typer.Option(metavar="<en|ru>", help="Language of the page.")] = "en",
    demo: Annotated[bool, typer.Option("--demo", help="Audit a synthetic election with planted fraud.")] = False,
    guess: Annotated[
        bool, typer.Option("--guess", help="Draft a map from the file's headings and numbers (--out: file to save it).")
    ] = False,
    maps: Annotated[bool, typer.Option("--maps", help="List the maps that come with contested.")] = False,
    progress: options.Progress = None,
) -> None:
    """Audit results by polling station: what is proven, what is estimated, and each test's false-alarm rate.

    A map, a small text file, says what a file's columns mean; --guess drafts one, to be corrected. Nothing is dropped
    silently: the report begins with what is wrong with the data. Writes audits/NAME unless --out names another folder:
    findings as tables, a workbook and report.html.
    """
    if maps:
        from contested.forensics.table.column_map import shipped

        known = [(m.name, "yes" if m.tried else "no", m.title) for m in shipped()]
        tables.table(("map", "tried on a real file", "returns"), known)
        return
    if guess:
        _guess(returns, column_map, out)
        return
    from contested.report.language.catalogue import language as known_language

    known_language(language)
    if demo == (returns is not None):
        raise InputError("FILE: expected a file of returns, or --demo; got " + ("both." if demo else "neither."),
                         "contested audit --demo shows what an audit is")  # fmt: skip
    if demo and column_map is not None:
        raise InputError(f"--map: the synthetic election needs none; got {column_map!r}.", "leave out --map, or --demo")
    if demo and covariates:
        raise InputError("--covariates: the synthetic election has none.", "name a file of returns instead of --demo")
    if demo and replicate:
        raise InputError("--replicate: the synthetic election has one count only.", "name a run's folder")
    if demo and (earlier, earlier_map, snapshot) != (None, None, None):
        raise InputError("--earlier, --earlier-map, --snapshot: the synthetic election has no other count.",
                         "name a file of returns instead of --demo")  # fmt: skip
    from contested.tasks import audit as task

    around = None if window is None else _window(window)

    began = time.perf_counter()
    name = "demo" if returns is None else Path(returns).absolute().name.split(".")[0] or "returns"

    def work(path: str | Path | None) -> Audit:
        if returns is None:
            return task.audit_demo(
                seed=seed, elections=elections, leader=leader, evidence=evidence, evidence_map=evidence_map,
                window=around, out=path, progress=progress,
            )  # fmt: skip
        return task.audit(
            returns, column_map, contest=contest, seed=seed, elections=elections, leader=leader, evidence=evidence,
            evidence_map=evidence_map, covariates=covariates or "", earlier=earlier, earlier_map=earlier_map,
            snapshot=snapshot, replicate=replicate, window=around, out=path, progress=progress,
        )  # fmt: skip

    done = options.into(work, out, name, "audits")
    page = str(done.report(language=language)) if report else ""
    _print(done)
    tables.pairs(tables.last_words(done.path, page, began))


def _guess(returns: str | None, column_map: str | None, out: str | None) -> None:
    """Print a draft of a map, and save it; nothing is audited with a draft that nobody has read."""
    if returns is None:
        raise InputError("--guess: expected a file of returns.", "contested audit FILE --guess")
    if column_map is not None:
        raise InputError("--guess drafts a map; --map names one. Expected one of them.", "leave out one")
    from contested.tasks.audit import draft_map

    text = draft_map(returns, out)
    line(text.rstrip())
    saved = "mine.toml" if out is None else out
    first = "" if out is not None else f"save this as {saved} (or give {quoted('--out', saved)}), "
    line(f"\n# next: {first}correct it, and run: {command('audit', returns, '--map', saved)}")


def _window(text: str) -> tuple[int, int]:
    """Two whole percentages with a dash between them; the task checks that they lie on the scale."""
    parts = text.replace("%", "").replace("–", "-").split("-")
    if len(parts) != 2 or not all(p.strip().isdecimal() for p in parts):
        raise InputError(f"--window: expected two whole percentages of turnout; got {text!r}.", "such as 48-52")
    return int(parts[0]), int(parts[1])


def _print(done: Audit) -> None:
    from contested.forensics.verdict import amount, span, strength

    audited = done.audited
    line(audited.returns.title)
    if audited.planted:
        line(audited.planted)
    flagged = audited.returns.quality
    if flagged.height:
        flags = [(r["says"], r["stations"], "yes" if r["used"] else "no") for r in flagged.iter_rows(named=True)]
        tables.table(("problem in the data", "stations", "used"), flags, right=("stations",))
    rows = []
    for f in audited.findings:
        how = strength(f, audited.controls)
        word = ("proven" if f.alarm else "holds") if f.kind == "proof" and f.alarm is not None else how or ""
        between = span(f)
        rows.append((f.kind, f.title, amount(f.value, f.unit), between, f.unit, word))
    tables.table(("", "test", "number", "range", "unit", "verdict"), rows, right=("number", "range"))
    for sentence in done.verdict:
        line(f"- {sentence}")
