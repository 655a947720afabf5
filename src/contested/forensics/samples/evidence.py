"""What others counted at the same polling stations, joined to the returns by station, with nothing lost in the join.

A map says which column of a file holds what, so that a new platform is data, not code:

    key = "id"                                  # the column with the station's key, as the returns spell it
    area = { column = "id", first = 2 }         # optional: a column, or its first characters

    [registrations]                             # people who said beforehand whom they would vote for
    Tikhanovskaya = "tihanovkaja_registered"
    [photos]                                    # ballots shown on a photograph
    Tikhanovskaya = "tihanovkaja_photoVoices"
    [parallel]                                  # votes that others counted there
    [flags]                                     # what observers reported: true or false
    late = "late-report"

An empty field is not known; it is never taken for zero.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.ground.errors import InputError, closest

#: kinds of count a map may have, with what one is
KINDS: dict[str, str] = {
    "registrations": "people who said whom they would vote for",
    "photos": "ballots shown on a photograph",
    "parallel": "votes counted by somebody else",
}
#: stands for a count that is not known
UNKNOWN = -1
_SECTIONS = (*KINDS, "flags")


@dataclass(frozen=True)
class Evidence:
    """One file of evidence.

    Parameters
    ----------
    frame : polars.DataFrame
        `station` (str, unique), `area` (str, may be empty), and a column "kind:contestant" (int64, null where not
        known) or "flags:name" (bool, null where not known) for each entry of the map.
    source : str
        The file it was read from.
    """

    frame: pl.DataFrame
    source: str

    def contestants(self, kind: str) -> tuple[str, ...]:
        """Those with counts of a kind; () where there are none."""
        return tuple(c.split(":", 1)[1] for c in self.frame.columns if c.startswith(f"{kind}:"))


class Matched(NamedTuple):
    """Evidence in the order of the returns' stations.

    Parameters
    ----------
    evidence : Evidence
        A row for every station of the returns; all its counts are null where it had none.
    without_evidence : tuple of str
        Stations of the returns that the evidence does not know.
    without_returns : tuple of str
        Stations of the evidence that the returns do not know.
    """

    evidence: Evidence
    without_evidence: tuple[str, ...]
    without_returns: tuple[str, ...]


def read(file: str | Path, map_file: str | Path) -> Evidence:
    """Read a CSV with its map.

    Raises
    ------
    InputError
        A map or file that is not there, an unknown section, a missing column, a key that is empty or comes twice, a
        count that is not a whole number from 0; with file, row (the header is row 1), column and value.
    """
    file, map_file = Path(file), Path(map_file)
    for path in (file, map_file):
        if not path.is_file():
            raise InputError(f"{path}: expected a file; there is none.", "check the path")
    try:
        layout = tomllib.loads(map_file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{map_file}: not TOML: {error}.") from error
    return table(pl.read_csv(file, infer_schema=False), layout, source=str(file))


def table(raw: pl.DataFrame, layout: Mapping[str, Any], *, source: str = "table") -> Evidence:
    """Evidence of a frame of text columns; errors and the map's form as in `read`."""
    for section in layout:
        if section not in ("key", "area", *_SECTIONS):
            raise InputError(f"{source}: the map has {section!r}.", closest(section, ("key", "area", *_SECTIONS)))
    if "key" not in layout:
        raise InputError(f"{source}: the map names no key.", 'write key = "the column with the station\'s key"')
    key = _column(raw, layout["key"], source).str.strip_chars()
    _check_keys(key, layout["key"], source)
    columns = {"station": key, "area": _area(raw, layout.get("area"), source)}
    for kind in KINDS:
        for contestant, name in layout.get(kind, {}).items():
            columns[f"{kind}:{contestant}"] = _counts(raw, name, source)
    for flag, name in layout.get("flags", {}).items():
        columns[f"flags:{flag}"] = _flags(raw, name, source)
    return Evidence(pl.DataFrame(columns), source)


def match(evidence: Evidence, station: Sequence[str]) -> Matched:
    """Bring evidence into the order of the returns.

    Parameters
    ----------
    station : sequence of str
        The returns' keys, each once.

    Raises
    ------
    InputError
        A key of the returns that comes twice: evidence would count twice.
    """
    keys = pl.Series("station", list(station), dtype=pl.String)
    _check_keys(keys, "station", "returns")
    ours, theirs = keys.to_frame(), evidence.frame
    joined = ours.join(theirs, on="station", how="left", maintain_order="left")
    return Matched(
        Evidence(joined, evidence.source),
        tuple(ours.join(theirs, on="station", how="anti", maintain_order="left")["station"]),
        tuple(theirs.join(ours, on="station", how="anti", maintain_order="left")["station"]),
    )


def counts(evidence: Evidence, kind: str, contestant: str) -> np.ndarray:
    """int64 array of shape (stations,): counts of one kind; `UNKNOWN` where there is none."""
    name = f"{kind}:{contestant}"
    if name not in evidence.frame.columns:
        have = [c for c in evidence.frame.columns if ":" in c]
        raise InputError(f"{evidence.source}: no {kind} for {contestant!r}.", closest(name, have))
    return evidence.frame[name].fill_null(UNKNOWN).to_numpy()


def find(evidence: Evidence, station: Sequence[str]) -> Finding:
    """Say what the evidence covers, and every key that found no partner."""
    matched = match(evidence, station)
    n, lost = len(station), len(matched.without_returns)
    both = n - len(matched.without_evidence)
    sums = [
        {"kind": kind, "contestant": who, "total": int(np.maximum(counts(matched.evidence, kind, who), 0).sum())}
        for kind in KINDS
        for who in evidence.contestants(kind)
    ]
    schema = {"kind": pl.String, "contestant": pl.String, "total": pl.Int64}
    return Finding(
        name="evidence-coverage", title="Independent evidence", kind="description",
        says=f"There is independent evidence for {both:,} of {n:,} stations"
        + (f"; {lost:,} of its stations have no return and are listed." if lost else "; all of it found its station."),
        value=both / n if n else None, unit="share",
        fails_when="Keys that are spelt differently in both files look like stations without a partner.",
        tables={
            "totals at matched stations": pl.DataFrame(sums, schema=schema),
            "without evidence": pl.DataFrame({"station": matched.without_evidence}, schema={"station": pl.String}),
            "without returns": pl.DataFrame({"station": matched.without_returns}, schema={"station": pl.String}),
        },
    )  # fmt: skip


def _column(raw: pl.DataFrame, name: str, source: str) -> pl.Series:
    if name not in raw.columns:
        raise InputError(f"{source}: no column {name!r}.", closest(name, raw.columns))
    return raw[name].cast(pl.String)


def _check_keys(key: pl.Series, name: str, source: str) -> None:
    empty = (key.is_null() | (key == "")).arg_true()
    if len(empty):
        raise InputError(f"{source}, row {empty[0] + 2}, column {name!r}: a station without key.")
    twice = (~key.is_first_distinct()).arg_true()
    if len(twice):
        raise InputError(
            f"{source}, row {twice[0] + 2}, column {name!r}: {key[twice[0]]!r} came before.",
            "a station may have one row; add or drop the others",
        )


def _area(raw: pl.DataFrame, rule: str | Mapping[str, Any] | None, source: str) -> pl.Series:
    if rule is None:
        return pl.Series([""] * raw.height, dtype=pl.String)
    if isinstance(rule, str):
        return _column(raw, rule, source).fill_null("")
    if set(rule) != {"column", "first"}:
        raise InputError(f"{source}: area has {sorted(rule)}; expected column and first.")
    return _column(raw, rule["column"], source).fill_null("").str.slice(0, int(rule["first"]))


def _counts(raw: pl.DataFrame, name: str, source: str) -> pl.Series:
    text = _column(raw, name, source).str.strip_chars()
    text = text.set(text == "", None)
    whole = text.str.replace(r"\.0+$", "")  # tables that passed through floats
    number = whole.cast(pl.Int64, strict=False)
    wrong = (text.is_not_null() & (number.is_null() | (number < 0))).arg_true()
    if len(wrong):
        raise InputError(
            f"{source}, row {wrong[0] + 2}, column {name!r}: expected a whole number from 0; got {text[wrong[0]]!r}.",
            "correct the field, or leave it empty if it is not known",
        )
    return number


def _flags(raw: pl.DataFrame, name: str, source: str) -> pl.Series:
    text = _column(raw, name, source).str.strip_chars().str.to_lowercase()
    flag = text.replace_strict(
        {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False},
        default=None, return_dtype=pl.Boolean,
    )  # fmt: skip
    wrong = (text.is_not_null() & (text != "") & flag.is_null()).arg_true()
    if len(wrong):
        raise InputError(
            f"{source}, row {wrong[0] + 2}, column {name!r}: expected true or false; got {text[wrong[0]]!r}."
        )
    return flag
