"""`contested sweep`: many points of a scenario or a published model, and which parameters matter."""

from __future__ import annotations

import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contested.cli import options, tables
from contested.cli.command import say
from contested.ground.errors import InputError, StatisticFailed, closest
from contested.ground.options import DESIGN, EXECUTOR, POINTS, REPLICATES, SCALE, SEED, Design, Sensitivity

if TYPE_CHECKING:
    from contested.tasks.results import Sweep

EXAMPLES = (
    "Examples:\n\n"
    "contested sweep teaching --scale 10 --over street.cost=1:1.5 --over detention.hold_limit --out runs/cost\n\n"
    "contested sweep epstein-2002 --set legitimacy=0.7,0.8,0.9 --replicates 5 --series active\n\n"
    "contested sweep teaching --set street.cost=1.0,1.2,1.4 --replicates 8 --common-seed --out runs/cost\n\n"
    "contested sweep watts-2002 --design grid --points 8 --over degree=1:8 --replicates 10\n\n"
    "contested sweep belarus-2020 --scale 100 --sensitivity morris --points 20 --over street.cost "
    "--over media.fraud_learning --of crowd.sum\n\n"
    "contested sweep teaching --over street.cost --executor ray --workers 8\n\n"
    "contested sweep teaching --over street.cost --out runs/cost --job-script slurm --parts 8"
)
#: outputs whose indices are printed, where none is named
SHOWN = 3


def sweep(
    context: typer.Context,
    name: options.Name,
    over: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME[=LOW:HIGH]",
            help="Vary a parameter within this range; with the name alone, over its prior or full range. Repeatable.",
        ),
    ] = None,
    design: Annotated[
        Design,
        options.one_of("--design", Design, "How points are placed: a Sobol sequence, a Latin hypercube or a grid."),
    ] = DESIGN,
    points: Annotated[
        int | None,
        typer.Option(
            help="Points to simulate; with --sensitivity, blocks, each of one point more (morris) or two more (sobol) "
            "than there are parameters.",
            show_default=f"{POINTS}, or every combination of listed values",
        ),
    ] = None,
    replicates: options.Replicates = REPLICATES,
    sensitivity: Annotated[
        Sensitivity | None,
        options.one_of("--sensitivity", Sensitivity, "Rank parameters by their effect; uses a design of its own."),
    ] = None,
    of: Annotated[
        list[str] | None,
        typer.Option(metavar="OUTPUT", help="Print the indices of this output, e.g. crowd.sum. Repeatable."),
    ] = None,
    seed: options.Seed = SEED,
    common_seed: Annotated[
        bool,
        typer.Option(
            "--common-seed/--separate-seeds",
            help="Simulate all points on the same random numbers, so that they can be compared in pairs.",
        ),
    ] = False,
    scale: options.Scale = SCALE,
    days: options.Days = None,
    until: options.Until = None,
    steps: options.Steps = None,
    preset: options.Preset = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE[,VALUE...]",
            help="Change a parameter (see [bold]contested parameters[/bold]); several values are varied. Repeatable.",
        ),
    ] = None,
    statistics: Annotated[
        list[str] | None,
        typer.Option(
            "--statistic", metavar="FILE.py:FUNCTION",
            help="Add a number of your own: the function gets each run as an xarray Dataset. Repeatable.",
        ),
    ] = None,
    series: Annotated[
        list[str] | None,
        typer.Option(metavar="OBSERVABLE", help="Keep an observable day by day as well, e.g. crowd. Repeatable."),
    ] = None,
    without: options.Without = None,
    executor: options.Executor = EXECUTOR,
    workers: options.Workers = None,
    part: options.Part = None,
    join: options.Join = False,
    job_script: options.JobScript = None,
    parts: options.Parts = None,
    out: options.Resumable = None,
    report: options.Report = True,
    progress: options.Progress = None,
) -> None:
    """Simulate many points of the parameter space, and optionally rank parameters by their effect.

    Writes runs/NAME-sweep unless --out names another folder: points.parquet with a row per run, report.html, and with
    --sensitivity sensitivity.csv and a chart. Ctrl-C finishes the current runs; rerunning the command resumes.
    """
    from contested.tasks.scenarios import bytes_of
    from contested.tasks.sweep import sweep as task

    began = time.perf_counter()
    ranges = ranges_of(over or [])
    if of and sensitivity is None:
        raise InputError("--of: chooses which indices are printed; there are none.", "add --sensitivity morris")
    if options.jobs(context, job_script, parts, part, join, out, memory=lambda: bytes_of(name, scale)):
        return

    def work(path: str | Path | None) -> Sweep:
        return task(
            name, ranges, design=options.typed(context, "design", design), points=points, replicates=replicates,
            sensitivity=sensitivity, seed=seed, common_seed=common_seed, days=days, until=until,
            scale=options.typed(context, "scale", scale), steps=steps, preset=preset,
            settings=options.lists_of(settings), without=tuple(without or ()),
            statistics=tuple(statistics or ()), series=tuple(series or ()), executor=executor, workers=workers,
            part=part, join=join, out=path, progress=progress,
        )  # fmt: skip

    with options.finishing(), warnings.catch_warnings():
        warnings.simplefilter("ignore", StatisticFailed)  # it is printed below
        done = options.into(work, out, f"{Path(name).stem or 'study'}-sweep")
    _finished(done, began, of or [], report)


def ranges_of(texts: list[str]) -> dict[str, tuple[float, float] | None]:
    """NAME=LOW:HIGH, or NAME alone.

    Raises
    ------
    InputError
    """
    ranges: dict[str, tuple[float, float] | None] = {}
    for text in texts:
        name, equals, ends = (part.strip() for part in text.partition("="))
        if not name or (equals and ends.count(":") != 1):
            raise InputError(f"--over: expected NAME or NAME=LOW:HIGH; got {text!r}.", "--over street.cost=1:1.5")
        if name in ranges:
            raise InputError(f"--over {name}: given twice.", "give it one range")
        try:
            low, high = (float(end) for end in ends.split(":")) if equals else (None, None)
        except ValueError:
            raise InputError(f"--over {name}: expected two numbers; got {ends!r}.", f"--over {name}=0.1:0.3") from None
        ranges[name] = None if low is None or high is None else (low, high)
    return ranges


def _finished(done: Sweep, began: float, of: list[str], report: bool) -> None:
    from contested.store.points import table_file

    if done.trouble:
        say(f"StatisticFailed: {done.trouble}")
    failed = done.failed()
    if len(failed):
        say(f"{len(failed)} of {done.runs} runs failed; the first: {failed['failed'][0]}")
    if done.record["sensitivity"]:
        _indices(done, of)
    tables.pairs([
        ("runs", f"{done.runs - len(failed):,} of {done.runs:,} finished with numbers"),
        *((f"over {name}", words) for name, words in done.record["over"].items()),
        ("table", str(table_file(done.path))),
        *([("indices", str(done.path / "sensitivity.csv"))] if done.record["sensitivity"] else []),
        *tables.last_words(done.path, str(done.report()) if report else "", began),
    ])  # fmt: skip


def _indices(done: Sweep, of: list[str]) -> None:
    indices = done.tables["sensitivity"]
    outputs = indices["output"].unique(maintain_order=True).to_list()
    for name in of:
        if name not in outputs:
            raise InputError(f"--of {name}: no output that varied; the sweep is finished.", closest(name, outputs))
    for name in of or outputs[:SHOWN]:
        rows = indices.filter(indices["output"] == name).drop("output")
        tables.table(rows.columns, rows.rows(), title=name, right=rows.columns[1:])
    say("columns named ..._within are half-widths of 90 % intervals")
