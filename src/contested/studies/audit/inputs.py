"""What an audit reads: returns of a file, a table or a run, and independent evidence."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

import polars as pl

from contested.forensics.comparisons.every import Others
from contested.forensics.comparisons.matching import key
from contested.forensics.samples import evidence as samples
from contested.forensics.samples.evidence import Evidence
from contested.forensics.table.column_map import ColumnMap
from contested.forensics.table.returns import ReturnsTable
from contested.ground.errors import InputError
from contested.store import layout
from contested.studies.run.run import Run


class Returns(NamedTuple):
    """Returns to audit, the fraud of a simulated election in words, and what they were read from."""

    table: ReturnsTable
    planted: str
    source: dict[str, str]


def read_returns(
    returns: str | Path | ReturnsTable | Run,
    column_map: str | Path | ColumnMap | None,
    replicate: int,
    contest: str | None = None,
    covariates: str = "",
) -> Returns:
    """Returns of a file with its map, of a table, or of a run or its folder; `contest` of a file in long form."""
    if covariates and (not isinstance(returns, str | Path) or layout.given(returns, "returns").is_dir()):
        raise InputError("covariates: they are columns of a file of returns, and no file was given.",
                         "a table that was read has them if `forensics.read` was given covariates")  # fmt: skip
    if isinstance(returns, Run):
        return _of_run(returns, replicate)
    if not isinstance(returns, ReturnsTable) and layout.given(returns, "returns").is_dir():
        return _of_run(Run(layout.given(returns, "returns")), replicate)
    if replicate:
        raise InputError(f"replicate: only a run has replicates; got {replicate} for returns that were counted once.",
                         "leave out --replicate, or name a run's folder")  # fmt: skip
    if isinstance(returns, ReturnsTable):
        return Returns(returns, "", {})
    file = layout.given(returns, "returns")
    from contested.forensics.table.column_map import load_map
    from contested.forensics.table.read import read

    if column_map is None:
        raise InputError(
            f"{file}: what its columns mean must be said.",
            "give --map MAP: a name from `contested audit --maps`, or a TOML file of your own; --guess drafts one",
        )
    mapped = column_map if isinstance(column_map, ColumnMap) else load_map(column_map)
    table = read(file, mapped, contest, covariates)
    source = {"file": file.name, "sha256 of the file": _digest(file), "map": mapped.source}
    source |= ({} if contest is None else {"contest": contest}) | ({"covariates": covariates} if covariates else {})
    return Returns(table, "", source)


def read_others(
    earlier: str | Path | ReturnsTable | None, earlier_map: str | Path | ColumnMap | None,
    snapshot: str | Path | ReturnsTable | None, column_map: str | Path | ColumnMap | None,
    contest: str | None,
) -> tuple[Others, dict[str, str]]:  # fmt: skip
    """Other counts of the same stations, and what they were read from; by the returns' map if no other is given.

    Of files in long form an earlier one gives its map's contest, a snapshot the contest of the returns.
    """
    if earlier is None and earlier_map is not None:
        raise InputError("earlier_map: given without earlier.", "name the file it describes with --earlier FILE")
    out: dict[str, ReturnsTable] = {}
    source: dict[str, str] = {}
    for what, given, mapped, asked in (
        ("earlier", earlier, column_map if earlier_map is None else earlier_map, None),
        ("snapshot", snapshot, column_map, contest),
    ):
        if given is None:
            continue
        if isinstance(given, ReturnsTable):
            out[what] = given
            source[what] = given.title
            continue
        file = layout.given(given, what)
        if file.is_dir():
            raise InputError(f"{file}: expected a file of returns; got a folder.", f"name a file with --{what} FILE")
        out[what], _, about = read_returns(file, mapped, 0, asked)
        digest = about["sha256 of the file"]
        source |= {what: about["file"], f"sha256 of {what}": digest, f"map of {what}": about["map"]}
    return Others(**out), source


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _of_run(run: Run, replicate: int) -> Returns:
    from contested.forensics.models.synthetic import of_run

    if "returns" not in run.tables or not run.tables["returns"].height:
        raise InputError(f"{run.path}: a run without an election.", "audit a run of a scenario")
    about = run.provenance
    table, planted = of_run(run.tables["returns"], f"{run.title}: the simulated count", replicate, about["scale"])
    source = {"run": about["scenario"]["name"], "its seed": str(about["seed"]), "replicate": str(replicate)}
    return Returns(table, planted, source)


def read_evidence(evidence: str | Path | Evidence | None, evidence_map: str | Path | None) -> Evidence | None:
    """Independent evidence of a file with its map, or as it was read."""
    if evidence is None:
        if evidence_map is not None:
            raise InputError("evidence_map: given without evidence.", "name the file it describes with --evidence FILE")
        return None
    if isinstance(evidence, Evidence):
        return evidence
    if evidence_map is None:
        raise InputError(f"{evidence}: what its columns mean must be said.", "give --evidence-map MAP, a TOML file")
    return samples.read(layout.given(evidence, "evidence"), layout.given(evidence_map, "evidence map"))


def check_keys(returns: ReturnsTable, evidence: Evidence | None, others: Others | None) -> None:
    """An `InputError` for a file of which no key is that of a station of the returns: it would compare nothing."""
    earlier, snapshot = others or Others()
    ours = _keys(returns.frame)
    for what, frame in (
        ("evidence", None if evidence is None else evidence.frame),
        ("earlier", None if earlier is None else earlier.frame),
        ("snapshot", None if snapshot is None else snapshot.frame),
    ):
        if frame is None or not frame.height:
            continue
        theirs = _keys(frame)
        if ours.join(theirs, on="key", how="semi").is_empty():
            raise InputError(
                f"{what}: none of its {theirs.height:,} stations is one of the {ours.height:,} of the returns; the "
                f"first is {_first(theirs)} there and {_first(ours)} here.",
                "spell stations alike in both files, or let the map put a key together from the same columns",
            )


def _keys(frame: pl.DataFrame) -> pl.DataFrame:
    """Stations with their keys as files may spell them, each once."""
    return frame.select("station", key().alias("key")).drop_nulls("key").unique("key", maintain_order=True)


def _first(keys: pl.DataFrame) -> str:
    return repr(keys["station"][0]) if keys.height else "nameless"
