"""The commands, in the order in which a user meets them, and the short ones."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from contested.cli import (
    audit,
    calibrate,
    claims,
    command,
    compare,
    export,
    forecast,
    options,
    read,
    sample,
    scenarios,
    streams,
    sweep,
    tables,
    zoo,
)
from contested.cli import simulate as runs
from contested.cli.command import Command, line
from contested.studies.interrupt import armed

ORDER = (
    "simulate", "show", "report", "export", "resume", "replay", "plan", "parameters", "scenarios", "sweep", "compare",
    "calibrate", "forecast", "claims", "read", "audit", "sample", "zoo", "warm",
)  # fmt: skip


class Ordered(TyperGroup):
    """A group that lists its commands in the order above."""

    def list_commands(self, ctx: Any) -> list[str]:  # the context's class moves between typer's versions
        return sorted(super().list_commands(ctx), key=ORDER.index)


app = typer.Typer(
    cls=Ordered,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(cls=Command, epilog=runs.EXAMPLES)(runs.simulate)
app.command(cls=Command)(runs.resume)
app.command(cls=Command)(runs.replay)
app.command(cls=Command, epilog=export.EXAMPLES)(export.export)
app.add_typer(scenarios.app, name="scenarios")
app.command(cls=Command, epilog=sweep.EXAMPLES)(sweep.sweep)
app.command(cls=Command, epilog=compare.EXAMPLES)(compare.compare)
app.command(cls=Command, epilog=calibrate.EXAMPLES)(calibrate.calibrate)
app.command(cls=Command, epilog=forecast.EXAMPLES)(forecast.forecast)
app.add_typer(claims.app, name="claims")
app.command(cls=Command, epilog=read.EXAMPLES)(read.read)
app.command(cls=Command, epilog=audit.EXAMPLES)(audit.audit)
app.add_typer(sample.app, name="sample")
app.command(cls=Command, epilog=zoo.EXAMPLES)(zoo.zoo)


def main() -> None:
    """What the `contested` command runs."""
    streams.guard()
    try:
        with armed(), command.exits():
            try:
                app(prog_name="contested")
            finally:
                sys.stdout.flush()
    except typer.Exit as ended:
        sys.exit(ended.exit_code)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        line(f"contested {version('contested')}")
        raise typer.Exit


@app.callback()
def root(
    debug: Annotated[bool, typer.Option("--debug", help="Show where a defect comes from.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Simulation of contested-election crises, person by person; calibration, forecasts and audits of counts.

    Begin with:  [bold]contested simulate teaching[/bold]
    """
    command.debug = debug


@app.command(
    cls=Command, epilog="Examples:\n\ncontested show runs/teaching-1\n\ncontested show runs/teaching-1 --facts"
)
def show(
    path: Annotated[str, typer.Argument(metavar="PATH", help="Folder of a run, a study or an audit.")],
    facts: Annotated[bool, typer.Option("--facts", help="For a run: headline figures next to reported ones.")] = False,
) -> None:
    """Say what a folder of results holds; with --facts, what came out of a run.

    Prints a table and writes nothing.
    """
    from contested.tasks import open as task

    if facts:
        tables.facts(task.facts(path))
    else:
        tables.pairs(task.show(path))


@app.command(cls=Command, epilog="Examples:\n\ncontested report runs/teaching-1 --out teaching.html\n\n"
             "contested report audits/russia-2018 --language ru --out russia-ru.html")  # fmt: skip
def report(
    path: Annotated[str, typer.Argument(metavar="PATH", help="Folder of a run, a study or an audit.")],
    out: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Where to write the page.", show_default="report.html in the folder"),
    ] = None,
    language: Annotated[str, typer.Option(metavar="<en|ru>", help="Language of an audit's page.")] = "en",
) -> None:
    """Write the page with charts and maps of stored results."""
    from contested.tasks.report import report as task

    line(task(path, out, language=language))


@app.command(cls=Command, epilog="Examples:\n\ncontested plan\n\ncontested plan teaching --without policing")
def plan(
    scenario: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO]", help="Also list this scenario's dated acts.")
    ] = None,
    without: options.Without = None,
) -> None:
    """Print the order of the day: what each phase reads and writes, and its source."""
    from contested.tasks import scenarios as task

    acts = task.acts(scenario) if scenario is not None else None
    tables.plan(task.plan(without or ()))
    if acts is not None:
        tables.table(acts.columns, acts.rows(), title="dated acts", right=("level",))


@app.command(cls=Command, epilog="Examples:\n\ncontested parameters teaching")
def parameters(
    scenario: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO]", help="Show this scenario's values instead of the defaults.")
    ] = None,
) -> None:
    """Print every parameter with unit, range and source; assumed ones first."""
    from contested.tasks.scenarios import parameters as task

    tables.parameters(task(scenario).to_dicts())


@app.command(cls=Command)
def warm(progress: options.Progress = None) -> None:
    """Compile everything once, about a minute, so that the first run starts at once.

    Example:  [bold]contested warm[/bold]
    """
    from contested.tasks.simulate import warm as task

    line(f"compiled in {task(progress):.1f} s")
