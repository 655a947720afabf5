"""`contested audit`: was the count honest?"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from contested.cli.errors import errors_told
from contested.ground.errors import InputError

EXAMPLES = (
    "Examples:\n\n"
    "contested audit --demo\n\n"
    "contested audit returns.csv --map mine.toml\n\n"
    "contested audit russia_2018.csv.zip --map russia-2018 --out audits/russia-2018\n\n"
    "contested audit voice.csv --map belarus-2020-voice --evidence flags.csv --evidence-map flags.toml\n\n"
    "contested audit runs/belarus-2020"
)


@errors_told
def audit(
    returns: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="Returns by station (CSV, zip, XLSX, Parquet), or a run's folder."),
    ] = None,
    column_map: Annotated[
        str | None, typer.Option("--map", metavar="MAP", help="What columns mean: a TOML file, or a name from --maps.")
    ] = None,
    leader: Annotated[
        str | None, typer.Option(metavar="NAME", help="Contestant whose votes to look at; the map's if not given.")
    ] = None,
    evidence: Annotated[
        str | None, typer.Option(metavar="FILE", help="Independent evidence on the same station keys (CSV).")
    ] = None,
    evidence_map: Annotated[
        str | None, typer.Option(metavar="MAP", help="What the columns of the evidence mean (TOML).")
    ] = None,
    elections: Annotated[
        int | None,
        typer.Option(help="Honest elections to hold each indicator against, in each of two worlds; 20 if not given."),
    ] = None,
    replicate: Annotated[int, typer.Option(help="Which future of a run to audit.")] = 0,
    seed: Annotated[int, typer.Option(help="Same file, map and seed, same numbers.")] = 1,
    out: Annotated[
        str | None, typer.Option(metavar="PATH", help="New folder for the audit; audits/TITLE if not given.")
    ] = None,
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write the page with charts.")] = True,
    demo: Annotated[bool, typer.Option("--demo", help="Audit a synthetic election with planted fraud.")] = False,
    maps: Annotated[bool, typer.Option("--maps", help="List the maps that come with contested.")] = False,
) -> None:
    """Test a count: what is proved by arithmetic, what is estimated, and how often each test alarms when nobody cheats.

    A map says what a file's columns mean, so that a new country is a small text file. Nothing is dropped silently: the
    report begins with what is wrong in the data.
    """
    from contested.cli import show
    from contested.forensics.table.column_map import maps as known

    if maps:
        for name in known():
            print(name)
        return
    if demo == (returns is not None):
        raise InputError("FILE: expected a file of returns, or --demo; got " + ("both." if demo else "neither."),
                         "contested audit --demo shows what an audit is")  # fmt: skip
    if demo and column_map is not None:
        raise InputError(f"--map: the synthetic election needs none; got {column_map!r}.", "leave out --map, or --demo")
    from contested.cli.options import folder
    from contested.ground import options as defaults
    from contested.tasks import audit as task

    began = time.perf_counter()
    count = defaults.ELECTIONS if elections is None else elections
    options = {"seed": seed, "elections": count, "leader": leader, "evidence": evidence, "evidence_map": evidence_map}
    name = "demo" if demo else Path(returns).absolute().name.split(".")[0] or "returns"
    with folder(out, name, "audits") as path:
        if demo:
            done = task.audit_demo(out=path, **options)
        else:
            done = task.audit(returns, column_map, replicate=replicate, out=path, **options)
    _say(done, show)
    rows = [("folder", str(done.path))]
    if report:
        rows.append(("report", str(done.report())))
    rows.append(("took", f"{time.perf_counter() - began:.1f} s"))
    show.pairs(rows)


def _say(done, show) -> None:
    from contested.forensics.verdict import amount, strength

    audited = done.audited
    print(audited.returns.title)
    if audited.planted:
        print(audited.planted)
    flagged = audited.returns.quality
    if flagged.height:
        rows = [(r["says"], r["stations"], "yes" if r["used"] else "no") for r in flagged.iter_rows(named=True)]
        show.table(("wrong with the data", "stations", "used"), rows, right=("stations",))
    rows = []
    for f in audited.findings:
        how = strength(f, audited.controls)
        word = ("proved" if f.alarm else "holds") if f.kind == "proof" and f.alarm is not None else how or ""
        between = "" if f.low is None or f.high is None else f"{amount(f.low, f.unit)} to {amount(f.high, f.unit)}"
        rows.append((f.kind, f.title, amount(f.value, f.unit), between, f.unit, word))
    show.table(("", "test", "number", "range", "unit", "verdict"), rows, right=("number", "range"))
    for sentence in done.verdict:
        print(f"- {sentence}")
