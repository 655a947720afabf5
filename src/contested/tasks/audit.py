"""Audit a count: from returns by polling station to what is proved, what is estimated, and how sure one can be."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import polars.selectors as cs

from contested.forensics import suite
from contested.forensics.finding import Finding
from contested.forensics.table.column_map import ColumnMap
from contested.forensics.table.returns import ReturnsTable
from contested.ground.errors import DiskError, InputError
from contested.ground.progress import Progress
from contested.store import disk, layout, write
from contested.studies import arguments

if TYPE_CHECKING:
    from contested.forensics.samples.evidence import Evidence
    from contested.studies.run.opened import Run

#: honest elections drawn in each world
ELECTIONS = 20
_HINT = "give --map MAP: a name from `contested audit --maps`, or a TOML file of your own"


@dataclass(frozen=True)
class Audit:
    """An audit and the folder it lies in.

    Parameters
    ----------
    path : Path
    audited : AuditResult
        Returns, findings, controls.
    """

    path: Path
    audited: suite.AuditResult

    @property
    def findings(self) -> dict[str, Finding]:
        """Findings by name."""
        return self.audited.by_name

    @property
    def verdict(self) -> tuple[str, ...]:
        """What can be said, surest first."""
        return self.audited.verdict

    def frame(self) -> pl.DataFrame:
        """Findings as a table, a row each."""
        return self.audited.frame

    def report(self, path: str | Path | None = None) -> Path:
        """Write the page, self-contained, and its figures beside it; AUDIT/report.html if `path` is absent."""
        from contested.report.pages.audit import write_audit_page

        return write_audit_page(self.audited, Path(path) if path is not None else self.path / "report.html")


def audit(
    returns: str | Path | ReturnsTable | Run,
    column_map: str | Path | ColumnMap | None = None,
    *,
    leader: str | None = None,
    evidence: str | Path | Evidence | None = None,
    evidence_map: str | Path | None = None,
    elections: int = ELECTIONS,
    replicate: int = 0,
    seed: int = 1,
    out: str | Path | None = None,
    told: Callable[[str], None] = lambda text: None,
) -> Audit:
    """Audit returns.

    Parameters
    ----------
    returns : path, ReturnsTable or Run
        A file of returns, a table that was read, or a run (or its folder) whose simulated count is audited.
    column_map : path, name or ColumnMap, optional
        What the file's columns mean; needed for a file.
    leader : str, optional
        The contestant (or a unique part of the name) whose votes estimates look at; the map's if absent.
    evidence, evidence_map : path or Evidence, optional
        Independent evidence on the same station keys, from a file of its own, and what its columns mean.
    elections : int
        Honest elections to hold indicators against, in each of two worlds; 0 for none, and then no alarm is strong.
    replicate : int
        Which future of a run.
    seed : int
        Same file, map and seed, same numbers.
    out : path, optional
        Folder for the audit: new, or empty. Absent, it lies in a temporary folder that goes when Python ends.
    told : (str) -> None, optional
        Called with a few words before each step.

    Returns
    -------
    Audit

    Raises
    ------
    ReturnsError
        The file, the map or the evidence cannot be used; with file, line, column and value where known.
    InputError
        Anything else wrong with what was asked, before anything is written.
    DiskError
        The folder cannot be written.
    """
    elections, seed = arguments.whole(elections, "elections"), arguments.whole(seed, "seed")
    if elections < 0 or elections > 10_000:
        raise InputError(f"elections: expected 0 to 10,000; got {elections}.", f"{ELECTIONS} are usual")
    if seed < 0:
        raise InputError(f"seed: expected 0 or more; got {seed}.", "1 is usual")
    path = None
    if out is not None:
        path = layout.given(out, "out")
        write.refuse_unless_free(path)
    told("reading the returns")

    def words(at: Progress) -> None:
        told(at.text)

    table, planted, files = _read(returns, column_map, arguments.whole(replicate, "replicate"))
    if leader is not None:
        table = table.leader_as(leader)
    other = _evidence(evidence, evidence_map)
    record: dict[str, Any] = {
        "contested": version("contested"), "title": table.title, "leader": table.leader, "seed": seed,
        "honest elections": elections, **files,
    }  # fmt: skip
    found = replace(suite.examine(table, evidence=other, seed=seed, progress=words), provenance=record, planted=planted)
    if path is None:
        from contested.tasks.simulate import temporary

        path = temporary(f"audit-{stem(table.title)}")
    _write(path, found)  # what is found stays, whatever happens to the honest elections
    if elections:
        found = suite.with_controls(found, elections=elections, seed=seed, progress=words)
        _write(path, found)
    return Audit(path, found)


def audit_demo(*, seed: int = 1, elections: int = ELECTIONS, out: str | Path | None = None, **options: Any) -> Audit:
    """Audit a synthetic election; `.audited.planted` tells the planted fraud, and options are as for `audit`."""
    from contested.forensics.models.synthetic import demo, planted_words

    table, made = demo(seed)
    done = audit(table, seed=seed, elections=elections, out=out, **options)
    found = replace(done.audited, planted=planted_words(made))
    _write(done.path, found)
    return Audit(done.path, found)


def steps(elections: int) -> int:
    """How many times `told` is called, at most."""
    return 1 + len(suite.PROOFS) + len(suite.INDICATORS) + 3 + 2 * elections


def stem(title: str) -> str:
    """A title as a part of a folder's name."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower())[:5]) or "returns"


def _read(returns: Any, column_map: Any, replicate: int) -> tuple[ReturnsTable, str, dict[str, str]]:
    """The table, what is known to have been done to it, and what it was made from."""
    from contested.studies.run.run import Run as StoredRun

    if isinstance(returns, ReturnsTable):
        return returns, "", {}
    if isinstance(returns, StoredRun):
        return _of_run(returns, replicate)
    file = layout.given(returns, "returns")
    if file.is_dir():
        from contested.studies.run.opened import open_run

        return _of_run(open_run(file), replicate)
    from contested.forensics.table.column_map import load_map
    from contested.forensics.table.read import read

    if column_map is None:
        raise InputError(f"{file}: what its columns mean must be said.", _HINT)
    mapped = column_map if isinstance(column_map, ColumnMap) else load_map(column_map)
    table = read(file, mapped)
    seen = hashlib.sha256(file.read_bytes()).hexdigest()
    return table, "", {"file": file.name, "sha256 of the file": seen, "map": mapped.source}


def _of_run(run: Any, replicate: int) -> tuple[ReturnsTable, str, dict[str, str]]:
    from contested.forensics.models.synthetic import of_run

    if "returns" not in run.tables:
        raise InputError(f"{run.path}: a run without an election.", "audit a run of a scenario")
    told = run.provenance
    table, words = of_run(run.tables["returns"], f"{run.title}: the simulated count", replicate, told["scale"])
    return table, words, {"run": told["scenario"]["name"], "its seed": str(told["seed"]), "replicate": str(replicate)}


def _evidence(evidence: Any, evidence_map: Any) -> Evidence | None:
    from contested.forensics.samples import evidence as room

    if evidence is None:
        if evidence_map is not None:
            raise InputError("evidence_map: given without evidence.", "name the file it describes with --evidence FILE")
        return None
    if isinstance(evidence, room.Evidence):
        return evidence
    if evidence_map is None:
        raise InputError(f"{evidence}: what its columns mean must be said.", "give --evidence-map MAP, a TOML file")
    return room.read(layout.given(evidence, "evidence"), layout.given(evidence_map, "evidence map"))


def _write(path: Path, found: suite.AuditResult) -> None:
    """Everything but the page: each table as CSV and Parquet, and all of them as one workbook."""
    tables = {
        "findings": found.frame, "quality": found.returns.quality, "flags": found.returns.flags,
        "regions": found.regions, "honest": _honest(found),
    }  # fmt: skip
    for f in found.findings:
        tables |= {f"{f.name}--{stem(name)}": table for name, table in f.tables.items()}
    try:
        with disk.writing(path):
            (path / "tables").mkdir(parents=True, exist_ok=True)
            for name, table in tables.items():
                folder = path if name in ("findings", "quality", "flags", "regions", "honest") else path / "tables"
                table.write_parquet(folder / f"{name}.parquet")
                _flat(table).write_csv(folder / f"{name}.csv")
            _workbook(path / "audit.xlsx", {n: t for n, t in tables.items() if "--" not in n})
            disk.write_json(path / "audit.json", {
                **found.provenance, "verdict": list(found.verdict), "planted": found.planted,
                "findings": found.frame.to_dicts(),
            })  # fmt: skip
    except OSError as reason:
        raise DiskError(f"{path}: the audit cannot be written ({reason.strerror}).", "free some space") from None


def _honest(found: suite.AuditResult) -> pl.DataFrame:
    rows = [(c.name, c.world, c.elections, c.alarms, c.rate, c.low, c.high) for c in found.controls]
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
