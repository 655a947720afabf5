"""An audit written into its folder: each table as CSV and Parquet, all of them as one workbook, and its record."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import polars.selectors as cs

from contested.forensics.suite import AuditResult
from contested.ground.errors import DiskError
from contested.store import disk
from contested.studies.audit.state import record_of, write_state


def stem(title: str) -> str:
    """A title as a part of a folder's name."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower())[:5]) or "returns"


def write_audit(path: Path, result: AuditResult) -> None:
    """Write everything but the page.

    Raises
    ------
    DiskError
    """
    tables = {
        "findings": result.frame, "quality": result.returns.quality, "flags": result.returns.flags,
        "regions": result.regions, "honest": _honest(result),
    }  # fmt: skip
    files = {f.name: {name: f"{f.name}--{stem(name)}" for name in f.tables} for f in result.findings}
    try:
        with disk.writing(path):
            (path / "tables").mkdir(parents=True, exist_ok=True)
            for name, table in tables.items():
                _write_table(path / name, table)
            for f in result.findings:
                for name, table in f.tables.items():
                    _write_table(path / "tables" / files[f.name][name], table)
            _workbook(path / "audit.xlsx", tables)
            write_state(path, result, files)
            disk.write_json(path / "audit.json", record_of(result))
    except OSError as reason:
        raise DiskError(f"{path}: the audit cannot be written ({reason.strerror}).", "free some space") from None


def _write_table(file: Path, table: pl.DataFrame) -> None:
    table.write_parquet(file.with_name(f"{file.name}.parquet"))
    _flat(table).write_csv(file.with_name(f"{file.name}.csv"))


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
    import xlsxwriter

    part = file.with_name(file.name + ".part")
    with xlsxwriter.Workbook(str(part), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, table in tables.items():
            # a workbook has no NaN: what is not known is an empty cell
            shown = _flat(table.head(1_000_000)).with_columns(cs.float().fill_nan(None))
            shown.write_excel(book, worksheet=name)
    part.replace(file)
