"""`contested compare`: what if one thing had been different? Two arms on the same chance."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contested.cli.errors import errors_told, say
from contested.cli.finished import drawing
from contested.cli.options import folder, settings_of

if TYPE_CHECKING:
    from contested.tasks.results import Comparison

EXAMPLES = (
    "Examples:\n\n"
    "contested compare teaching --scale 10 --drop-act shutdown\n\n"
    "contested compare teaching --add-act 2031-05-05,2031-05-08,incumbent,release,,0.5,share --pairs 64\n\n"
    "contested compare belarus-2020 --scale 100 --set election.mechanism=none --out runs/no-falsification\n\n"
    "contested compare belarus-2020 --scale 100 --drop-act guarantee --set patron.guarantee=0 --draws posterior.csv\n\n"
    "contested compare first.toml second.toml"
)
#: printed, where they differ
SHOWN = (
    "crowd.sum", "crowd.max", "detained.sum", "injured.sum", "killed_street.sum", "custody.max", "strikers.sum",
    "outrage.mean", "fear.mean", "fraud_belief.mean", "legitimacy.last", "treasury.last", "elite_loyalty.last",
)  # fmt: skip
#: first causes that are printed
FIRST = 6


@errors_told
def compare(
    a: Annotated[
        str, typer.Argument(metavar="A", help="A scenario's name or folder, or the TOML file of a change to one.")
    ],
    b: Annotated[
        str | None, typer.Argument(metavar="[B]", help="What to compare with A; A with the changes below if not given.")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="Parameter that B sets; election.mechanism=none as well. Repeatable."
        ),
    ] = None,
    drop: Annotated[
        list[str] | None,
        typer.Option(
            "--drop-act", metavar="WHICH",
            help="Dated acts B leaves out: kind, first day, place or line of acts.csv, joined with /. Repeatable.",
        ),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option("--add-act", metavar="LINE", help="A dated act more in B, as a line of acts.csv. Repeatable."),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Subsystem or phase that B leaves out; repeatable.")
    ] = None,
    draws: Annotated[
        str | None,
        typer.Option(
            "--draws", "--from", metavar="STUDY_OR_FILE",
            help="A calibration's folder, or a table (CSV, Parquet) with a column a parameter; both arms share a draw.",
        ),
    ] = None,
    pairs: Annotated[int | None, typer.Option(help="Pairs of runs; 32, or as many as there are draws.")] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same pairs, to the last bit.")] = 1,
    scale: Annotated[
        int | None, typer.Option(help="Persons one agent stands for; that of the calibration, or else 1, if not given.")
    ] = None,
    days: Annotated[int | None, typer.Option(help="Days to play; to the scenario's end if not given.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Last date to play, instead of --days.")] = None,
    executor: Annotated[
        str, typer.Option(metavar="WHO", help="pool (processes), serial (this process) or ray. Changes no number.")
    ] = "pool",
    workers: Annotated[int | None, typer.Option(help="One a processor if not given.")] = None,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            help="Folder; the same command goes on where it was stopped. runs/NAME-comparison if not given.",
        ),
    ] = None,
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write the page with charts.")] = True,
) -> None:
    """Ask what if: play A and B in pairs on the same chance, and say what differs, how surely, and through whom.

    Ctrl-C finishes the pairs that are being played; the same command with the same --out goes on from there.
    """
    from contested.tasks.compare import compare as task

    began = time.perf_counter()
    changed: dict[str, float | str] = dict(settings_of(settings or []))
    with folder(out, f"{Path(a).stem or 'study'}-comparison") as path:
        done = task(
            a, b, settings=changed, drop_acts=tuple(drop or ()), add_acts=tuple(add or ()),
            without=tuple(without or ()), posterior=draws, pairs=pairs, seed=seed, scale=scale,
            days=days, until=until, executor=executor, workers=workers, out=path,
        )  # fmt: skip
        if report:
            with drawing():
                done.report()
    _finished(done, began, report)


def _finished(done: Comparison, began: float, report: bool) -> None:
    from contested.cli import show

    failed = done.failed()
    if len(failed):
        say(f"{len(failed)} of {done.pairs} pairs failed; the first: {failed['failed'][0]}")
    print(f"A: {done.names[0]}\nB: {done.names[1]}")
    print(done.label)
    for text in done.warnings:
        say(f"the draws: {text}")
    if done.same:
        print(f"No difference: A and B are exactly the same in each of {done.pairs - len(failed)} pairs.")
    else:
        _indicators(done)
        _causes(done)
    show.pairs([
        ("pairs", f"{done.pairs - len(failed):,} of {done.pairs:,} finished with numbers"),
        ("folder", str(done.path)),
        *([("report", str(done.path / "report.html"))] if report else []),
        ("took", f"{time.perf_counter() - began:.1f} s"),
    ])  # fmt: skip


def _indicators(done: Comparison) -> None:
    import polars as pl

    from contested.cli import show

    found = done.tables["indicators"].filter(pl.col("same") < 1)
    rows = {r["indicator"]: r for r in found.iter_rows(named=True)}
    names = [n for n in SHOWN if n in rows] or list(rows)[:FIRST]
    show.table(
        ("B less A", "unit", "median", "5 %", "95 %", "B larger", "B smaller", "a pair is worth"),
        [
            (n, r["unit"], r["median"], r["low90"], r["high90"], *map(percent, (r["up"], r["down"])),
             worth(r["efficiency"]))
            for n, r in ((n, rows[n]) for n in names)
        ],
        right=("median", "5 %", "95 %", "B larger", "B smaller", "a pair is worth"),
    )
    say("B larger, B smaller: share of pairs; a pair is worth: unpaired runs of each arm that know the mean as well")


def _causes(done: Comparison) -> None:
    from contested.cli import show

    first = done.tables["columns"].head(FIRST)
    rows = [
        (str(r["earliest"]), r["column"], r["meaning"], f"{r['phase']} ({r['subsystem']})")
        for r in first.iter_rows(named=True)
    ]
    show.table(("from", "first to differ", "what it is", "after phase"), rows)


def percent(share: float | None) -> str:
    """A share of pairs."""
    return "" if share is None or math.isnan(share) else f"{100 * share:.0f} %"


def worth(value: float | None) -> str:
    """What a pair replaces, to two digits."""
    if value is None or math.isnan(value):
        return ""
    return "any number" if math.isinf(value) else f"{float(f'{value:.2g}'):,g}"
