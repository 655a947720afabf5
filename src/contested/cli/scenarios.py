"""`contested scenarios`: list, new, from-claims, accept, check, convert."""

from __future__ import annotations

from typing import Annotated

import typer

from contested.cli import options, tables
from contested.cli.as_json import document, printable
from contested.cli.command import Command, exits, line, say
from contested.ground.commands import command
from contested.ground.options import CLAIM_FORMAT, ClaimFormat

#: proposed acts that are printed at most
MOST = 40
#: columns of the list on a terminal that is too narrow for all of them, table by table
NARROW = (
    ("name", "first day", "last day", "people", "places", "claims"),
    ("name", "parameters", "calibrated on", "forecasts scored"),
)

app = typer.Typer(help="List scenarios, begin a new one, or check one.", invoke_without_command=True)


@app.callback()
def default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        with exits():
            list_all()


@app.command("list", cls=Command)
@printable
def list_all() -> None:
    """List the scenarios that come with contested: size, how parameters were set, and which forecasts were scored.

    The column "parameters" says how they were set: defaults, by hand, by a search or a fit on reported figures, or by a
    calibration. A terminal of fewer than 200 characters gets two tables, without acts and targets; --json has all.
    """
    from contested.tasks.scenarios import list_scenarios

    sizes = ("people", "places", "acts", "claims", "targets")
    heads = ("name", "first day", "last day", *sizes, "parameters", "calibrated on", "forecasts scored")
    rows = [
        [s.name, str(s.start), str(s.end), *(getattr(s, c) for c in sizes), s.set_by, s.calibrated, s.scored]
        for s in list_scenarios()
    ]
    if document() is not None or tables.console().width >= tables.WIDE:
        tables.table(heads, rows, right=sizes)
        return
    for some in NARROW:
        tables.table(some, [[row[heads.index(name)] for name in some] for row in rows], right=sizes)


@app.command("new", cls=Command, epilog="Examples:\n\ncontested scenarios new kenya --country KE --vote 2022-08-09\n\n"
             "contested scenarios new unrest --country Serbia --no-vote --start 2024-11-03\n\n"
             "contested scenarios new mine --like teaching")  # fmt: skip
@printable
def new(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder to create; must be new or empty.")],
    country: Annotated[
        str | None, typer.Option(metavar="CODE", help="Country to draft: a code of ISO 3166-1, or its name.")
    ] = None,
    vote: Annotated[str | None, typer.Option(metavar="DATE", help="Polling day, for --country.")] = None,
    no_vote: Annotated[bool, typer.Option("--no-vote", help="There is no vote, for --country.")] = False,
    start: Annotated[
        str | None, typer.Option(metavar="DATE", help="First day, for --no-vote.", show_default="7 January 2030")
    ] = None,
    towns: Annotated[
        int | None,
        typer.Option(metavar="N", help="Most towns that get a row of their own, for --country.", show_default="60"),
    ] = None,
    like: Annotated[
        str | None, typer.Option(metavar="SCENARIO", help="Scenario to copy, or its folder.", show_default="teaching")
    ] = None,
) -> None:
    """Write a new scenario into DIR: a first draft of a country, or a copy of another scenario.

    For a country, towns and residents come from GeoNames (CC BY 4.0), and nearly everything else from typical
    ratios, such as police per resident; README.md in DIR lists what is assumed, most influential first.
    """
    from contested.tasks.scenarios import new_scenario

    written = new_scenario(
        folder, country=country, vote=vote, no_vote=no_vote, start=start, towns=towns, like=like
    )  # fmt: skip
    line(f"wrote {written}\nedit its files, then: {command('scenarios', 'check', folder)}")


@app.command("from-claims", cls=Command,
             epilog="Examples:\n\ncontested scenarios from-claims ledger.csv --scenario kenya --out proposed")
@printable
def from_claims(
    ledger: Annotated[str, typer.Argument(metavar="LEDGER", help="Table of claims: CSV, XLSX or Parquet.")],
    scenario: Annotated[str, typer.Option(metavar="NAME", help="Scenario whose places and days are used.")],
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="Folder to create; must be new or empty.")],
    format: Annotated[
        ClaimFormat, options.one_of("--format", ClaimFormat, "Format of LEDGER: a plain table, or a database's export.")
    ] = CLAIM_FORMAT,
) -> None:
    """Propose acts and headlines from a ledger of claims, as tables for a person to accept.

    Days with crowds become calls to gather, or a daily or weekly series of calls. The number who came becomes a
    headline and never part of the call.
    """
    from contested.tasks.scenarios import propose_from_claims

    found = propose_from_claims(ledger, scenario, out, format)
    columns = ("date", "end_date", "act", "form", "every", "place", "source")
    tables.table(columns, [[row.get(c, "") for c in columns] for row in found.acts[:MOST]])
    tables.pairs([
        ("acts proposed", str(len(found.acts))), ("headlines proposed", str(len(found.headlines))),
    ])  # fmt: skip
    if found.left:
        rows = [(c.origin.line if c.origin else "", str(c.date), c.place, c.quantity, c.claimant, why)
                for c, why in found.left[:MOST]]  # fmt: skip
        heads = ("line", "date", "place", "quantity", "claimant", "reason")
        title = f"Claims not used, or only their day ({len(found.left)}), all in {out}/unused.csv"
        tables.table(heads, rows, title=title, right=("line",))
    line(f"write yes into the column accept of {out}/acts.csv and {out}/headlines.csv, then: "
         f"{command('scenarios', 'accept', out, '--scenario', scenario)}")  # fmt: skip


@app.command("accept", cls=Command, epilog="Examples:\n\ncontested scenarios accept proposed --scenario kenya")
@printable
def accept(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder that from-claims wrote.")],
    scenario: Annotated[str, typer.Option(metavar="FOLDER", help="Folder of the scenario that gets the rows.")],
) -> None:
    """Add the proposed rows marked yes to a scenario, if the scenario passes its check with them."""
    from contested.tasks.scenarios import accept_proposals

    done = accept_proposals(folder, scenario)
    tables.pairs([
        ("acts", str(done.acts)), ("headlines", str(done.headlines)), ("in the scenario already", str(done.there)),
    ])  # fmt: skip
    if done.origin:
        line(f"the origin (last day of the calendar of acts) is now {done.origin}")


@app.command("check", cls=Command, epilog="Examples:\n\ncontested scenarios check mycountry")
@printable
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
        say(f"{len(checked.errors)} error{'s' if len(checked.errors) != 1 else ''} in {checked.folder}")
        raise typer.Exit(2)
    tables.pairs(checked.summary)


@app.command("convert", cls=Command, epilog="Examples:\n\ncontested scenarios convert mycountry --out mycountry-new")
@printable
def convert(
    scenario: Annotated[str, typer.Argument(metavar="DIR", help="A scenario's folder, or a name from the list.")],
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="Folder to create; must be new or empty.")],
) -> None:
    """Convert a scenario whose acts are those of an earlier version; write it into another folder."""
    from contested.tasks.scenarios import convert_scenario

    line(f"wrote {convert_scenario(scenario, out)}")
