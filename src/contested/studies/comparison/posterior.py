"""The draws of parameters that both arms share: of a calibration, or any table with a column per parameter."""

from __future__ import annotations

import hashlib
import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from contested.ensemble.points import Member
from contested.files import Refused, read_bytes, read_csv, read_parquet, refusing
from contested.files.lines import SEPARATORS
from contested.ground.errors import InputError
from contested.store import layout
from contested.studies.calibration.calibration import Calibration
from contested.studies.folder import is_kind
from contested.studies.smoothing import stages as ensembles
from contested.studies.smoothing.stages import Matching

_SEPARATED, _DECIMAL_COMMA = re.compile(rb"[,;\t|]"), re.compile(rb"-?\d+,\d+(?:[eE][+-]?\d+)?")
#: what samplers write beside the parameters
NUMBERING = ("chain", "draw", "point")


@dataclass(frozen=True, eq=False)
class Draws:
    """Draws of parameters, a row each.

    Parameters
    ----------
    name, hash : str
        How to call them, and SHA-256 of their content.
    table : polars.DataFrame
        A column per parameter.
    fixed : mapping of dotted name to value
        What a calibration had set for all of its runs.
    scale : int, optional
        At which it was calibrated.
    scenario : str
        Hash of the scenario it was calibrated on; "" if nobody knows.
    warnings : tuple of str
        What a reader has to know before they believe the draws.
    members : tuple of Member
        Of an ensemble that matches the past: a row each. Both arms of a pair then are that member, changed.
    matching : Matching, optional
        How well each of these members matches the past.
    """

    name: str
    hash: str
    table: pl.DataFrame
    fixed: Mapping[str, Any] = field(default_factory=dict)
    scale: int | None = None
    scenario: str = ""
    warnings: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    matching: Matching | None = None

    def record(self) -> dict[str, Any]:
        """What the comparison's record says of them."""
        return {
            "name": self.name, "hash": self.hash, "rows": self.table.height, "parameters": sorted(self.table.columns),
            "fixed": dict(self.fixed), "warnings": list(self.warnings),
        }  # fmt: skip


def read_draws(path: str | Path) -> Draws:
    """Draws of a calibration's folder (or of an answer in it), or of a table.

    Raises
    ------
    InputError
        If it is neither, cannot be read, or has no row.
    """
    file = layout.given(path, "posterior")
    if file.is_dir():
        return _of_study(file)
    if not file.is_file():
        raise InputError(f"{file}: expected a calibration's folder or a table of draws; there is none.", "CSV, Parquet")
    kind = file.suffix.lower()
    if kind not in (".csv", ".parquet"):
        raise InputError(f"{file}: expected CSV or Parquet; got {kind or 'no ending'}.", "save it as one of them")
    refused = refusing(InputError, f"{file}: expected a table of draws", "a row per draw")
    content = read_bytes(file, refused)
    table = _of_text(content, refused) if kind == ".csv" else read_parquet(content, refused)
    if not table.height:
        raise InputError(f"{file}: expected a row per draw; it has none.", "draw from the posterior")
    table = table.drop(NUMBERING, strict=False)
    return Draws(file.name, hashlib.sha256(content).hexdigest(), table)


def _of_text(content: bytes, refused: Refused) -> pl.DataFrame:
    """A CSV as spreadsheets of any country write it: a mark before the text, semicolons, and commas in numbers."""
    content = content.removeprefix(BOM_UTF8)
    if content[:4].lower() == b"sep=":  # a line for Excel
        content = content.partition(b"\n")[2]
    head, _, rows = content.partition(b"\n")
    # one column has no separator, so that a comma in it is one of a number
    separator = max(SEPARATORS, key=lambda mark: head.count(mark.encode())) if _SEPARATED.search(head) else ";"
    commas = separator != "," and any(_DECIMAL_COMMA.fullmatch(cell.strip(b' "\r\n')) is not None
                                      for cell in re.split(rb"[;\t|\n]", rows))  # fmt: skip
    return read_csv(content, refused, separator=separator, decimal_comma=commas)


def _of_study(path: Path) -> Draws:
    if not is_kind(path, "calibration"):
        raise InputError(f"{path}: expected the folder of a calibration; got another.", "or a table, CSV or Parquet")
    study = Calibration(path)
    study.integrity.check()
    table = study.to_polars()
    smoothed = study.record.get("method") == "smoother"
    members = ensembles.members(study.folder) if smoothed else ()
    matching = ensembles.matching(study.folder) if smoothed else None
    content = hashlib.sha256(table.write_csv().encode() + repr(members).encode() * bool(members)).hexdigest()
    record = study.record
    warnings = tuple(study.warnings())
    fixed, scale = dict(record["settings"]), record["scale"]
    name = f"a fit of {record['scenario']} to claims until {record['fit_until']}"
    return Draws(name, content, table, fixed, scale, record["hash"], warnings, members, matching)
