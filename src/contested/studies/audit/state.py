"""What an audit was made of and came to, stored whole: from it the page can be written again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from contested.forensics.controls import Control
from contested.forensics.finding import Finding
from contested.forensics.suite import AuditResult
from contested.forensics.table.announced import Announced
from contested.forensics.table.returns import ReturnsTable
from contested.store import disk
from contested.studies.folder import FORMATS, Record

#: of a returns table, besides its frame, flags and announced totals
_RETURNS = ("contestants", "leader", "title", "units", "independent", "source")
_FINDING = tuple(f.name for f in fields(Finding) if f.name != "tables")
#: keys of audit.json that are no provenance
_REST = ("format", "kind", "verdict", "planted", "findings")


def state_file(path: Path) -> Path:
    """Findings and controls."""
    return path / "state" / "audit.json"


def write_state(path: Path, result: AuditResult, files: Mapping[str, Mapping[str, str]]) -> None:
    """Store an audit whole.

    Parameters
    ----------
    path : Path
        Of the audit.
    result : AuditResult
    files : mapping of finding to mapping of table to file
        Names of the finding's tables in AUDIT/tables, without ending.
    """
    file = state_file(path)
    file.parent.mkdir(exist_ok=True)
    returns = result.returns
    returns.frame.write_parquet(file.with_name("returns.parquet"))
    returns.flags.write_parquet(file.with_name("flags.parquet"))
    result.regions.write_parquet(file.with_name("regions.parquet"))
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
    """An audit as it was stored."""
    file = state_file(path)
    state = json.loads(file.read_text(encoding="utf-8"))
    frames = {name: pl.read_parquet(file.with_name(f"{name}.parquet")) for name in ("returns", "flags", "regions")}
    about = state["returns"]
    returns = ReturnsTable(
        frames["returns"], tuple(about["contestants"]), about["leader"], about["title"], tuple(about["units"]),
        tuple(about["independent"]), frames["flags"], about["source"],
        None if state["announced"] is None else _announced(state["announced"]),
    )  # fmt: skip
    findings = tuple(_finding(path, values) for values in state["findings"])
    controls = [Control(**{**c, "values": np.array(c["values"], dtype=np.float64)}) for c in state["controls"]]
    return AuditResult(
        returns, returns.case(), findings, tuple(f for f in findings if f.name in state["evidence"]), tuple(controls),
        frames["regions"], {k: v for k, v in record.items() if k not in _REST}, record["planted"],
    )  # fmt: skip


def record_of(result: AuditResult) -> Record:
    """What audit.json says."""
    return {
        "format": FORMATS["audit"], "kind": "audit", **result.provenance, "verdict": list(result.verdict),
        "planted": result.planted, "findings": result.frame.to_dicts(),
    }  # fmt: skip


def _finding(path: Path, values: dict[str, Any]) -> Finding:
    tables = {name: pl.read_parquet(path / "tables" / f"{file}.parquet") for name, file in values["tables"].items()}
    return Finding(**{**values, "cites": tuple(values["cites"]), "tables": tables})


def _announced(values: dict[str, Any]) -> Announced:
    by = {
        column: {unit: (votes, margin) for unit, (votes, margin) in units.items()}
        for column, units in values["by"].items()
    }
    return Announced(**{**values, "by": by})


def _plain(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else value
