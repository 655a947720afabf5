"""`contested simulate`, `resume` and `replay`: a run, from its beginning or from where it stopped."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import typer

from contested.cli import options, tables
from contested.cli.command import line, say
from contested.ground.commands import command
from contested.ground.errors import InputError
from contested.ground.options import DEVICE, REPLICATES, SCALE, SEED

if TYPE_CHECKING:
    from contested.tasks.results import Run
    from contested.zoo.published import Published

EXAMPLES = (
    "Examples:\n\n"
    "contested simulate teaching --seed 1\n\n"
    "contested simulate belarus-2020 --replicates 20 --scale 10\n\n"
    "contested simulate belarus-2020 --set detention.hold_limit=1 --without workplaces\n\n"
    "contested simulate teaching --days 13 --checkpoint 12 --out runs/first\n\n"
    "contested simulate --from runs/first/checkpoints/r0000_day012.npz --replicates 200\n\n"
    "contested simulate epstein-2002 --preset netlogo"
)


def simulate(
    context: typer.Context,
    name: options.NameUnlessBranch = None,
    seed: options.Seed = SEED,
    scale: options.Scale = SCALE,
    days: options.Days = None,
    until: options.Until = None,
    steps: options.Steps = None,
    preset: options.Preset = None,
    replicates: options.Replicates = REPLICATES,
    settings: options.Settings = None,
    without: options.Without = None,
    checkpoint: options.Checkpoint = None,
    checkpoints: options.Checkpoints = None,
    threads: options.Threads = None,
    device: options.Device = DEVICE,
    out: options.Out = None,
    report: options.Report = True,
    progress: options.Progress = None,
) -> None:
    """Simulate a scenario day by day, or a published model step by step, and write the results and a report.

    Writes a run folder, runs/NAME-SEED unless --out names another: numbers per place and day, tables, provenance and
    report.html. Ctrl-C finishes the day and saves; [bold]contested resume RUN[/bold] continues from there.
    """
    from contested.tasks.simulate import simulate as task

    for value, where in ((name, "NAME"), (checkpoint, "--from")):
        if value is not None and not value.strip():
            raise InputError(f"{where}: expected a name or folder; got nothing.", "leave the option out, or name one")
    began = time.perf_counter()
    chosen = options.typed(context, "seed", seed)
    run = options.into(
        lambda path: task(
            name, seed=chosen, scale=options.typed(context, "scale", scale), days=days, until=until, steps=steps,
            preset=preset, replicates=replicates,
            settings=options.settings_of(settings), without=tuple(without or ()), checkpoint=checkpoint,
            checkpoints=tuple(checkpoints or ()), threads=threads, device=device, out=path, progress=progress,
        ), out, options.stem(name, chosen, checkpoint),
    )  # fmt: skip
    finished(run, began, report, progress)


def resume(
    run: options.RunFolder,
    model: options.OwnModel = None,
    threads: options.Threads = None,
    device: options.Device = DEVICE,
    report: options.Report = True,
    progress: options.Progress = None,
) -> None:
    """Finish a run that was interrupted or damaged; the result is identical to that of an uninterrupted run.

    Example:  [bold]contested resume runs/teaching-1[/bold]

    Finished replicates stay as they are; the others continue from their latest checkpoint. Writes into the run folder.
    """
    from contested.tasks.resume import resume as task

    began = time.perf_counter()
    done = task(run, model=model, threads=threads, device=device, progress=progress)
    finished(done, began, report, progress)


def replay(
    run: options.RunFolder,
    model: options.OwnModel = None,
    threads: options.Threads = None,
    device: options.Device = DEVICE,
    progress: options.Progress = None,
) -> None:
    """Simulate a stored run again and compare every number, bit for bit. Exit code 1 if any differs.

    Example:  [bold]contested replay runs/teaching-1[/bold]

    Prints a table and writes nothing.
    """
    from contested.tasks.replay import replay as task

    done = task(run, model=model, threads=threads, device=device, progress=progress)
    rows = [
        (m.replicate, m.stored[:16], m.again[:16], "same" if m.same else "differs: " + ", ".join(m.differing))
        for m in done.members
    ]
    if not done.run.complete:
        say(f"{len(done.members)} of {done.run.replicates} replicates are finished; only those were compared")
    tables.table(("replicate", "stored", "simulated again", "bit for bit"), rows, right=("replicate",))
    if not done.same:
        if not done.same_code:
            say("the run was written by another version of the program; provenance.json says which")
        raise typer.Exit(1)


def finished(
    run: Run, began: float, report: bool, progress: bool | None = None, published: Published | None = None
) -> None:
    """Write the report if wanted, and print what the run is and where it is."""
    from contested.ground.progress import Progress
    from contested.tasks.progress import shown

    page = ""
    if report:
        try:
            with shown(progress) as tell:
                tell(Progress(text="writing the report"))
                page = str(run.report(published=published))
        except KeyboardInterrupt:
            raise KeyboardInterrupt(
                f"stopped; the run is finished in {run.path}; `{command('report', run.path)}` writes the page"
            ) from None
    if not run.provenance["start"]:  # a published model
        tables.last(run.to_polars("day"), run.provenance)
        if moving := _still_changing(run, published):
            line(moving)
    tables.pairs([*run.overview()[:3], *tables.last_words(run.path, page, began)])


def _still_changing(run: Run, published: Published | None) -> str:
    """What to say of a run of a model that comes to rest, but had not when it ended; "" of every other."""
    from contested.zoo.catalogue import of_run

    record = run.provenance
    model = published or of_run(record["scenario"])
    if model is None or model.rest is None:
        return ""
    frame, clock = run.to_polars("day").sort("replicate"), record["clock"]
    ends = frame[clock].unique().sort().tail(2)
    if len(ends) < 2:
        return ""
    before, last = (frame.filter(frame[clock] == step).to_dict(as_series=False) for step in ends)
    params = model.choose(record["settings"], record["scenario"].get("preset"))
    words = model.rest.unfinished(params, ends[-1], before, last)
    return f"{words}: more --steps" if words else ""
