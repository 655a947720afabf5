"""An audit written into its folder: each table as CSV and Parquet, all of them as one workbook, its record, and its
state, from which the page can be written again."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import polars.selectors as cs

from contested.files import Refused, guarded, read_parquet, read_record, refusing
from contested.files import record as read
from contested.forensics.finding import Finding
from contested.forensics.table.announced import Announced
from contested.forensics.table.returns import ReturnsTable
from contested.ground.errors import BrokenInvariant, CheckpointError
from contested.ground.formulas import SHEET_ROWS, WORKBOOK, csv_of_frame
from contested.store import disk, hashes
from contested.studies.folder import FORMATS, Record

if TYPE_CHECKING:
    from contested.forensics.controls import Control
    from contested.forensics.suite import AuditResult

#: of a returns table, besides its frame, flags and announced totals
_RETURNS = ("contestants", "leader", "title", "units", "independent", "source", "derived", "percent_of")
_FINDING = tuple(f.name for f in fields(Finding) if f.name != "tables")
#: of a finding, what is text
_TEXTS = ("name", "title", "kind", "says", "unit", "range_is", "rule", "assumes", "fails_when")
#: keys of audit.json that are no provenance
_REST = ("format", "kind", hashes.HASHED, "verdict", "planted", "findings")


def stem(title: str) -> str:
    """A title as a part of a folder's name."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower())[:5]) or "returns"


def write_audit(path: Path, result: AuditResult) -> None:
    """Write everything but the page, audit.json last: before it is there, the audit is unfinished.

    Raises
    ------
    DiskError
    """
    tables: dict[str, pl.DataFrame] = {
        "findings": result.frame, "quality": result.returns.quality, "flags": result.returns.flags,
        "regions": result.regions, "honest": _honest(result),
    }  # fmt: skip
    write_examined(path, result)
    with disk.writing(path):
        for name, table in tables.items():
            _write_table(path / name, table)
        _workbook(path / "audit.xlsx", tables)
        hashes.finish(path, "audit.json", disk.as_json(_record_of(result)))


def write_examined(path: Path, result: AuditResult) -> None:
    """Write what `read_state` reads, state/audit.json last."""
    files = {f.name: {name: f"{f.name}--{stem(name)}" for name in f.tables} for f in result.findings}
    with disk.writing(path):
        (path / "tables").mkdir(parents=True, exist_ok=True)
        for f in result.findings:
            for name, table in f.tables.items():
                _write_table(path / "tables" / files[f.name][name], table)
        _write_state(path, result, files)


def _write_table(file: Path, table: pl.DataFrame) -> None:
    disk.write_frame(file.with_name(f"{file.name}.parquet"), table)
    disk.write_bytes(file.with_name(f"{file.name}.csv"), csv_of_frame(_flat(table)))


def _honest(result: AuditResult) -> pl.DataFrame:
    rows = [(c.name, c.world, c.elections, c.alarms, c.rate, c.low, c.high) for c in result.controls]
    schema = {"name": pl.String, "world": pl.String, "elections": pl.Int64, "alarms": pl.Int64, "rate": pl.Float64,
              "low": pl.Float64, "high": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _flat(table: pl.DataFrame) -> pl.DataFrame:
    """Lists as text: CSV and workbooks have no lists."""
    lists = [name for name, kind in table.schema.items() if isinstance(kind, pl.List)]
    return table.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join("; ") for name in lists)


def _workbook(file: Path, tables: dict[str, pl.DataFrame]) -> None:
    """A sheet per table. One that is longer than a sheet is cut, which the first sheet then says: the others are whole,
    and so are the table's own files."""
    import xlsxwriter

    cut = [(name, SHEET_ROWS, t.height, f"{name}.csv") for name, t in tables.items() if t.height > SHEET_ROWS]
    if cut:
        schema = ["table", "rows shown", "rows", "all rows are in"]
        tables = {"cut": pl.DataFrame(cut, schema=schema, orient="row"), **tables}
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, WORKBOOK) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # the same audit is the same file
        for name, table in tables.items():
            # a workbook has no NaN: what is not known is an empty cell
            shown = _flat(table.head(SHEET_ROWS)).with_columns(cs.float().fill_nan(None))
            shown.write_excel(book, worksheet=name)
    disk.write_bytes(file, content.getvalue())


def state_file(path: Path) -> Path:
    """Findings and controls."""
    return path / "state" / "audit.json"


def _write_state(path: Path, result: AuditResult, files: Mapping[str, Mapping[str, str]]) -> None:
    """Store an audit whole; `files` names each finding's tables in AUDIT/tables, without ending."""
    file = state_file(path)
    file.parent.mkdir(exist_ok=True)
    returns = result.returns
    disk.write_frame(file.with_name("returns.parquet"), returns.frame)
    disk.write_frame(file.with_name("flags.parquet"), returns.flags)
    disk.write_frame(file.with_name("regions.parquet"), result.regions)
    disk.write_json(file, {
        "returns": {name: getattr(returns, name) for name in _RETURNS},
        "announced": None if returns.announced is None else asdict(returns.announced),
        "findings": [
            {**{name: _plain(getattr(f, name)) for name in _FINDING}, "tables": files.get(f.name, {})}
            for f in result.findings
        ],
        "evidence": [f.name for f in result.evidence],
        "controls": [{name: _plain(value) for name, value in vars(c).items()} for c in result.controls],
    })  # fmt: skip


def read_state(path: Path, record: Record) -> AuditResult:
    """An audit as it was stored.

    Raises
    ------
    CheckpointError
        If it is damaged.
    """
    from contested.forensics.suite import AuditResult  # all tests, which other results do without

    file = state_file(path)
    refused = refusing(CheckpointError, f"{file}: expected the state of an audit", "audit the returns again")
    state = read_record(file, refused, nan=True)
    frames = {name: _frame(file.with_name(f"{name}.parquet")) for name in ("returns", "flags", "regions")}
    about = state.record("returns")
    texts = {name: about.texts(name) for name in ("contestants", "units", "independent")}
    try:
        with guarded(refused):
            returns = ReturnsTable(
                frames["returns"], texts["contestants"], about.text("leader"), about.text("title"), texts["units"],
                texts["independent"], frames["flags"], about.text("source"),
                None if state["announced"] is None else _announced(state.record("announced").plain()),
                # audits of before compared columns that follow from others too
                about.texts("derived", []), about.text("percent_of", ""),
            )  # fmt: skip
            case = returns.case()
            findings = tuple(_finding(path, values, refused) for values in state.records("findings"))
            controls = tuple(_control(values) for values in state.records("controls"))
    except BrokenInvariant as error:
        raise refused(error.message, "") from None
    evidence = state.texts("evidence")
    return AuditResult(
        returns, case, findings, tuple(f for f in findings if f.name in evidence), controls, frames["regions"],
        {k: v for k, v in record.items() if k not in _REST}, record["planted"],
    )  # fmt: skip


def _frame(file: Path) -> pl.DataFrame:
    return read_parquet(file, refusing(CheckpointError, f"{file}: expected a table", "audit the returns again"))


def _record_of(result: AuditResult) -> Record:
    """What audit.json says."""
    return {
        "format": FORMATS["audit"], "kind": "audit", hashes.HASHED: True, **result.provenance,
        "verdict": list(result.verdict), "planted": result.planted, "findings": result.frame.to_dicts(),
    }  # fmt: skip


def _finding(path: Path, values: read.Record, refused: Refused) -> Finding:
    for name in _TEXTS:
        values.text(name)
    for name in ("value", "low", "high"):
        if values[name] is not None and not math.isnan(values[name]):
            values.number(name)
    if values["alarm"] is not None:
        values.boolean("alarm")
    tables = {}
    files = values.record("tables")
    for name in files:
        if not re.fullmatch(r"[a-z0-9-]+", files.text(name)):
            raise refused(f"{files[name]!r} for the name of a table", "")
        tables[name] = _frame(path / "tables" / f"{files[name]}.parquet")
    known = {name: values[name] for name in _FINDING}
    return Finding(**{**known, "cites": values.texts("cites"), "tables": tables})


def _control(values: read.Record) -> Control:
    from contested.forensics.controls import Control

    return Control(
        values.text("name"), values.text("world"), values.integer("elections", low=1), values.integer("alarms", low=0),
        values.number("low"), values.number("high"), np.array(values.items_of("values", of=float), dtype=np.float64),
    )  # fmt: skip


def _announced(values: dict[str, Any]) -> Announced:
    by = {
        column: {unit: (votes, margin) for unit, (votes, margin) in units.items()}
        for column, units in values["by"].items()
    }
    return Announced(**{**values, "by": by})


def _plain(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else value
