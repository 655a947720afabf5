"""What the columns of a country's file mean, declared in a small TOML file, so that a new country is data and not code.

    title = "Ruritania, presidential election, 1 June 2031"

    [station]                                   # columns that name a station together; its row in the file if absent
    id = ["district", "number"]

    [units]                                     # the largest first; a column, or a part of one
    region = "district"
    block = { column = "number", matching = '^(\\d\\d)', names = { "01" = "North" } }

    [counts]                                    # a column, or several to be added up
    registered = "voters"
    issued = ["early", "in the room", "at home"]
    cast = ["valid", "invalid"]
    valid = "valid"
    invalid = "invalid"

    [contestants]
    leader = "Rudolf"                           # a part of a name that no other has
    matching = '^votes for (.+)$'               # or columns = ["A", "B"], or columns = { "Name" = "column" }, or
                                                # { "Name" = ["party", "coalition"] }: votes are added up
    except = ["votes for nobody"]
    names = { "R." = "Rudolf V" }               # how to call them

    [file]                                      # only where it cannot be seen from the file
    encoding = "cp1251"
    delimiter = ";"
    decimal = ","
    skip_rows = 3                               # above the header
    header_rows = 2                             # of which each name is put together
    sheet = "Sheet1"                            # of a workbook
    inside = "returns.csv"                      # of an archive

    [place]
    x = "longitude"
    y = "latitude"
    address = "address"

    [[identities]]                              # what a protocol must satisfy
    name = "papers are accounted for"
    left = ["received"]
    right = ["issued", "cancelled", "lost"]

    [evidence.photos]                           # independent counts for the same stations
    total = "photos"
    matching = '^photos for (.+)$'

    [announced]                                 # totals that somebody announced: see `forensics.table.announced`

    [groups], [order], [hours]                  # see `forensics.table.circumstances`
    [long]                                      # a row a candidate instead of a column: see `forensics.table.long`
    [percentages]                               # shares instead of votes: see `forensics.table.percentages`

Of all this only title, counts.cast (or valid) and contestants must be there, or title and long, or title, percentages
and contestants. Without counts.registered no test of turnout can be made. Without contestants.leader the contestant
with most votes leads.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple

from contested import files
from contested.files import shown
from contested.files.refusal import MISSING
from contested.forensics.table.checks import Checks as Checks
from contested.forensics.table.checks import Columns as Columns
from contested.forensics.table.patterns import groups, search
from contested.ground import plugins
from contested.ground.errors import ReturnsError, closest

#: what the comment of a map says that was tried on no real file
UNTRIED = "no real file was read with this map"
#: kinds of rows of a file in long form that are no candidate
KINDS = ("registered", "cast", "invalid")


@dataclass(frozen=True, kw_only=True)
class FileHints:
    """What reading cannot tell from the file; the fields are those of [file] above."""

    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    skip_rows: int = 0
    header_rows: int = 1
    sheet: str | None = None
    inside: str | None = None


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit stations belong to: a column, or the part of it that a pattern's first group matches, under a new name."""

    column: str
    matching: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Contestants:
    """Which columns hold votes: those listed (by the name to show; several are `added`), or all of a pattern."""

    columns: Mapping[str, str] = field(default_factory=dict)
    added: Mapping[str, Columns] = field(default_factory=dict)
    matching: str | None = None
    excluded: Columns = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def find(self, header: Columns, source: str) -> dict[str, str]:
        """Name to show -> column, in order of the file or of the list."""
        if self.matching is None:
            return dict(self.columns)
        found: dict[str, str] = {}
        for column, part in zip(header, search(self.matching, header)):
            if part is None or column in self.excluded:
                continue
            name = self.names.get(part, part)
            if name in found:
                raise ReturnsError(f"columns {found[name]!r} and {column!r} both read as {name!r}.", file=source)
            found[name] = column
        if not found:
            hint = f"the header has: {', '.join(header[:12])}"
            raise ReturnsError(f"no column matches the contestants' pattern {self.matching!r}.", hint, file=source)
        return found


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Two sums of columns that a protocol must make equal."""

    name: str
    left: Columns
    right: Columns


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Independent counts for the same stations."""

    votes: Contestants
    total: str | None = None


@dataclass(frozen=True, kw_only=True)
class Long:
    """A file with a row a candidate: its columns, the contest asked for, and names of rows that are no candidate."""

    candidate: str
    votes: str
    office: str | None = None
    contest: str | None = None
    rows: Mapping[str, Columns] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ColumnMap:
    """A map, read and checked; the fields are the tables of the file above."""

    title: str
    station: Columns
    counts: Mapping[str, Columns]
    contestants: Contestants
    leader: str
    units: Mapping[str, Unit] = field(default_factory=dict)
    place: Mapping[str, str] = field(default_factory=dict)
    long: Long | None = None
    identities: tuple[Identity, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    announced: Mapping[str, Any] | None = None
    percentages: Mapping[str, Any] | None = None
    circumstances: Mapping[str, Any] = field(default_factory=dict)
    file: FileHints = field(default_factory=FileHints)
    source: str = ""


def maps() -> tuple[str, ...]:
    """Names of the maps that come with the library."""
    return tuple(sorted(f.name.removesuffix(".toml") for f in _folder().iterdir() if f.name.endswith(".toml")))


class Shipped(NamedTuple):
    """A map that comes with the library: its name and title, and whether it was tried on a real file."""

    name: str
    title: str
    tried: bool


def shipped() -> tuple[Shipped, ...]:
    """The maps that come with the library; one that was tried on no real file says so in its comment."""
    texts = {name: (_folder() / f"{name}.toml").read_text("utf-8") for name in maps()}
    return tuple(Shipped(name, str(tomllib.loads(text)["title"]), UNTRIED not in " ".join(text.split()))
                 for name, text in texts.items())  # fmt: skip


def load_map(name: str | Path) -> ColumnMap:
    """A map that comes with the library or an installed package, by name ("russia-2018"), or one of your own, by path.

    Raises
    ------
    ReturnsError
        No such map, not TOML, a key that is unknown or missing, a value of the wrong kind.
    """
    path = Path(name)
    if str(name) in maps():
        return parse(tomllib.loads((_folder() / f"{name}.toml").read_text("utf-8")), path.name)
    if str(name) in plugins.names("contested.maps"):
        path = plugins.path_of("contested.maps", str(name))
    if path.suffix != ".toml" and not path.exists():
        known = (*maps(), *plugins.names("contested.maps"))
        raise ReturnsError(f"no map is called {str(name)!r}.", closest(str(name), known))
    return parse(read_toml(path, f"check the path; maps that come with contested: {', '.join(maps())}"), path.name)


def read_toml(path: str | Path, hint: str = "check the path") -> dict[str, Any]:
    """The tables of a map's file, or a `ReturnsError` that says why it cannot be read."""

    def refused(why: str, better: str) -> ReturnsError:
        got = "the map cannot be opened: there is none." if why == MISSING else f"the map is not TOML but {why}."
        return ReturnsError(got, better or hint, file=str(path))

    return files.read_toml(path, refused)


def parse(tree: Mapping[str, Any], source: str = "map") -> ColumnMap:
    """A map from the tables of its file."""
    at = Checks(source)
    known = ("title", "station", "units", "counts", "contestants", "file", "place", "identities", "evidence",
             "announced", "long", "groups", "order", "hours", "percentages")  # fmt: skip
    wide, rates = "long" not in tree, "percentages" in tree
    must = ("title", "counts", "contestants") if not rates else ("title", "contestants")
    at.keys(tree, known, must=must if wide else ("title", "station"))
    if rates and not wide:
        raise ReturnsError("[percentages] needs a column a contestant, so no [long].", file=source)
    station = at.table(tree.get("station", {}), "station", ("id",), must=("id",) if "station" in tree else ())
    counted = at.table(tree.get("counts", {}), "counts", ("registered", "issued", "cast", "valid", "invalid"))
    if wide and not rates and "cast" not in counted and "valid" not in counted:
        raise ReturnsError("[counts] needs cast, or valid.", file=source)
    if rates and set(counted) - {"registered"}:
        raise ReturnsError("with [percentages], [counts] may have registered only.",
                           "a file that gives ballots needs no percentages: leave them out", file=source)  # fmt: skip
    if not wide and {"columns", "matching"} & set(tree.get("contestants", {})):
        raise ReturnsError("with [long], contestants are rows and no columns.",
                           "leave out columns and matching of [contestants]", file=source)  # fmt: skip
    doubly = [] if wide else [kind for kind in counted if kind in tree["long"]]
    if doubly:
        raise ReturnsError(f"{doubly[0]} stands under [counts] and under [long].", "leave out one", file=source)
    run = at.table(tree.get("contestants", {}), "contestants", ("leader", "columns", "matching", "except", "names"))
    place = at.table(tree.get("place", {}), "place", ("x", "y", "address"))
    return ColumnMap(
        title=at.text(tree["title"], "title"),
        station=at.columns(station["id"], "station.id") if station else (),
        counts={name: at.columns(value, f"counts.{name}") for name, value in counted.items()},
        contestants=_contestants(run, "contestants", at, columns=wide),
        leader=at.text(run["leader"], "contestants.leader") if "leader" in run else "",
        long=None if wide else _long(tree["long"], at),
        units={k: _unit(v, f"units.{k}", at) for k, v in at.table(tree.get("units", {}), "units").items()},
        place={name: at.text(value, f"place.{name}") for name, value in place.items()},
        identities=tuple(_identity(value, at) for value in at.rows(tree.get("identities", []), "identities")),
        evidence={k: _evidence(v, k, at) for k, v in at.table(tree.get("evidence", {}), "evidence").items()},
        announced=at.table(tree["announced"], "announced") if "announced" in tree else None,
        percentages=at.table(tree["percentages"], "percentages") if rates else None,
        circumstances={name: tree[name] for name in ("groups", "order", "hours") if name in tree},
        file=_file(tree.get("file", {}), at),
        source=source,
    )


def _folder() -> Traversable:
    return resources("contested.forensics") / "maps"


def _contestants(tree: Mapping[str, Any], where: str, at: Checks, *, columns: bool = True) -> Contestants:
    if columns and ("columns" in tree) == ("matching" in tree):
        raise ReturnsError(f"[{where}] needs either columns or matching.", file=at.source)
    listed = tree.get("columns", {})
    if isinstance(listed, list):
        listed = {name: name for name in at.columns(listed, f"{where}.columns")}
    several = {name: at.columns(value, f"{where}.columns.{name}")
               for name, value in at.table(listed, f"{where}.columns").items() if isinstance(value, list)}  # fmt: skip
    first = {name: several[name][0] if name in several else value for name, value in listed.items()}
    return Contestants(
        columns=at.names(first, f"{where}.columns"), added=several,
        matching=at.pattern(tree.get("matching"), f"{where}.matching"),
        excluded=at.columns(tree["except"], f"{where}.except") if "except" in tree else (),
        names=at.names(tree.get("names", {}), f"{where}.names"),
    )


def _long(value: object, at: Checks) -> Long:
    table = at.table(value, "long", ("candidate", "votes", "office", "contest", *KINDS), must=("candidate", "votes"))
    rows = {key: at.columns(table[key], f"long.{key}") for key in KINDS if key in table}
    return Long(**{key: at.text(text, f"long.{key}") for key, text in table.items() if key not in KINDS}, rows=rows)


def _unit(value: object, where: str, at: Checks) -> Unit:
    if isinstance(value, str):
        return Unit(column=value)
    table = at.table(value, where, ("column", "matching", "names"), must=("column",))
    pattern = at.pattern(table.get("matching"), f"{where}.matching")
    if pattern is not None and not groups(pattern):
        raise ReturnsError(f"{where}.matching has no group in parentheses.", file=at.source, value=pattern)
    names = at.names(table.get("names", {}), f"{where}.names")
    return Unit(column=at.text(table["column"], f"{where}.column"), matching=pattern, names=names)


def _identity(value: object, at: Checks) -> Identity:
    table = at.table(value, "identities", ("name", "left", "right"), must=("name", "left", "right"))
    left, right = (at.columns(table[side], f"identities.{side}") for side in ("left", "right"))
    return Identity(name=at.text(table["name"], "identities.name"), left=left, right=right)


def _evidence(value: object, name: str, at: Checks) -> Evidence:
    where = f"evidence.{name}"
    table = at.table(value, where, ("total", "columns", "matching", "except", "names"))
    total = at.text(table["total"], f"{where}.total") if "total" in table else None
    return Evidence(votes=_contestants(table, where, at), total=total)


def _file(value: object, at: Checks) -> FileHints:
    table = at.table(value, "file", ("encoding", "delimiter", "decimal", "skip_rows", "header_rows", "sheet", "inside"))
    rows = ("skip_rows", "header_rows")
    texts = {name: at.text(text, f"file.{name}") for name, text in table.items() if name not in rows}
    if texts.get("decimal", ".") not in (".", ","):
        raise ReturnsError(f'file.decimal: expected "." or ","; got {shown(texts["decimal"])}.', file=at.source)
    if len(texts.get("delimiter", ",").encode()) != 1:
        raise ReturnsError(f"file.delimiter: expected one ASCII sign; got {shown(texts['delimiter'])}.", file=at.source)
    skipped = at.whole(table.get("skip_rows", 0), "file.skip_rows")
    high = at.whole(table.get("header_rows", 1), "file.header_rows", 1, 9)
    return FileHints(**texts, skip_rows=skipped, header_rows=high)
