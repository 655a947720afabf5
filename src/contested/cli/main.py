"""The commands. Each reads its options, calls the task of the same name, and prints what came of it."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from contested.cli import claims, errors, scenarios
from contested.cli.audit import EXAMPLES as AUDITS
from contested.cli.audit import audit
from contested.cli.calibrate import EXAMPLES as CALIBRATIONS
from contested.cli.calibrate import calibrate
from contested.cli.compare import EXAMPLES as COMPARISONS
from contested.cli.compare import compare
from contested.cli.errors import errors_told, say
from contested.cli.finished import finished
from contested.cli.forecast import EXAMPLES as FORECASTS
from contested.cli.forecast import forecast
from contested.cli.options import Device, Threads, folder, settings_of
from contested.cli.sweep import EXAMPLES as SWEEPS
from contested.cli.sweep import sweep
from contested.cli.zoo import EXAMPLES, zoo
from contested.ground.errors import InputError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(scenarios.app, name="scenarios")
app.add_typer(claims.app, name="claims")
app.command(epilog=EXAMPLES)(zoo)
app.command(epilog=AUDITS)(audit)
app.command(epilog=SWEEPS)(sweep)
app.command(epilog=FORECASTS)(forecast)
app.command(epilog=CALIBRATIONS)(calibrate)
app.command(epilog=COMPARISONS)(compare)

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A name from [bold]contested scenarios[/bold], or a folder.")
]
RunFolder = Annotated[str, typer.Argument(metavar="RUN", help="Folder of a run.")]
OwnModel = Annotated[
    str | None, typer.Option("--model", metavar="FILE", help="Your model's Python file, for a run of one.")
]


def main() -> None:
    """What the `contested` command runs."""
    app(prog_name="contested")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"contested {version('contested')}")
        raise typer.Exit


@app.callback()
def root(
    debug: Annotated[bool, typer.Option("--debug", help="Show where a defect came from.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Contested-election crises, played person by person.

    Begin with:  [bold]contested simulate teaching[/bold]
    """
    errors.debug = debug


@app.command(
    epilog="Examples:\n\n"
    "contested simulate teaching --seed 1\n\n"
    "contested simulate belarus-2020 --replicates 20 --scale 10\n\n"
    "contested simulate belarus-2020 --set detention.hold_limit=1 --without workplaces\n\n"
    "contested simulate teaching --days 13 --checkpoint 12 --out runs/first\n\n"
    "contested simulate teaching --from runs/first/checkpoints/r0000_day012.npz --replicates 200"
)
@errors_told
def simulate(
    scenario: ScenarioName,
    seed: Annotated[
        int | None,
        typer.Option(help="Same seed, same run, to the last bit. 1 if not given; on a branch, its own."),
    ] = None,
    scale: Annotated[int, typer.Option(help="Persons one agent stands for; 1 plays everybody.")] = 1,
    days: Annotated[int | None, typer.Option(help="Days to play; to the scenario's end if not given.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Last date to play, instead of --days.")] = None,
    replicates: Annotated[int, typer.Option(help="How many futures to play.")] = 1,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter (see contested parameters); repeatable."),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Leave out a subsystem or phase (see contested plan); repeatable."),
    ] = None,
    out: Annotated[
        str | None, typer.Option(metavar="PATH", help="New folder for the run; runs/SCENARIO-SEED if not given.")
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="CHECKPOINT", help="Go on from a checkpoint of another run."),
    ] = None,
    checkpoint: Annotated[
        list[str] | None,
        typer.Option(metavar="DAY", help="Keep the state at the end of a day (number or date); repeatable."),
    ] = None,
    threads: Threads = None,
    device: Device = "cpu",
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write the page with charts.")] = True,
) -> None:
    """Play a scenario, day by day and place by place, and write results and a report.

    Ctrl-C finishes the day and saves; [bold]contested resume RUN[/bold] goes on from there.
    """
    from contested.tasks.simulate import simulate as task

    began = time.perf_counter()
    changed: dict[str, float | str] = dict(settings_of(settings or []))
    for path, name in ((scenario, "SCENARIO"), (from_, "--from")):
        if path is not None and not path.strip():
            raise InputError(f"{name}: expected a name or folder; got nothing.", "leave the option out, or name one")
    with folder(out, _stem(scenario, seed, from_)) as path:
        run = task(
            scenario,
            seed=seed,
            scale=scale,
            days=days,
            until=until,
            replicates=replicates,
            settings=changed,
            without=tuple(without or ()),
            out=path,
            checkpoint=from_,
            checkpoints=tuple(checkpoint or ()),
            threads=threads,
            device=device,
        )
    finished(run, began, report)


@app.command()
@errors_told
def resume(
    run: RunFolder,
    model: OwnModel = None,
    threads: Threads = None,
    device: Device = "cpu",
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write the page with charts.")] = True,
) -> None:
    """Finish a run that was interrupted; the result is that of a run that never was."""
    from contested.tasks.resume import resume as task

    began = time.perf_counter()
    done = task(run, model=model, threads=threads, device=device)
    finished(done, began, report)


@app.command()
@errors_told
def replay(
    run: RunFolder, model: OwnModel = None, threads: Threads = None, device: Device = "cpu"
) -> None:
    """Play a stored run again and compare every number, bit for bit. Exit code 1 if any differs."""
    from contested.cli import show
    from contested.tasks.replay import replay as task

    found = task(run, model=model, threads=threads, device=device)
    rows = [
        (m.replicate, m.stored[:16], m.again[:16], "same" if m.same else "differs: " + ", ".join(m.differing))
        for m in found.members
    ]
    if not found.run.complete:
        say(f"{len(found.members)} of {found.run.replicates} replicates are finished; only those were compared")
    show.table(("replicate", "stored", "played again", "bit for bit"), rows, right=("replicate",))
    if not found.same:
        if not found.same_code:
            say("the program is not the one that wrote the run; provenance.json says which was")
        raise typer.Exit(1)


@app.command()
@errors_told
def report(
    run: RunFolder,
    out: Annotated[
        str | None, typer.Option(metavar="PATH", help="Where to write the page; RUN/report.html if not given.")
    ] = None,
) -> None:
    """Write the page with charts and maps of a stored run."""
    from contested.tasks.report import report as task

    print(task(run, out))


@app.command()
@errors_told
def show(
    run: RunFolder,
    facts: Annotated[bool, typer.Option("--facts", help="Headline figures beside what was reported.")] = False,
) -> None:
    """Say what a stored run is, and with --facts what came out."""
    from contested.cli import show as printed
    from contested.tasks import show as task

    if facts:
        printed.facts(task.facts(run).to_dicts())
    else:
        printed.pairs(task.show(run))


@app.command()
@errors_told
def plan(
    scenario: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO]", help="Also list this scenario's dated acts.")
    ] = None,
    without: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Leave out a subsystem or phase.")] = None,
) -> None:
    """Print the order of the day: what each phase reads and writes, and where it comes from."""
    from contested.cli import show as printed
    from contested.tasks import plan as task

    acts = task.acts(scenario) if scenario is not None else None
    printed.plan(task.plan(without or ()).to_dicts())
    if acts is not None and acts.height:
        printed.table(acts.columns, acts.rows(), title="dated acts")


@app.command()
@errors_told
def parameters(
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="[SCENARIO]", help="As this scenario sets them; else the defaults."),
    ] = None,
) -> None:
    """Print every parameter with unit, range and source; assumed ones first."""
    from contested.cli import show as printed
    from contested.tasks.parameters import parameters as task

    printed.parameters(task(scenario).to_dicts())


@app.command()
@errors_told
def warm() -> None:
    """Compile everything once, so that the first run starts at once."""
    from contested.tasks.warm import warm as task

    seconds = task()
    print(f"compiled in {seconds:.1f} s")


def _stem(scenario: str, seed: int | None, from_: str | None) -> str:
    """SCENARIO-SEED, as a run's folder is called."""
    from contested.tasks.scenarios import find_scenario

    name = find_scenario(scenario).resolve().name.replace("_", "-")
    return f"{name}-{'branch' if from_ is not None and seed is None else 1 if seed is None else seed}"
