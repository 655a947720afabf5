"""Tables of other names: one row per spelling, with the columns kind (`place` or `party`), name and also.

    kind,name,also
    place,Orvane,Orvane town
    party,Agence France Presse,AFP

A shipped table holds a few that are common knowledge; it is applied where two of the spellings occur, and a user's
table goes before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from contested.files.faults import Faults
from contested.files.rows import read_rows
from contested.ground.columns import Column
from contested.ground.errors import ClaimError

COLUMNS: tuple[Column, ...] = (
    Column("kind", "choice", "what has two names", choices=("place", "party")),
    Column("name", "text", "the name that is kept"),
    Column("also", "text", "another spelling"),
    Column("why", "text", "what speaks for it; not read", optional=True, missing_ok=True),
)


@dataclass(frozen=True)
class Aliases:
    """Other names of places and parties, by the name that is kept.

    Parameters
    ----------
    parties, places : mapping of str to tuple of str
    """

    parties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def over(self, other: Aliases) -> Aliases:
        """Both tables; where both know a spelling, this one decides."""
        return Aliases(_joined(self.parties, other.parties), _joined(self.places, other.places))

    def among(self, parties: Iterable[str], places: Iterable[str]) -> Aliases:
        """The names of which at least two spellings occur."""
        return Aliases(_present(self.parties, parties), _present(self.places, places))


def read_aliases(path: Path | str) -> Aliases:
    """A table of aliases.

    Raises
    ------
    ClaimError
        If it cannot be read, lacks a column, or gives one spelling to two names.
    """
    path = Path(path)
    if not path.is_file():
        raise ClaimError(f"{path}: expected a table of aliases; got none.", "its columns are kind, name, also")
    faults = Faults(ClaimError)
    rows = [(row.line, row.values) for row in read_rows(path, COLUMNS, faults)]
    if faults.errors:
        raise faults.errors[0]
    of: dict[str, dict[str, list[str]]] = {"party": {}, "place": {}}
    owner: dict[tuple[str, str], str] = {}
    for line, row in rows:
        kind, name, also = row["kind"], row["name"], row["also"]
        before = owner.setdefault((kind, also.casefold()), name)
        if before != name:
            raise ClaimError(f"{path}:{line}, also: expected each spelling under one name; got {also!r} under "
                             f"{before!r} and {name!r}.")  # fmt: skip
        of[kind].setdefault(name, []).append(also)
    return Aliases(*({name: tuple(also) for name, also in of[kind].items()} for kind in ("party", "place")))


def common() -> Aliases:
    """The shipped table."""
    return read_aliases(Path(__file__).with_name("aliases.csv"))


def _joined(first: Mapping[str, tuple[str, ...]], second: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    known = {other.casefold() for name, also in first.items() for other in (name, *also)}
    added = {name: tuple(a for a in also if a.casefold() not in known) for name, also in second.items()}
    return {name: also for name, also in added.items() if also and name.casefold() not in known} | dict(first)


def _present(aliases: Mapping[str, tuple[str, ...]], occur: Iterable[str]) -> dict[str, tuple[str, ...]]:
    here = {name.casefold() for name in occur}
    return {
        name: also
        for name, also in aliases.items()
        if len({other.casefold() for other in (name, *also)} & here) > 1
    }  # fmt: skip
