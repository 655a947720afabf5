"""Claims in a file: read them, look through them, and bring an event database's export into a plain table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from contested.ground.errors import ClaimError
from contested.ground.options import CLAIM_FORMAT, ClaimFormat
from contested.ground.renamed import renamed
from contested.store import disk, layout
from contested.studies import arguments
from contested.tasks.outputs import all_or_none, check_new, new_files
from contested.tasks.progress import ProgressOption, shown

if TYPE_CHECKING:
    import polars as pl

    from contested.claims import Claim, Examined, Imported
    from contested.claims.reasons import Unused


@dataclass(frozen=True)
class Checked:
    """What a check found: the rows of all files and of each, what its claims say together, and why some are not used.

    `claims` are all of them, also those about unknown quantities, and `reasons` holds one `Unused` or None for each.
    """

    imported: Imported
    each: tuple[Imported, ...]
    examined: Examined
    claims: tuple[Claim, ...]
    reasons: tuple[Unused | None, ...]

    @property
    def unused(self) -> pl.DataFrame:
        """The unused claims, each with its reason: `claims.unused.table`."""
        from contested.claims import unused

        return unused.table(self.claims, self.reasons)


@dataclass(frozen=True)
class Written:
    """What an import wrote: the table, the rows its claims came from, and the rows kept aside, if there are any."""

    imported: Imported
    table: Path
    origins: Path
    aside: Path | None


@renamed(from_="format")
def read_claims(path: str | Path, format: ClaimFormat | None = None) -> tuple[Claim, ...]:
    """The claims of a file, all of them.

    Parameters
    ----------
    path : str or Path
        A plain table (CSV, XLSX, Parquet), or an event database's export.
    format : str, optional
        Of an export: one of contested.claims.FORMATS; a plain table if absent.

    Raises
    ------
    ClaimError
        If the file is of another kind, or at the first row that cannot be used, with file and line.
    """
    return arguments.claims(path, CLAIM_FORMAT if format is None else format)


def check(
    path: str | Path | Sequence[str | Path],
    format: ClaimFormat = CLAIM_FORMAT,
    *,
    scenario: str | Path | None = None,
    unused: str | Path | None = None,
    contradictions: str | Path | None = None,
    proposals: str | Path | None = None,
    aliases: Mapping[str, Iterable[str]] | str | Path | None = None,
    window: int | None = None,
    progress: ProgressOption = None,
) -> Checked:
    """Look through the claims of a file: rows that cannot be used, parties, growing lists, copies, contradictions, and
    the claims that nothing simulated can be set beside.

    Parameters
    ----------
    path, format
        As for `read_claims`; several paths are looked through together.
    scenario : str or Path, optional
        A scenario's name or folder: its places, days and contestants decide as well whether a claim is used.
    unused : str or Path, optional
        A CSV file to write unused claims to. Nothing is written over.
    contradictions : str or Path, optional
        A file (.csv or .json) to write the contradictions to. Nothing is written over.
    proposals : str or Path, optional
        A table of aliases to write the names to that may be one; edited, it is what `aliases` reads.
    aliases : mapping of str to iterable of str, or str or Path, optional
        Other names of a party, by its name; or a table of other names of parties and places.
    window : int, optional
        Days within which any two numbers of one thing must agree, beside those that change slowly.
    progress : bool or callable, optional
        As in `contested.simulate`.

    Raises
    ------
    ClaimError
        If the file is of another kind.
    """
    from functools import partial

    from contested.claims import Aliases, examine, read_aliases, scan, write
    from contested.claims import unused as reasons
    from contested.inference.likelihood.cells import placed
    from contested.scenarios.load import opened

    about = None if scenario is None else opened(arguments.scenario(scenario))
    judge = reasons.by_itself if about is None else partial(placed, scenario=about)
    files = {"unused": unused, "contradictions": contradictions, "proposals": proposals}
    wanted = new_files(files, {"unused": (".csv",), "contradictions": (".csv", ".json"), "proposals": (".csv",)})
    if window is not None and window < 1:
        raise ClaimError(f"window: expected a number of days of at least 1; got {window}.")
    table = read_aliases(aliases) if isinstance(aliases, (str, Path)) else aliases
    paths = [path] if isinstance(path, (str, Path)) else list(path)
    with shown(progress) as tell:
        each = [scan(layout.given(one, "path"), format, tell) for one in paths]
    imported, claims = _together(each), tuple(c for one in each for c in one.with_unknown)
    parties = table.parties if isinstance(table, Aliases) else table
    found = Checked(
        imported, tuple(each),
        examine(imported.claims, table, window, about.country.population if about is not None else None),
        claims, tuple(reasons.unused(claims, judge, parties)),
    )  # fmt: skip
    content = {
        "unused": lambda: write.csv_of(found.unused),
        "contradictions": lambda: write.contradictions_as_bytes(
            found.examined.contradictions, wanted["contradictions"].suffix
        ),
        "proposals": lambda: write.aliases(found.examined.proposals),
    }
    with all_or_none() as written:
        for name, file in wanted.items():
            with disk.writing(file):
                file.parent.mkdir(parents=True, exist_ok=True)
                disk.write_bytes(file, content[name]())
            written(file)
    return found


def _together(each: Sequence[Imported]) -> Imported:
    """What several files hold, as if they were one."""
    first = each[0]
    if len(each) == 1:
        return first
    passed: Counter[str] = Counter()
    for one in each:
        passed.update(one.passed)
    return replace(
        first,
        claims=tuple(c for one in each for c in one.claims),
        aside=tuple(a for one in each for a in one.aside),
        rules={name: meaning for one in each for name, meaning in one.rules.items()},
        passed=dict(passed),
        rows=sum(one.rows for one in each),
    )


def import_(
    path: str | Path, format: ClaimFormat, out: str | Path = "claims.csv", *, progress: ProgressOption = None
) -> Written:
    """Write the claims of an export into a plain table.

    Beside it go NAME.origins.csv, for each claim the rule that made it and the row it came from, and, if rows could not
    be used, NAME.aside.csv with line, reason and the row.

    Parameters
    ----------
    path : str or Path
        The export.
    format : str
        One of contested.claims.FORMATS.
    out : str or Path
        The table to write: .csv, .xlsx or .parquet. Nothing is written over.
    progress : bool or callable, optional
        As in `contested.simulate`.

    Raises
    ------
    ClaimError
        If the export is of another kind, or `out` is there, of no known format, or takes fewer claims.
    DiskError
        If it cannot be written.
    """
    from contested.claims import scan, write
    from contested.claims.importers.imported import without_collector

    table = Path(layout.given(out, "out"))
    origins, aside = table.with_suffix(".origins.csv"), table.with_suffix(".aside.csv")
    if table.suffix.lower() not in write.SUFFIXES:
        raise ClaimError(
            f"{table}: expected a name that ends in {', '.join(write.SUFFIXES)}; got {table.suffix or 'no ending'}.",
            "for example --out claims.csv",
        )
    for taken in (table, origins, aside):
        check_new(taken, "out", ClaimError)
    with shown(progress) as tell:
        found = scan(layout.given(path, "path"), format, tell)
    write.check_fits(len(found.claims), table.suffix)
    with disk.writing(table), without_collector(), all_or_none() as written:
        table.parent.mkdir(parents=True, exist_ok=True)
        disk.write_parts(origins, write.origin_parts(found.claims, found.people))
        written(origins)
        if found.aside:
            disk.write_parts(aside, write.aside_parts(found.aside, found.people))
            written(aside)
        if table.suffix.lower() == ".csv":
            disk.write_parts(table, write.csv_of_claims(found.claims, masked=True))
        else:
            disk.write_bytes(table, write.as_bytes(found.claims, table.suffix, masked=True))
    return Written(found, table, origins, aside if found.aside else None)
