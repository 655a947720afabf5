"""The commands, in the order in which a user meets them, and the short ones."""

from __future__ import annotations

import gc
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
    config,
    export,
    forecast,
    log,
    options,
    read,
    sample,
    scenarios,
    serve,
    streams,
    sweep,
    tables,
    zoo,
)
from contested.cli import simulate as runs
from contested.cli.as_json import printable
from contested.cli.command import Command, line
from contested.ground.errors import InputError, closest
from contested.studies.interrupt import armed

ORDER = (
    "simulate", "serve", "show", "report", "export", "resume", "replay", "plan", "parameters", "scenarios", "sweep",
    "compare", "calibrate", "forecast", "claims", "read", "audit", "sample", "zoo", "warm", "config",
)  # fmt: skip


#: new objects after which Python looks for unreachable ones, instead of 700: the libraries that a command imports make
#: some 300,000, all in use, and searching them took half a second
SEARCH_AFTER = 5_000


class Ordered(TyperGroup):
    """A group that lists its commands in the order above."""

    def list_commands(self, ctx: Any) -> list[str]:  # the context's class moves between typer's versions
        return sorted(super().list_commands(ctx), key=ORDER.index)


app = typer.Typer(
    cls=Ordered,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(cls=Command, epilog=runs.EXAMPLES)(printable(runs.simulate))
app.command(cls=Command, epilog=serve.EXAMPLES)(serve.serve)
app.command(cls=Command)(printable(runs.resume))
app.command(cls=Command)(printable(runs.replay))
app.command(cls=Command, epilog=export.EXAMPLES)(export.export)
app.add_typer(scenarios.app, name="scenarios")
app.command(cls=Command, epilog=sweep.EXAMPLES)(printable(sweep.sweep))
app.command(cls=Command, epilog=compare.EXAMPLES)(printable(compare.compare))
app.command(cls=Command, epilog=calibrate.EXAMPLES)(printable(calibrate.calibrate))
app.command(cls=Command, epilog=forecast.EXAMPLES)(printable(forecast.forecast))
app.add_typer(claims.app, name="claims")
app.command(cls=Command, epilog=read.EXAMPLES)(printable(read.read))
app.command(cls=Command, epilog=audit.EXAMPLES)(printable(audit.audit))
app.add_typer(sample.app, name="sample")
app.command(cls=Command, epilog=zoo.EXAMPLES)(printable(zoo.zoo))


def main() -> None:
    """What the `contested` command runs."""
    streams.guard()
    gc.set_threshold(SEARCH_AFTER)
    try:
        with armed(), command.exits():
            try:
                app(prog_name="contested")
            finally:
                sys.stdout.flush()
                gc.freeze()  # the process ends, and its memory with it: another search would take half a second
    except typer.Exit as ended:
        sys.exit(ended.exit_code)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        line(f"contested {version('contested')}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an internal error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    level: Annotated[
        str | None,
        typer.Option("--log", metavar=f"<{'|'.join(log.LEVELS)}>", help="Print log messages on stderr."),
    ] = None,
) -> None:
    """Simulate political crises person by person, estimate from contradictory reports, forecast, and audit counts.

    Begin with:  [bold]contested simulate teaching[/bold]
    """
    command.debug = debug
    with command.exits():
        if level is not None:
            if level not in log.LEVELS:
                raise InputError(f"--log: expected {', '.join(log.LEVELS)}; got {level!r}.",
                                 closest(level, log.LEVELS))  # fmt: skip
            log.begin(level)
        if context.invoked_subcommand != "config":
            context.default_map = config.defaults(context.command)


@app.command(
    cls=Command, epilog="Examples:\n\ncontested show runs/teaching-1\n\ncontested show runs/teaching-1 --facts"
)
@printable
def show(
    path: Annotated[str, typer.Argument(metavar="PATH", help="Folder of a run, a study or an audit.")],
    facts: Annotated[bool, typer.Option("--facts", help="For a run: headline figures next to reported ones.")] = False,
) -> None:
    """Describe a folder of results; with --facts, print a run's headline figures.

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
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Also write each chart as PNG and SVG, in figures/ beside the page.")
    ] = False,
) -> None:
    """Write the page of a stored result, with charts and maps."""
    from contested.tasks.report import report as task

    line(task(path, out, language=language, pictures=pictures))


@app.command(cls=Command, epilog="Examples:\n\ncontested plan\n\ncontested plan teaching --without policing")
@printable
def plan(
    scenario: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO]", help="Also list this scenario's dated acts.")
    ] = None,
    without: options.Without = None,
) -> None:
    """Print the phases (steps) of a simulated day in order: what each reads and writes, and its source."""
    from contested.tasks import scenarios as task

    acts = task.acts(scenario) if scenario is not None else None
    tables.plan(task.plan(without or ()))
    if acts is not None:
        tables.table(acts.columns, acts.rows(), title="dated acts", right=("level",))


@app.command(
    cls=Command, epilog="Examples:\n\ncontested parameters teaching\n\ncontested parameters belarus-2020 --find arrest"
)
@printable
def parameters(
    scenario: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO]", help="Show this scenario's values instead of the defaults.")
    ] = None,
    find: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Only those whose name or meaning contains this, e.g. arrest.")
    ] = None,
) -> None:
    """Print every parameter with unit, range and source; assumed ones first."""
    from contested.tasks.scenarios import parameters as task

    rows = task(scenario).to_dicts()
    if find is not None:
        rows = [row for row in rows if find.casefold() in f"{row['name']} {row['meaning']}".casefold()]
        if not rows:
            raise InputError(f"--find: no parameter's name or meaning contains {find!r}.", "try a shorter word")
    tables.parameters(rows)


@app.command("config", cls=Command, epilog="Examples:\n\ncontested config\n\ncontested config --json")
@printable
def configuration(context: typer.Context) -> None:
    """Print which file of your own defaults is read, and what it sets.

    The file is TOML: a table per command, such as [bold]simulate[/bold] or [bold]"claims check"[/bold], or
    [bold]defaults[/bold] for all, with options without dashes (scale = 10, report = false, workers = 4). What is typed
    takes precedence. The variable CONTESTED_CONFIG names another file, or none if it is empty. Writes nothing.
    """
    file = config.path()
    group = context.find_root().command
    rows = [
        (name, key, str(value)) for name, settings in config.read(group).items() for key, value in settings.items()
    ]
    there = "" if file is None or file.is_file() else " (not there)"
    tables.pairs([("file", "none" if file is None else f"{file}{there}")])
    if rows:
        tables.table(("command", "option", "value"), rows)


@app.command(cls=Command)
def warm(progress: options.Progress = None) -> None:
    """Compile everything once, about a minute, so that the first run starts at once.

    Example:  [bold]contested warm[/bold]
    """
    from contested.tasks.simulate import warm as task

    line(f"compiled in {task(progress):.1f} s")
