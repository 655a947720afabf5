"""`contested claims`: check, import, accept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from contested.cli import options, tables
from contested.cli.as_json import printable
from contested.cli.command import Command, line, say
from contested.ground.options import CLAIM_FORMAT, ClaimFormat

if TYPE_CHECKING:
    from datetime import date

    from contested.claims import Claim, Examined, Imported
    from contested.claims.contradictions import Contradiction
    from contested.tasks.claims import Checked

#: claims that count for nothing that are printed at most
MOST = 100
#: messages about rows set aside, and rows of a table, that are printed at most
MOST_MESSAGES = 20
MOST_ROWS = 500

app = typer.Typer(
    help="Check a table of claims, import claims from an event database, or accept drafts.", no_args_is_help=True
)

Format = Annotated[
    ClaimFormat, options.one_of("--format", ClaimFormat, "Format of FILE: a plain table, or a database's export.")
]


@app.command("check", cls=Command, epilog="Examples:\n\ncontested claims check claims.xlsx\n\n"
             "contested claims check claims.csv --scenario belarus-2020\n\n"
             "contested claims check export.csv --format acled\n\n"
             "contested claims check acled.csv ccc.csv --aliases aliases.csv")  # fmt: skip
@printable
def check(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Tables of claims: CSV, XLSX or Parquet; several are checked together."),
    ],
    format: Format = CLAIM_FORMAT,
    aliases: options.Aliases = None,
    window: Annotated[
        int | None, typer.Option(metavar="DAYS", help="Also compare numbers of the same quantity that are up to this "
        "many days apart.")
    ] = None,
    contradictions: Annotated[
        str | None, typer.Option(metavar="PATH", help="Write the contradictions to this new file (.csv or .json).")
    ] = None,
    proposals: Annotated[
        str | None,
        typer.Option(
            metavar="PATH", help="Write names that may mean the same to this new file, for --aliases once edited."
        ),
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Also check claims against this scenario's places, days and contestants."),
    ] = None,
    unused: Annotated[
        str | None, typer.Option(metavar="PATH", help="Write the unused claims to this new CSV file.")
    ] = None,
    with_names: options.WithNames = None,
    progress: options.Progress = None,
) -> None:
    """Check tables of claims: which contradict each other, which are copies, and which parties make them.

    A table of your own has a claim per row, in columns named date, quantity, claimant, side (incumbent, opposition,
    independent, media, foreign) and value; the guide on claims lists others it may have, such as place and source.

    Names that may mean the same place or party are listed, but never merged unless --aliases says so.

    Also lists the unused claims, such as copies and claims about other days, each with the reason. Exit code 1 if rows
    could not be used.
    """
    from contested.tasks.claims import check as task

    checked = task(
        files[0] if len(files) == 1 else files, format, scenario=scenario, unused=unused,
        contradictions=contradictions, proposals=proposals, aliases=aliases, window=window, progress=progress,
    )  # fmt: skip
    imported, examined = checked.imported, checked.examined
    unknown = _rows(imported, checked.each, claims=True)
    _broken(checked.claims)
    tables.pairs([
        ("claims", str(len(checked.claims))), *([("of an unknown quantity", str(unknown))] if unknown else []),
        ("witnesses", f"{examined.witnesses}, copies counted once"),
    ])  # fmt: skip
    parties = [(p.name, p.side, p.claims, _others(p.names, p.name)) for p in examined.parties]
    _table("Parties", ("party", "side", "claims", "also written"), parties, right=("claims",))
    growing = [(g.party, *_what(g.last), ", ".join(_number(c) for c in g.superseded), _number(g.last))
               for g in examined.growing]  # fmt: skip
    _table("Growing lists: the last state counts", ("party", *_WHAT, "superseded", "counts"), growing)
    copies = [(c.party, *_what(c.claims[0]), _number(c.claims[0]), ", ".join(x.claimant for x in c.claims))
              for c in examined.clusters]  # fmt: skip
    _table("Copies: one witness each", ("witness", *_WHAT, "number", "reported by"), copies)
    _spellings(examined)
    _contradictions(examined)
    _unused(checked, scenario)
    if imported.aside:
        raise typer.Exit(1)


def _spellings(examined: Examined) -> None:
    """Names that were read as one, and names that may be one."""
    if examined.spellings:
        read = [(s.kind, s.name, "; ".join(s.also), s.why) for s in examined.spellings]
        _table("Read as one", ("kind", "name", "also written", "why"), read)
    if examined.proposals:
        alike = [(f"same {p.kind}?", p.name, p.also, p.why) for p in examined.proposals]
        _table("Names that may be one (not applied)", ("proposal", "name", "also", "why"), alike, most=MOST)
        line("to accept: --proposals FILE writes them as a table, --aliases FILE reads the lines that are right\n")


def _contradictions(examined: Examined) -> None:
    """Contradictions by kind, what was taken for granted beside them."""
    from contested.claims.contradictions import KINDS

    for kind, meaning in KINDS.items():
        of_kind = [c for c in examined.contradictions if c.kind == kind]
        if not of_kind:
            continue
        pairs = [(*_what(c.less), f"{c.less_party}: {_number(c.less)}", _more(c), c.gap, f"{c.factor:.3g}",
                  *((c.remark,) if kind != "same day" else ())) for c in of_kind]  # fmt: skip
        heads = (*_WHAT, "less", "more", "gap", "factor", *(("remark",) if kind != "same day" else ()))
        title = "Contradictions" if kind == "same day" else f"Contradictions, {kind}: {meaning}"
        _table(title, heads, pairs, right=("gap", "factor"))
    if not examined.contradictions:
        line("Contradictions: none\n")


def _more(one: Contradiction) -> str:
    """The larger number, with its own day, place and subject where they are others."""
    own = [a for a, b in zip(_what(one.more), _what(one.less)) if a != b]
    said = f"{one.more_party}: {_number(one.more)}"
    return f"{said} ({', '.join(own)})" if own and one.kind != "same day" else said


def _unused(checked: Checked, scenario: str | None) -> None:
    """The unused claims, and how many there are of each reason."""
    from contested.claims.reasons import MEANING
    from contested.claims.unused import counts

    left = len(checked.reasons) - checked.unused.height
    of = "the model" if scenario is None else scenario
    rows = [
        (r["claim"], r["line"] or "", _days(r["date"], r["end_date"]), r["place"], r["quantity"], r["actor"],
         r["claimant"], r["reason"], r["detail"])
        for r in checked.unused.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("claim", "line", *_WHAT, "claimant", "reason", "look at")
    _table("Unused claims", heads, rows, right=("claim", "line"), most=MOST, rest="; --unused FILE writes all of them")
    each = counts(checked.reasons)
    meant = [(reason, MEANING[reason], n) for reason, n in each.items()]
    if meant:
        tables.table(("reason", "meaning", "claims"), meant, title="Reasons", right=("claims",))
    more = "" if scenario is not None else "; --scenario NAME also checks places, days and contestants"
    tables.pairs([("can be set beside " + of, f"{left} of {len(checked.reasons)} claims{more}")])


@app.command("import", cls=Command, epilog="Examples:\n\n"
             "contested claims import --format acled export.csv --out claims.csv\n\n"
             "contested claims import --format gdelt 20200816.export.CSV --out protests.parquet")  # fmt: skip
@printable
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The export; text also as .zip or .gz.")],
    format: Format,
    out: Annotated[
        str, typer.Option(metavar="PATH", help="Table to write: .csv, .xlsx or .parquet; must be new.")
    ] = "claims.csv",
    with_names: options.WithNames = None,
    progress: options.Progress = None,
) -> None:
    """Convert an event database's export into a table of claims.

    Writes the table, NAME.origins.csv with the row each claim comes from, and NAME.aside.csv with the rows that cannot
    be used, or only in part, and why, if there are any. Exit code 1 if no row can be used.
    """
    from contested.tasks.claims import import_ as task

    done = task(file, format, out, progress=progress)
    _rows(done.imported, [done.imported], f"all of them are in {done.aside}")
    counts = done.imported.by_rule
    rows = [(name, meaning, counts.get(name, 0)) for name, meaning in done.imported.rules.items()]
    _table("Rules", ("rule", "meaning", "claims"), rows, right=("claims",))
    written = [("wrote", str(done.table)), ("rows they came from", str(done.origins))]
    tables.pairs([*written, *([("rows set aside", str(done.aside))] if done.aside is not None else [])])
    if done.aside is not None and not done.imported.claims:
        say("no claim: nothing in this file could be used")
        raise typer.Exit(1)


@app.command("accept", cls=Command, epilog="Examples:\n\n"
             "contested claims accept drafts.csv --ledger claims.csv")  # fmt: skip
@printable
def accept(
    drafts: Annotated[
        str, typer.Argument(metavar="DRAFTS", help="Table from `contested read`, with the column decision filled in.")
    ],
    ledger: Annotated[
        str, typer.Option(metavar="PATH", help="Table of claims (CSV) to add to; created if there is none.")
    ] = "claims.csv",
    with_names: options.WithNames = None,
) -> None:
    """Add reviewed drafts to a table of claims: the rows whose column decision says accept.

    A claim that is already in the table is not added again. Exit code 1 if an accepted row is not a valid claim.
    """
    from contested.tasks.read import accept as task

    done = task(drafts, ledger)
    for error in done.aside:
        say(f"not added: {error.message}{f' ({error.hint})' if error.hint else ''}")
    if done.undecided:
        say(f"not decided yet: {done.undecided} rows; write accept or reject under decision, or use the review page")
    tables.pairs([
        ("added", str(len(done.added))),
        ("in the ledger already", str(len(done.duplicates))),
        ("not added", str(len(done.aside))),
        ("not decided yet", str(done.undecided)),
        ("ledger", str(done.ledger) if done.ledger.exists() else "none written"),
    ])  # fmt: skip
    if done.aside:
        raise typer.Exit(1)


_WHAT = ("day", "place", "quantity", "about")


def _what(claim: Claim) -> tuple[str, ...]:
    return _days(claim.date, claim.end_date), claim.place, claim.quantity, claim.actor


def _days(first: date, last: date | None) -> str:
    return f"{first} to {last}" if last else str(first)


def _number(claim: Claim) -> str:
    """As it was reported: 3,000; at least 3,000; at most 3,000; 200 to 999."""
    low, high = claim.low, claim.high
    if low is None and high is None:
        return tables.number(claim.value)
    if low is None or high is None:
        return f"at least {tables.number(low)}" if high is None else f"at most {tables.number(high)}"
    return f"{tables.number(low)} to {tables.number(high)}"


def _broken(claims: Sequence[Claim]) -> None:
    """Numbers of a ledger that are read as decimals although nobody is half a person."""
    from contested.claims.figures import broken

    notes = [(c.origin, why) for c in claims if (why := broken(c))]
    for origin, why in notes[:MOST_MESSAGES]:
        say(f"note: {f'{origin.file}:{origin.line}, ' if origin else ''}{why}")
    if len(notes) > MOST_MESSAGES:
        say(f"note: {len(notes) - MOST_MESSAGES:,} more numbers that are not whole")


def _others(names: tuple[str, ...], name: str) -> str:
    return "; ".join(n for n in names if n != name)


def _table(
    title: str, columns: tuple[str, ...], rows: Sequence[Sequence[object]], right: tuple[str, ...] = (),
    most: int = MOST_ROWS, rest: str = "",
) -> None:  # fmt: skip
    """Print the first `most` rows; the title counts all of them, and `rest` says where the others are."""
    if rows:
        tables.table(columns, rows[:most], title=f"{title} ({len(rows):,})", right=right)
        if len(rows) > most:
            line(f"... and {len(rows) - most:,} more{rest}\n")
    else:
        line(f"{title}: none\n")


def _rows(imported: Imported, files: Sequence[Imported], written: str = "", *, claims: bool = False) -> int:
    """How many rows there were, and what became of them; the first messages, and how many more there are. How many of
    them are claims of an unknown quantity, which a check counts as claims that are not used and not as rows set aside.
    """
    unknown = {id(row) for row in imported.aside if claims and row.claim is not None}
    for row in imported.aside[:MOST_MESSAGES]:
        hint = f" ({row.hint})" if row.hint else ""
        say(f"{'not used' if id(row) in unknown else 'set aside'}: {row.error.message}{hint}")
    if more := imported.aside[MOST_MESSAGES:]:
        about = Counter(row.reason.partition(": ")[0] if ": expected" in row.reason else "the line" for row in more)
        each = ", ".join(f"{n:,} about {what}" for what, n in about.most_common(8))
        what = "not used or set aside" if unknown else "set aside"
        say(f"{what}: {len(more):,} more ({each}{', ...' if len(about) > 8 else ''}); "
            f"{written or '`contested claims import` writes all of them into a file'}")  # fmt: skip
    passed = [(f"passed over: {reason}", str(n)) for reason, n in imported.passed.items()]
    aside = partly = 0
    for one in files:  # a line is a row of its own file, and files of two folders may have one name
        lines = {row.line for row in one.aside if id(row) not in unknown}
        aside += len(lines)
        partly += len(lines & {c.origin.line for c in one.claims if c.origin is not None}) if lines else 0
    pairs = [("rows", str(imported.rows)), ("set aside", str(aside))]
    tables.pairs([*pairs, *([("of these used in part", str(partly))] if partly else []), *passed])
    return len(unknown)
