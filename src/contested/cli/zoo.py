"""`contested zoo`: list the published models, or run one, draw its pictures, print its card, or check it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contested.cli.errors import errors_told, say
from contested.cli.options import Threads, folder, settings_of
from contested.ground.errors import InputError

if TYPE_CHECKING:
    from contested.zoo.published import Published

EXAMPLES = (
    "Examples:\n\n"
    "contested zoo\n\n"
    "contested zoo epstein-2002 --preset netlogo --seed 1\n\n"
    "contested zoo watts-2002 --set degree=3 --replicates 20\n\n"
    "contested zoo granovetter-1978 --card\n\n"
    "contested zoo granovetter-1978 --figure --out figures\n\n"
    "contested zoo granovetter-1978 --check\n\n"
    "contested zoo my_model.py"
)


@errors_told
def zoo(
    model: Annotated[
        str | None, typer.Argument(metavar="[MODEL]", help="A model's name, or a Python file with one of your own.")
    ] = None,
    preset: Annotated[str | None, typer.Option(help="A named set of parameters; the card lists them.")] = None,
    seed: Annotated[int | None, typer.Option(help="Same seed, same run, to the last bit; 1 if not given.")] = None,
    steps: Annotated[int | None, typer.Option(help="Steps to play; enough to show what it does if not given.")] = None,
    replicates: Annotated[int, typer.Option(help="How many runs, each with its own chance.")] = 1,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter (see --card); repeatable."),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="New folder for the run (runs/MODEL-SEED if not given), or for --figure."),
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="CHECKPOINT", help="Go on from a checkpoint of another run.")
    ] = None,
    checkpoint: Annotated[
        list[int] | None, typer.Option(metavar="STEP", help="Keep the state at the end of a step; repeatable.")
    ] = None,
    threads: Threads = None,
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write the page with charts.")] = True,
    card: Annotated[bool, typer.Option("--card", help="Print what is known of the model, and run nothing.")] = False,
    figure: Annotated[bool, typer.Option("--figure", help="Draw the pictures its readers know.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Hold it to its contract and to its paper's numbers; 1 if any is missed.")
    ] = False,
) -> None:
    """Published models, each proved against its paper: list them, or run one.

    Without MODEL lists all. With one, plays it and writes a run folder with a report, as simulate does.
    """
    from contested.cli import show
    from contested.zoo.catalogue import load, names

    if model is None:
        show.models([load(name) for name in names()])
        return
    found = load(model)
    wanted = [name for name, on in (("--card", card), ("--figure", figure), ("--check", check)) if on]
    if len(wanted) > 1:
        raise InputError(f"{' and '.join(wanted)}: expected one of them.", "run the command once for each")
    changed = settings_of(settings or [])
    if card:
        from contested.report.citations import citations

        show.card(found, found.choose(changed, preset), citations())
    elif figure:
        _figure(found, out)
    elif check:
        _check(found, changed, preset)
    else:
        options: dict[str, Any] = {
            "preset": preset, "steps": steps, "replicates": replicates, "settings": changed, "checkpoint": from_,
            "checkpoints": tuple(checkpoint or ()), "threads": threads, "seed": seed,
        }  # fmt: skip
        _run(model, found, out, report, options)


def _run(model: str, found: Published, out: str | None, report: bool, options: dict[str, Any]) -> None:
    from contested.cli import show
    from contested.cli.finished import finished
    from contested.tasks.simulate import simulate

    began = time.perf_counter()
    seed = options["seed"]
    branch = "branch" if options["checkpoint"] is not None and seed is None else 1 if seed is None else seed
    with folder(out, f"{found.name}-{branch}") as path:
        run = simulate(model, out=path, **options)
    show.idea(found)
    show.last(run.to_polars("day"), run.provenance)
    finished(run, began, report, found)


def _figure(found: Published, out: str | None) -> None:
    from contested.ground.progress import Progress
    from contested.tasks.picture import picture
    from contested.tasks.progress import shown

    with shown(None) as tell:
        tell(Progress(text=f"drawing {found.name}"))
        paths = picture(found, out if out is not None else "figures")
    for path in paths:
        print(path)


def _check(found: Published, settings: dict[str, str], preset: str | None) -> None:
    from contested.cli import show
    from contested.engine.check import check_model
    from contested.ground.progress import Progress
    from contested.tasks.progress import shown
    from contested.zoo.target import measure

    promises = check_model(found.model(settings, preset))
    say(f"keeps the contract of a model: {len(promises)} promises checked")
    rows = []
    with shown(None) as tell:
        for k, target in enumerate(found.targets):
            tell(Progress(k, len(found.targets), target.what))
            rows.append(measure(target))
    show.measured(rows)
    missed = [row for row in rows if row.verdict != "met"]
    print(f"{len(rows) - len(missed)} of {len(rows)} numbers are met")
    if missed:
        raise typer.Exit(1)
