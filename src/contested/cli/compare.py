"""`contested compare`: what if one thing had been different? Two arms on common random numbers, or two stored results.
"""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contested.cli import options, tables
from contested.cli.command import line, say
from contested.cli.interventions import with_interventions
from contested.ground.options import EXECUTOR, PAIRS, SCALE, SEED

if TYPE_CHECKING:
    from contested.tasks.results import Comparison

EXAMPLES = (
    "Examples:\n\n"
    "contested compare runs/teaching-1 runs/teaching-branch\n\n"
    "contested compare runs/sweep@0 runs/sweep@7 --of detained.sum\n\n"
    "contested compare teaching --scale 10 --release-earlier 3d --no-shutdown\n\n"
    "contested compare teaching --scale 10 --set street.cost=1.6 --branch 2031-05-22\n\n"
    "contested compare teaching --add-act 2031-05-05,2031-05-08,incumbent,release,,0.5,share --pairs 64\n\n"
    "contested compare belarus-2020 --scale 100 --set election.mechanism=none --out runs/no-falsification\n\n"
    "contested compare belarus-2020 --scale 100 --drop-act guarantee --set patron.guarantee=0 "
    "--posterior posterior.csv\n\n"
    "contested compare first.toml second.toml"
)
#: first causes that are printed
FIRST = 6


@with_interventions
def compare(
    context: typer.Context,
    a: Annotated[
        str,
        typer.Argument(
            metavar="A",
            help="A stored result (a run, a sweep, SWEEP@3 for one point of it, a comparison, a calibration); or a "
            "scenario's name or folder, or the TOML file of a change to one.",
        ),
    ],
    b: Annotated[
        str | None,
        typer.Argument(metavar="[B]", help="What to compare with A.", show_default="A with the changes below"),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="Change a parameter, or election.mechanism, in B. Repeatable."
        ),
    ] = None,
    drop_acts: Annotated[
        list[str] | None,
        typer.Option(
            "--drop-act", metavar="WHICH",
            help="Leave out dated acts in B, by kind, first day, place or line of acts.csv, joined with /. Repeatable.",
        ),
    ] = None,
    add_acts: Annotated[
        list[str] | None,
        typer.Option("--add-act", metavar="LINE", help="Add a dated act to B, as a line of acts.csv. Repeatable."),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Leave out a subsystem or phase in B. Repeatable.")
    ] = None,
    interventions: dict[str, Any] | None = None,
    branch: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="First day on which B differs; up to the evening before it is A, to the last bit.",
            show_default="the first day",
        ),
    ] = None,
    posterior: Annotated[
        str | None,
        typer.Option(
            metavar="STUDY_OR_FILE",
            help="Draw parameters from a calibration's folder (and take its --scale), or from a table (CSV, Parquet) "
            "with a column per parameter. Both arms of a pair share a draw.",
        ),
    ] = None,
    pairs: Annotated[
        int, typer.Option(help="Pairs of runs; with --posterior, at most as many as there are draws.")
    ] = PAIRS,
    of: Annotated[
        str | None,
        typer.Option(metavar="INDICATOR", help="Indicator of the printed sentence, e.g. detained.sum.",
                     show_default="crowds, or what differs"),
    ] = None,
    unpaired: Annotated[
        bool,
        typer.Option("--unpaired/--paired", help="Treat the runs of two stored results as independent, not as pairs."),
    ] = False,
    people: Annotated[
        bool,
        typer.Option(
            "--people/--no-people",
            help="Simulate two stored runs again, side by side, to find out which people behave differently.",
        ),
    ] = False,
    seed: options.Seed = SEED,
    scale: options.Scale = SCALE,
    days: options.Days = None,
    until: options.Until = None,
    executor: options.Executor = EXECUTOR,
    workers: options.Workers = None,
    out: options.Resumable = None,
    report: options.Report = True,
    progress: options.Progress = None,
) -> None:
    """Compare two results, or ask "what if?": simulate A and B in pairs on the same random numbers.

    Prints the difference in one sentence, with its interval and the part of the model through which it arises.

    Two stored results are compared without simulating, unless you give --people: runs with the same seed form pairs,
    and --out names a folder for tables and a page.

    Otherwise writes runs/NAME-comparison, or the folder that --out names: tables of differences with intervals, which
    columns of the model differed first, and report.html. Ctrl-C finishes the current pairs; rerunning the command
    resumes.
    """
    from contested.tasks.compare import compare as task
    from contested.tasks.stored import stored_both

    began = time.perf_counter()
    stored = b is not None and stored_both(a, b) is not None
    done = options.into(
        lambda path: task(
            a, b, settings=options.settings_of(settings), drop_acts=tuple(drop_acts or ()),
            add_acts=tuple(add_acts or ()), without=tuple(without or ()), interventions=interventions or {},
            branch=branch, posterior=posterior,
            pairs=options.typed(context, "pairs", pairs), seed=seed, scale=options.typed(context, "scale", scale),
            days=days, until=until, executor=executor, workers=workers, out=path, progress=progress,
            unpaired=unpaired, people=people,
        ), out, f"{Path(a).stem or 'study'}-comparison", needed=not stored,
    )  # fmt: skip
    if stored:
        _stored(done, of)
        if out is None:
            say("--out FOLDER keeps the tables, and a page")
            return
        tables.pairs(tables.last_words(done.path, str(done.report()) if report else "", began))
        return
    page = str(done.report()) if report else ""
    tables.pairs([*_print(done, of), *tables.last_words(done.path, page, began)])


def _stored(done: Comparison, of: str | None) -> None:
    """Print how stored results differ."""
    line(f"A: {done.names[0]}\nB: {done.names[1]}")
    line(done.tell(of))
    for note in (*done.notes, *done.untold):
        say(f"note: {note}")
    if done.same:
        return
    _indicators(done, of)
    if done.tables["columns"].height:
        _causes(done)
        return
    rows = done.tables["first"].head(FIRST)
    if rows.height:
        columns = ("from", "observable", "meaning", "subsystem")
        heads = ("from", "first to differ", "meaning", "subsystem")
        tables.table(heads, [tuple(map(str, row)) for row in rows.select(columns).rows()])


def _indicators(done: Comparison, of: str | None) -> None:
    import polars as pl

    from contested.studies.comparison.sentence import LEADING

    table = done.tables["indicators"].filter(pl.col("mean").is_not_nan() & (pl.col("mean") != 0))
    rows = {r["indicator"]: r for r in table.iter_rows(named=True)}
    names = [n for n in dict.fromkeys((*([of] if of else []), *LEADING)) if n in rows] or list(rows)[:FIRST]
    heads = ("B - A", "unit", "A", "B", "mean difference", "low", "high")
    columns = ("unit", "a_mean", "b_mean", "mean", "mean_low", "mean_high")
    tables.table(heads, [(n, *(rows[n][c] for c in columns)) for n in names], right=heads[2:])
    say("low, high: 90 % interval of the mean difference")


def _print(done: Comparison, of: str | None) -> list[tuple[str, str]]:
    """Print the tables; what is left to say in a line each."""
    failed = done.failed()
    if len(failed):
        say(f"{len(failed)} of {done.pairs} pairs failed; the first: {failed['failed'][0]}")
    line(f"A: {done.names[0]}\nB: {done.names[1]}")
    line(done.tell(of))
    line(done.label)
    for text in done.warnings:
        say(f"posterior: {text}")
    for text in done.limits:
        say(f"ensemble: {text}")
    if not done.same:
        _differences(done)
        _causes(done)
    return [("pairs", f"{done.pairs - len(failed):,} of {done.pairs:,} finished with numbers")]


def _differences(done: Comparison) -> None:
    import polars as pl

    from contested.studies.comparison.sentence import LEADING

    rows = {r["indicator"]: r for r in done.tables["indicators"].filter(pl.col("same") < 1).iter_rows(named=True)}
    names = [n for n in LEADING if n in rows] or list(rows)[:FIRST]
    if not names:
        return
    heads = ("B - A", "unit", "median", "5 %", "95 %", "B larger", "B smaller", "efficiency")
    tables.table(
        heads,
        [
            (n, r["unit"], r["median"], r["low90"], r["high90"], percent(r["up"]), percent(r["down"]),
             efficiency(r["efficiency"]))
            for n, r in ((n, rows[n]) for n in names)
        ],
        right=heads[2:],
    )  # fmt: skip
    say("B larger, B smaller: share of pairs; efficiency: unpaired runs per arm needed for the same standard error")


def _causes(done: Comparison) -> None:
    rows = [
        (str(r["earliest"]), r["column"], r["meaning"], f"{r['phase']} ({r['subsystem']})")
        for r in done.tables["columns"].head(FIRST).iter_rows(named=True)
    ]
    tables.table(("from", "first to differ", "meaning", "after phase"), rows)


def percent(share: float | None) -> str:
    """A share of pairs."""
    return "" if share is None or math.isnan(share) else f"{100 * share:.0f} %"


def efficiency(value: float | None) -> str:
    """Unpaired runs per arm that replace one pair, to two digits."""
    if value is None or math.isnan(value):
        return ""
    return "any number" if math.isinf(value) else f"{float(f'{value:.2g}'):,g}"
