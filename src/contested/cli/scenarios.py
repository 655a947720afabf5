"""`contested scenarios`: list, new, check, convert."""

from __future__ import annotations

from typing import Annotated

import typer

from contested.cli import tables
from contested.cli.command import Command, exits, line, say

app = typer.Typer(help="List scenarios, begin a new one, or check one.", invoke_without_command=True)


@app.callback()
def default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        with exits():
            list_all()


@app.command("list", cls=Command)
def list_all() -> None:
    """List the scenarios that come with contested."""
    from contested.tasks.scenarios import list_scenarios

    columns = ("name", "title", "people", "places", "days", "acts", "claims")
    rows = [[getattr(s, c) for c in columns] for s in list_scenarios()]
    tables.table(columns, rows, right=columns[2:])


@app.command("new", cls=Command, epilog="Examples:\n\ncontested scenarios new mycountry")
def new(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder to create; must be new or empty.")],
) -> None:
    """Write a commented template for a new country into DIR."""
    from contested.tasks.scenarios import new_scenario

    line(f"wrote {new_scenario(folder)}\nedit its files, then: contested scenarios check {folder}")


@app.command("check", cls=Command, epilog="Examples:\n\ncontested scenarios check mycountry")
def check(
    scenario: Annotated[str, typer.Argument(metavar="DIR", help="A scenario's folder, or a name from the list.")],
) -> None:
    """Check a scenario's files: print every error with file, line and field, or a summary if there is none.

    Exit code 2 if there are errors.
    """
    from contested.tasks.scenarios import check_scenario

    checked = check_scenario(scenario)
    for error in checked.errors:
        say(f"{type(error).__name__}: {error}\n")
    for warning in checked.warnings:
        say(f"note: {warning}")
    if not checked.sound:
        say(f"{len(checked.errors)} thing{'s' if len(checked.errors) != 1 else ''} to correct in {checked.folder}")
        raise typer.Exit(2)
    tables.pairs(checked.summary)


@app.command("convert", cls=Command, epilog="Examples:\n\ncontested scenarios convert mycountry --out mycountry-new")
def convert(
    scenario: Annotated[str, typer.Argument(metavar="DIR", help="A scenario's folder, or a name from the list.")],
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="Folder to create; must be new or empty.")],
) -> None:
    """Write a scenario whose acts are those of an earlier version anew into another folder."""
    from contested.tasks.scenarios import convert_scenario

    line(f"wrote {convert_scenario(scenario, out)}")
