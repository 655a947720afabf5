"""`contested claims`: check, import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from contested.cli.errors import errors_told, say

if TYPE_CHECKING:
    from contested.claims import Claim, Imported

app = typer.Typer(help="Look through claims, or bring in those of an event database.", no_args_is_help=True)

From = Annotated[
    str,
    typer.Option(
        "--from", metavar="SOURCE", help="table, acled, gdelt, ccc, mass-mobilization or ucdp: what wrote FILE."
    ),
]


@app.command("check", epilog="Examples:\n\ncontested claims check claims.xlsx\n\n"
             "contested claims check export.csv --from acled")  # fmt: skip
@errors_told
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A table of claims: CSV, XLSX or Parquet.")],
    from_: From = "table",
) -> None:
    """Say who claims what in FILE, what grew, what is copied, and what contradicts what.

    Exit code 1 if rows had to be put aside.
    """
    from contested.cli import show
    from contested.tasks.claims import check as task

    found = task(file, from_)
    imported, examined = found.imported, found.examined
    _rows(imported)
    show.pairs([("claims", str(len(examined.claims))), ("witnesses", f"{examined.witnesses}, copies counted once")])
    rows = [(p.name, p.side, p.claims, _others(p.names, p.name)) for p in examined.parties]
    _table("Parties", ("party", "side", "claims", "also written"), rows, right=("claims",))
    rows = [(g.party, *_what(g.last), ", ".join(_number(c) for c in g.superseded), _number(g.last))
            for g in examined.growing]  # fmt: skip
    _table("Growing lists: the last state counts", ("party", *_WHAT, "superseded", "counts"), rows)
    rows = [(c.party, *_what(c.claims[0]), _number(c.claims[0]), ", ".join(x.claimant for x in c.claims))
            for c in examined.clusters]  # fmt: skip
    _table("Copies: one witness each", ("witness", *_WHAT, "number", "said by"), rows)
    rows = [(*_what(c.less), f"{c.less_party}: {_number(c.less)}", f"{c.more_party}: {_number(c.more)}", c.gap,
             f"{c.factor:.3g}") for c in examined.contradictions]  # fmt: skip
    _table("Contradictions", (*_WHAT, "less", "more", "gap", "factor"), rows, right=("gap", "factor"))
    if imported.aside:
        raise typer.Exit(1)


@app.command("import", epilog="Examples:\n\ncontested claims import --from acled export.csv --out claims.csv\n\n"
             "contested claims import --from gdelt 20200816.export.CSV --out protests.parquet")  # fmt: skip
@errors_told
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The export, unpacked.")],
    from_: From,
    out: Annotated[
        str, typer.Option(metavar="PATH", help="Table to write: .csv, .xlsx or .parquet; must be new.")
    ] = "claims.csv",
) -> None:
    """Make claims of an event database's export; rows that cannot be used are kept beside them, with reasons."""
    from contested.cli import show
    from contested.tasks.claims import import_ as task

    done = task(file, from_, out)
    _rows(done.imported)
    made = done.imported.by_rule
    rows = [(name, meaning, made.get(name, 0)) for name, meaning in done.imported.rules.items()]
    _table("Rules", ("rule", "makes", "claims"), rows, right=("claims",))
    wrote = [("wrote", str(done.table)), ("rows they came from", str(done.origins))]
    show.pairs([*wrote, *([("rows put aside", str(done.aside))] if done.aside is not None else [])])


_WHAT = ("day", "place", "quantity", "about")


def _what(claim: Claim) -> tuple[str, ...]:
    days = f"{claim.date} to {claim.end_date}" if claim.end_date else str(claim.date)
    return days, claim.place, claim.quantity, claim.actor


def _number(claim: Claim) -> str:
    """As it was said: 3,000; at least 3,000; at most 3,000; 200 to 999."""
    from contested.cli.show import number

    low, high = claim.low, claim.high
    if low is None and high is None:
        return number(claim.value)
    if low is None or high is None:
        return f"at least {number(low)}" if high is None else f"at most {number(high)}"
    return f"{number(low)} to {number(high)}"


def _others(names: tuple[str, ...], name: str) -> str:
    return "; ".join(n for n in names if n != name)


def _table(title: str, columns: tuple[str, ...], rows: list[tuple], right: tuple[str, ...] = ()) -> None:
    from contested.cli import show

    if rows:
        show.table(columns, rows, title=f"{title} ({len(rows)})", right=right)
    else:
        print(f"{title}: none\n")


def _rows(imported: Imported) -> None:
    from contested.cli import show

    for row in imported.aside:
        say(f"put aside: {row.error.message}")
    passed = [(f"passed over: {reason}", str(n)) for reason, n in imported.passed.items()]
    aside = len({row.line for row in imported.aside})
    show.pairs([("rows", str(imported.rows)), ("put aside", str(aside)), *passed])
