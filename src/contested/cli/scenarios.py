"""`contested scenarios`: list, new, check."""

from __future__ import annotations

from typing import Annotated

import typer

from contested.cli.errors import errors_told, say

app = typer.Typer(help="List scenarios, begin a new one, or check one.", invoke_without_command=True)


@app.callback()
def default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_all()


@app.command("list")
@errors_told
def list_all() -> None:
    """List the scenarios that come with contested."""
    from contested.cli import show
    from contested.tasks.scenarios import list_scenarios

    columns = ("name", "title", "people", "places", "days", "acts", "claims")
    rows = [[getattr(s, c) for c in columns] for s in list_scenarios()]
    show.table(columns, rows, right=columns[2:])


@app.command("new")
@errors_told
def new(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder to make; must be new or empty.")],
) -> None:
    """Write a commented template for a new country into DIR."""
    from contested.tasks.scenarios import new_scenario

    made = new_scenario(folder)
    print(f"wrote {made}\nedit its files, then: contested scenarios check {folder}")


@app.command("check")
@errors_told
def check(
    scenario: Annotated[str, typer.Argument(metavar="DIR", help="A scenario's folder, or a name from the list.")],
) -> None:
    """Say everything that is wrong with a scenario, or what is in it."""
    from contested.cli import show
    from contested.tasks.scenarios import check_scenario

    found = check_scenario(scenario)
    for error in found.errors:
        say(f"{type(error).__name__}: {error}\n")
    for warning in found.warnings:
        say(f"note: {warning}")
    if not found.sound:
        say(f"{len(found.errors)} thing{'s' if len(found.errors) != 1 else ''} to correct in {found.folder}")
        raise typer.Exit(2)
    show.pairs(found.summary)
