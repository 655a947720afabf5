"""`contested sweep`: many points of a scenario or a published model, and which parameters matter."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contested.cli.errors import errors_told, say
from contested.cli.options import folder, settings_of
from contested.ground.errors import InputError

if TYPE_CHECKING:
    from contested.tasks.results import Sweep

EXAMPLES = (
    "Examples:\n\n"
    "contested sweep teaching --scale 10 --over street.cost=1:1.5 --over detention.hold_limit --out runs/cost\n\n"
    "contested sweep watts-2002 --design grid --points 8 --over degree=1:8 --replicates 10\n\n"
    "contested sweep belarus-2020 --scale 100 --sensitivity morris --points 20 --over street.cost "
    "--over media.fraud_learning --of crowd.sum\n\n"
    "contested sweep teaching --over street.cost --executor ray --workers 8"
)
#: outputs whose indices are printed, where none is named
SHOWN = 3


@errors_told
def sweep(
    target: Annotated[
        str, typer.Argument(metavar="SCENARIO_OR_MODEL", help="A scenario's name or folder, or a model's name or file.")
    ],
    over: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME[=LOW:HIGH]",
            help="Vary a parameter within a range; along its declared prior or range if none is given. Repeatable.",
        ),
    ] = None,
    design: Annotated[
        str | None, typer.Option(metavar="DESIGN", help="sobol (if not given), latin (hypercube) or grid.")
    ] = None,
    points: Annotated[
        int, typer.Option(help="How many; with --sensitivity, how many blocks of one or two more than parameters.")
    ] = 64,
    replicates: Annotated[int, typer.Option(help="Runs a point, each with its own chance.")] = 1,
    sensitivity: Annotated[
        str | None, typer.Option(metavar="KIND", help="Which parameters matter: sobol or morris, a design of its own.")
    ] = None,
    of: Annotated[
        list[str] | None,
        typer.Option(metavar="OUTPUT", help="Print the indices of this column, e.g. crowd.sum; repeatable."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same design and same runs, to the last bit.")] = 1,
    scale: Annotated[
        int | None, typer.Option(help="Persons one agent stands for, for a scenario; 1 if not given.")
    ] = None,
    days: Annotated[int | None, typer.Option(help="Days to play, for a scenario.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Last date to play, instead of --days.")] = None,
    steps: Annotated[int | None, typer.Option(help="Steps to play, for a model.")] = None,
    preset: Annotated[str | None, typer.Option(help="A named set of parameters, for a model.")] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter at every point; repeatable."),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Leave out a subsystem or phase; repeatable.")
    ] = None,
    executor: Annotated[
        str, typer.Option(metavar="WHO", help="pool (processes), serial (this process) or ray. Changes no number.")
    ] = "pool",
    workers: Annotated[int | None, typer.Option(help="One a processor if not given.")] = None,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="PATH", help="Folder; the same command goes on where it was stopped. runs/NAME-sweep if not given."
        ),
    ] = None,
) -> None:
    """Play many points of a scenario's or a model's parameters, and write one row a run to a table.

    Ctrl-C finishes the runs that are being played; the same command with the same --out goes on from there.
    """
    from contested.tasks.sweep import sweep as task

    began = time.perf_counter()
    ranges = ranges_of(over or [])
    changed: dict[str, float | str] = dict(settings_of(settings or []))
    if of and sensitivity is None:
        raise InputError("--of: names what indices are printed of; there are none.", "add --sensitivity morris")
    with folder(out, f"{Path(target).stem or 'study'}-sweep") as path:
        done = task(
            target,
            ranges,
            design=design,
            points=points,
            replicates=replicates,
            sensitivity=sensitivity,
            seed=seed,
            scale=scale,
            days=days,
            until=until,
            steps=steps,
            preset=preset,
            settings=changed,
            without=tuple(without or ()),
            executor=executor,
            workers=workers,
            out=path,
        )
    _finished(done, began, of or [])


def ranges_of(texts: list[str]) -> dict[str, tuple[float, float] | None]:
    """NAME=LOW:HIGH, or NAME alone.

    Raises
    ------
    InputError
    """
    found: dict[str, tuple[float, float] | None] = {}
    for text in texts:
        name, equals, ends = (part.strip() for part in text.partition("="))
        if not name or (equals and ends.count(":") != 1):
            raise InputError(f"--over: expected NAME or NAME=LOW:HIGH; got {text!r}.", "--over street.cost=1:1.5")
        if name in found:
            raise InputError(f"--over {name}: given twice.", "give it one range")
        try:
            low, high = (float(end) for end in ends.split(":")) if equals else (None, None)
        except ValueError:
            raise InputError(f"--over {name}: expected two numbers; got {ends!r}.", f"--over {name}=0.1:0.3") from None
        found[name] = None if low is None or high is None else (low, high)
    return found


def _finished(done: Sweep, began: float, of: list[str]) -> None:
    from contested.cli import show
    from contested.store.points import table_file

    failed = done.failed()
    if len(failed):
        say(f"{len(failed)} of {done.runs} runs failed; the first: {failed['failed'][0]}")
    if done.record["sensitivity"]:
        _indices(done, of)
    show.pairs([
        ("runs", f"{done.runs - len(failed):,} of {done.runs:,} finished with numbers"),
        *((f"over {name}", said) for name, said in done.record["over"].items()),
        ("folder", str(done.path)),
        ("table", str(table_file(done.path))),
        *([("indices", str(done.path / "sensitivity.csv"))] if done.record["sensitivity"] else []),
        ("took", f"{time.perf_counter() - began:.1f} s"),
    ])  # fmt: skip


def _indices(done: Sweep, of: list[str]) -> None:
    from contested.cli import show
    from contested.ground.errors import closest

    table = done.tables["sensitivity"]
    there = table["output"].unique(maintain_order=True).to_list()
    for name in of:
        if name not in there:
            raise InputError(f"--of {name}: no column that varied; the sweep is finished.", closest(name, there))
    for name in of or there[:SHOWN]:
        rows = table.filter(table["output"] == name).drop("output")
        show.table(rows.columns, rows.rows(), title=name, right=rows.columns[1:])
    say("columns named ..._within are half-widths of 90 % intervals")
