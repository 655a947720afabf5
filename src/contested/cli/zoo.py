"""`contested zoo`: list the published models, print a model's card, draw its pictures, check it, or run it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from contested.cli import options, tables
from contested.cli.command import line, say
from contested.cli.simulate import finished
from contested.ground.commands import command
from contested.ground.errors import InputError
from contested.ground.options import REPLICATES, SEED

if TYPE_CHECKING:
    from contested.zoo.published import Published

EXAMPLES = (
    "Examples:\n\n"
    "contested zoo\n\n"
    "contested zoo granovetter-1978 --card\n\n"
    "contested zoo granovetter-1978 --figure --out figures\n\n"
    "contested zoo granovetter-1978 --check\n\n"
    "contested zoo watts-2002 --set degree=3 --replicates 20\n\n"
    "contested zoo my_model.py"
)

#: what each of these reads besides MODEL
USES = {
    "--card": ("card", "preset", "settings"), "--figure": ("figure", "out"),
    "--check": ("check", "preset", "settings"),
}  # fmt: skip


def zoo(
    context: typer.Context,
    model: Annotated[
        str | None, typer.Argument(metavar="[MODEL]", help="A model's name, or the Python file of your own.")
    ] = None,
    card: Annotated[bool, typer.Option("--card", help="Print the model's card; run nothing.")] = False,
    figure: Annotated[bool, typer.Option("--figure", help="Draw the model's well-known figures.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Test the model's rules and its paper's numbers; exit code 1 if any fails.")
    ] = False,
    preset: options.Preset = None,
    seed: options.Seed = SEED,
    steps: options.Steps = None,
    replicates: options.Replicates = REPLICATES,
    settings: options.Settings = None,
    checkpoint: options.Checkpoint = None,
    checkpoints: options.Checkpoints = None,
    threads: options.Threads = None,
    out: options.Out = None,
    report: options.Report = True,
    progress: options.Progress = None,
) -> None:
    """List the published models, or print, draw, check or run one.

    Without MODEL, lists all. With MODEL alone, runs it as [bold]contested simulate MODEL[/bold] does and writes
    runs/MODEL-SEED; --figure writes PNG and SVG files into figures/. --out names another folder.
    """
    from contested.zoo.catalogue import load, names

    wanted = [name for name, on in (("--card", card), ("--figure", figure), ("--check", check)) if on]
    if len(wanted) > 1:
        raise InputError(f"{' and '.join(wanted)}: expected one of them.", "run the command once for each")
    if model is None:
        if unused := _typed(context, ()):
            raise InputError(f"{unused[0]}: expected with a MODEL; got none.", f"for example {names()[0]}")
        tables.models([load(name) for name in names()])
        return
    if wanted and (unused := _typed(context, USES[wanted[0]])):
        raise InputError(f"{unused[0]}: not used with {wanted[0]}.", "leave it out")
    _check_name(model)
    published = load(model)
    changed = options.settings_of(settings)
    if card:
        from contested.report.citations import citations

        tables.card(published, published.choose(changed, preset), citations())
    elif figure:
        from contested.tasks.report import picture

        for file in picture(published, out if out is not None else "figures"):
            line(file)
    elif check:
        _check(published, changed, preset, progress)
    else:
        from contested.tasks.simulate import simulate

        began = time.perf_counter()
        chosen = options.typed(context, "seed", seed)
        run = options.into(
            lambda path: simulate(
                model, preset=preset, seed=chosen, steps=steps, replicates=replicates, settings=changed,
                checkpoint=checkpoint, checkpoints=checkpoints or (), threads=threads, out=path,
                progress=progress,
            ), out, options.stem(model, chosen, checkpoint),
        )  # fmt: skip
        tables.idea(published)
        finished(run, began, report, progress, published)


def _typed(context: typer.Context, but: tuple[str, ...]) -> list[str]:
    """Options that were typed, but for some, and for --progress and --json, which always may be."""
    return [
        p.opts[0] for p in context.command.params
        if p.name not in (None, "model", "progress", *but) and p.opts[0] != "--json"
        and getattr(context.get_parameter_source(str(p.name)), "name", "") == "COMMANDLINE"
    ]  # fmt: skip


def _check_name(model: str) -> None:
    """Refuse the name of a scenario, which no model is nearest to."""
    from contested.scenarios import folders
    from contested.zoo.catalogue import names

    if model in folders.names() and model not in names():
        raise InputError(f"{model} is a scenario, and no model of the zoo.", command("simulate", model))


def _check(published: Published, settings: dict[str, float | str], preset: str | None, progress: bool | None) -> None:
    from contested.engine.check import check_model
    from contested.ground.progress import Progress
    from contested.tasks.progress import shown
    from contested.zoo.target import measure

    promises = check_model(published.model(settings, preset))
    say(f"meets the interface of a model: {len(promises)} properties checked")
    rows = []
    with shown(progress) as tell:
        for done, target in enumerate(published.targets):
            tell(Progress(done, len(published.targets), target.what))
            rows.append(measure(target))
    tables.measured(rows)
    missed = [row for row in rows if row.verdict != "met"]
    line(f"{len(rows) - len(missed)} of {len(rows)} numbers are met")
    if missed:
        raise typer.Exit(1)
