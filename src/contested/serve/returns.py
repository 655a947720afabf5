"""What the columns of a file of returns mean, as a page shows and corrects it: one role a column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from contested.forensics.table.column_map import ColumnMap, FileHints, parse
from contested.forensics.table.returns import RESERVED
from contested.ground.errors import InputError, ReturnsError

#: role of a column -> what a page calls it
ROLES: dict[str, str] = {
    "": "not used", "station": "names the station", "unit": "region or district", "registered": "registered voters",
    "issued": "ballots issued", "cast": "ballots cast", "valid": "valid ballots", "invalid": "invalid ballots",
    "contestant": "votes for this one", "x": "longitude", "y": "latitude",
}  # fmt: skip
COUNTS = ("registered", "issued", "cast", "valid", "invalid")
#: what a map may say of a file that a page sends
HINTS = ("encoding", "delimiter", "decimal", "skip_rows", "header_rows")


def file_hints(tree: Mapping[str, Any]) -> FileHints:
    """How the file is read, as a draft of a map has it."""
    return FileHints(**{k: v for k, v in dict(tree.get("file", {})).items() if k in HINTS})


def roles(tree: Mapping[str, Any], header: Iterable[str]) -> list[dict[str, str]]:
    """Each column's heading and role.

    Raises
    ------
    ReturnsError
        If the file has a row a candidate, or percentages and no votes: a page has no way to say so.
    """
    if "long" in tree or "percentages" in tree:
        shape = "a row a candidate" if "long" in tree else "percentages and no votes"
        raise ReturnsError(f"the file seems to have {shape}.", "`contested audit FILE --map MAP` reads such files")
    role: dict[str, str] = {}
    listed = tree["contestants"]["columns"]
    for name in listed.values() if isinstance(listed, Mapping) else listed:
        role[name] = "contestant"
    for kind, columns in tree.get("counts", {}).items():
        # added up they stand in the place of what the file does not have; votes stay votes then
        role |= {name: kind for name in columns if name not in role} if isinstance(columns, list) else {columns: kind}
    role |= dict.fromkeys(tree.get("station", {}).get("id", []), "station")
    role |= {column: "unit" for column in tree.get("units", {}).values() if column not in role}
    role |= {column: axis for axis, column in tree.get("place", {}).items() if axis in ("x", "y")}
    return [{"name": name, "role": role.get(name, "")} for name in header]


def map_of(columns: Iterable[Mapping[str, Any]], hints: Mapping[str, Any], title: str, leader: str) -> ColumnMap:
    """The map that corrected roles mean.

    Raises
    ------
    InputError
        No contestants, or a role that there is not.
    ReturnsError
        What a map cannot say.
    """
    by: dict[str, list[str]] = {role: [] for role in ROLES}
    for column in columns:
        if column["role"] not in by:
            known = ", ".join(filter(None, ROLES))
            raise InputError(f"columns: expected one of {known}; got {column['role'][:60]!r}.", "empty: not used")
        by[column["role"]].append(column["name"])
    if not by["contestant"]:
        raise InputError("columns: expected votes of contestants; no column has them.", "say which columns are votes")
    counts: dict[str, Any] = {role: by[role] for role in COUNTS if by[role]}
    if "cast" not in counts and "valid" not in counts:
        counts["valid"] = by["contestant"]
    shown = {(f"{name} (votes)" if name in RESERVED else name): name for name in by["contestant"]}
    tree: dict[str, Any] = {"title": title, "counts": counts, "contestants": {"columns": shown}}
    if leader:
        tree["contestants"]["leader"] = leader
    if by["station"]:
        tree["station"] = {"id": by["station"]}
    taken = {*shown, *RESERVED}
    if by["unit"]:
        tree["units"] = {(f"{name} (unit)" if name in taken else name): name for name in by["unit"]}
    if by["x"] and by["y"]:
        tree["place"] = {"x": by["x"][0], "y": by["y"][0]}
    if own := {name: value for name, value in hints.items() if name in HINTS}:
        tree["file"] = own
    return parse(tree, "columns")
