"""The stages of an audit: every test, honest elections one by one, then the verdict; each resumed from what is stored.

AUDIT/state/audit.json   findings, once every test is done
AUDIT/elections/         one row per honest election that was examined (store.points); it goes with the verdict
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from contested.forensics import suite
from contested.forensics.comparisons.every import NONE, Others
from contested.forensics.controls import Outcome
from contested.forensics.samples.evidence import Evidence
from contested.forensics.suite import AuditResult, Window
from contested.forensics.table.returns import ReturnsTable
from contested.ground.progress import Progress, ProgressCallback
from contested.store import disk, lock, whole
from contested.store import points as stored
from contested.store.integrity import hash_table
from contested.studies.audit.folder import read_state, state_file, write_audit, write_examined
from contested.studies.folder import Record, complete, new_record, sources
from contested.studies.interrupt import Stopped, catching, stoppable

#: folders of the package whose sources decide the numbers of an audit
EXAMINING = ("ground", "forensics")
_VALUE, _ALARM = "value ", "alarm "


@cache
def examining_code() -> str:
    """SHA-256 over the sources that decide the numbers of an audit."""
    return sources(EXAMINING)


def request(
    table: ReturnsTable, evidence: Evidence | None, about: Record, seed: int, elections: int
) -> Record:
    """What an audit is, as plain values; two audits are one only if this is the same."""
    announced = None if table.announced is None else asdict(table.announced)
    whole_table = hashlib.sha256(repr((
        hash_table({c: table.frame[c].to_numpy() for c in table.frame.columns}), table.flags.rows(),
        table.contestants, table.units, table.independent, table.source, announced,
        *([table.percent_of] if table.percent_only else []),
    )).encode()).hexdigest()  # fmt: skip
    beside = "" if evidence is None else hash_table({c: evidence.frame[c].to_numpy() for c in evidence.frame.columns})
    return new_record("audit", {
        "title": table.title, "leader": table.leader, "seed": seed, "honest elections": elections, **about,
        "returns": whole_table, "independent evidence": beside,
    })  # fmt: skip


def audit(
    path: Path, table: ReturnsTable, evidence: Evidence | None, record: Record, planted: str, elections: int,
    seed: int, window: Window | None, progress: ProgressCallback, others: Others = NONE,
) -> None:  # fmt: skip
    """Everything that is missing of an audit, up to its verdict.

    Parameters
    ----------
    path : Path
        Its folder, begun.
    record : dict
        What audit.json says of its making.

    Raises
    ------
    Stopped
    DiskError
    RunError
        Another process writes this audit.
    """
    with lock.exclusive(path), stoppable(path, "the audit"):
        if not complete(path, "audit"):
            _drop_former(path)
            result = _examined(path, table, evidence, others, record, planted, seed, window, progress)
            if elections:
                result = _with_elections(path, result, others, elections, seed, window, progress)
            progress(Progress(text="the verdict"))
            write_audit(path, result)
        shutil.rmtree(_elections(path), ignore_errors=True)
        whole.clear(path)


def _elections(path: Path) -> Path:
    return path / "elections"


def _code_file(path: Path) -> Path:
    return _elections(path) / "code.json"


def _drop_former(path: Path) -> None:
    """What another program had found is found anew."""
    file = _code_file(path)
    if file.is_file() and examining_code() in file.read_text(encoding="utf-8"):
        return
    with disk.writing(path):
        shutil.rmtree(_elections(path), ignore_errors=True)
        state_file(path).unlink(missing_ok=True)
        file.parent.mkdir()
        disk.write_json(file, {"code": examining_code()})


def _examined(
    path: Path, table: ReturnsTable, evidence: Evidence | None, others: Others, record: Record, planted: str,
    seed: int, window: Window | None, progress: ProgressCallback,
) -> AuditResult:  # fmt: skip
    if not state_file(path).is_file():
        result = suite.examine(table, evidence=evidence, others=others, window=window, seed=seed, progress=progress)
        write_examined(path, replace(result, provenance=record, planted=planted))
    return read_state(path, {**record, "planted": planted})


def _with_elections(
    path: Path, result: AuditResult, others: Others, elections: int, seed: int, window: Window | None,
    progress: ProgressCallback,
) -> AuditResult:  # fmt: skip
    folder = _elections(path)
    before = {(row["wave"], row["point"]): _outcomes(row) for row in stored.read(folder).iter_rows(named=True)}
    with catching() as stop, stored.Points(folder) as store:

        def keep(world: int, election: int, outcomes: Sequence[Outcome]) -> None:
            store.append({"wave": world, "point": election, "replicate": 0, **_row(outcomes)})
            if stop():
                done = len(store.done)
                raise Stopped(path, done, 0, f"{done} honest elections", signal=stop.signal)

        return suite.with_controls(
            result, elections=elections, others=others, window=window, seed=seed, progress=progress, finished=before,
            keep=keep,
        )  # fmt: skip


def _row(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    return {
        **{_VALUE + o.name: o.value for o in outcomes},
        **{_ALARM + o.name: None if o.alarm is None else float(o.alarm) for o in outcomes},
    }


def _outcomes(row: dict[str, Any]) -> list[Outcome]:
    names = [column.removeprefix(_VALUE) for column in row if column.startswith(_VALUE)]
    alarms = [row[_ALARM + name] for name in names]
    return [Outcome(n, row[_VALUE + n], None if a is None else bool(a)) for n, a in zip(names, alarms)]
