"""The folder of a result of any kind: recognised, begun, and recognised as the same again.

RUN/provenance.json, STUDY/study.json, FORECAST/forecast.json and AUDIT/audit.json hold what the result is, its record:
the kind, the format of the folder, the version of contested that made it, and what was asked. The same command on the
folder of a study resumes it; another one is refused with what differs. A study also names the program that simulates
its runs, by its sources: runs of two programs are never mixed in one study.

Folders of earlier formats open, with today's names; they cannot be resumed.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from contested.files import read_record, refusing
from contested.ground.errors import CheckpointError, InputError
from contested.store import disk, layout, provenance
from contested.store import points as stored
from contested.store.hashes import HASHED, FileIntegrity
from contested.studies import shapes

Kind = Literal["run", "sweep", "calibration", "comparison", "forecast", "audit"]
Record = dict[str, Any]

#: format of new folders, and the earliest that opens
FORMATS: dict[Kind, int] = {
    "run": provenance.FORMAT, "sweep": 2, "calibration": 3, "comparison": 2, "forecast": 2, "audit": 2,
}  # fmt: skip
EARLIEST: dict[Kind, int] = {"run": 1, "sweep": 1, "calibration": 2, "comparison": 1, "forecast": 1, "audit": 1}
#: files of records; the kinds whose earliest format does not say so are told by the file
FILES: dict[str, Kind | None] = {
    "provenance.json": "run", "study.json": None, "forecast.json": "forecast", "audit.json": "audit",
}  # fmt: skip
#: today's names of keys in records of earlier formats
RENAMED: dict[Kind, dict[str, str]] = {
    "calibration": {"until": "fit_until"}, "comparison": {"draws": "posterior", "drop": "drop_acts", "add": "add_acts"},
    "forecast": {"learnt from": "training", "chains agree": "converged"},
}  # fmt: skip
#: folders of the package whose sources decide the numbers of a run
SIMULATING = ("ground", "rules", "engine", "nation", "zoo", "scenarios", "ensemble")
DAMAGED = "the file is damaged; make the result again in another folder"
#: where a record names the program and the version of contested; no part of what was asked
CODE, VERSION = "code", "contested"
#: differences that a refusal names, and characters of a value it shows
MOST_DIFFERENCES, LONGEST = 4, 77


def kind_of(path: Path) -> Kind:
    """What kind of result a folder holds.

    Raises
    ------
    CheckpointError
        If it holds none.
    """
    if path.parent.name == "answers" and (path / "answer.json").is_file():
        return "calibration"
    for name, kind in FILES.items():
        file = path / name
        if file.is_file():
            found = kind or _read(file).get("kind")
            if isinstance(found, str) and found in FORMATS:
                return found
    there = "there is no such folder" if not path.exists() else "it has no record of one"
    raise CheckpointError(
        f"{path}: expected the folder of a run, sweep, calibration, comparison, forecast or audit; {there}.",
        "give the folder that --out named",
    )


def is_kind(path: Path, kind: Kind) -> bool:
    """Whether a folder holds a result of this kind."""
    try:
        return kind_of(path) == kind
    except CheckpointError:
        return False


def record_of(path: Path, kind: Kind) -> Record:
    """What a result is, with today's names.

    Raises
    ------
    CheckpointError
        If the folder is none of this kind, or of a format that this version does not know.
    """
    file = path / next((name for name, of in FILES.items() if of == kind), "study.json")
    if not file.is_file():
        raise CheckpointError(f"{path}: not a {kind}; it has no {file.name}.", "give the folder that --out named")
    record = _read(file)
    found, form = record.get("kind", FILES[file.name]), record.get("format", 1)
    if found != kind:
        raise CheckpointError(
            f"{file}: expected the record of a {kind}; got one of {found or 'another kind'}.",
            f"give the folder of a {kind}",
        )
    if not isinstance(form, int) or isinstance(form, bool) or not EARLIEST[kind] <= form <= FORMATS[kind]:
        raise CheckpointError(
            f"{file}: expected a {kind} of format {EARLIEST[kind]} to {FORMATS[kind]}; got format {form}.",
            "it was made by another version of contested",
        )
    names = RENAMED.get(kind, {}) if form < FORMATS[kind] else {}
    renamed = {
        names.get(key, key): {names.get(k, k): v for k, v in value.items()} if isinstance(value, dict) else value
        for key, value in record.items()
    }
    if kind != "run":  # `store.provenance` looks at those
        shapes.check(kind, renamed, refusing(CheckpointError, f"{file}: expected the record of a {kind}", DAMAGED))
    return renamed


def _read(file: Path) -> Record:
    refused = refusing(CheckpointError, f"{file}: expected the record of a result", DAMAGED)
    return read_record(file, refused, nan=True).plain()


def new_record(kind: Kind, request: Mapping[str, Any]) -> Record:
    """The record of what was asked, as plain values; two studies are one only if this is the same."""
    plain: Record = json.loads(json.dumps({"format": FORMATS[kind], "kind": kind, **request}))
    return plain


def signed(record: Mapping[str, Any]) -> Record:
    """A record with the version of contested that makes the folder, which writes hashes in the end."""
    return {VERSION: version("contested"), HASHED: True, **record}


@cache
def simulation_code() -> str:
    """SHA-256 over the sources that decide the numbers of a run: the same sources give the same runs."""
    root = Path(__file__).resolve().parents[1]
    seen = hashlib.sha256()
    for file in sorted(f for part in SIMULATING for f in (root / part).rglob("*.py")):
        seen.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return seen.hexdigest()


def of_this_code(record: Mapping[str, Any]) -> bool:
    """Whether the present program simulated a study's runs."""
    return record.get(CODE) == simulation_code()


def require_same_code(path: Path, begun: bool) -> None:
    """Make sure that the runs of a study are all simulated by one program.

    If none is `begun`, the study becomes one of the present program; another program's finished runs are refused.
    """
    file = stored.study_file(path)
    record = _read(file)
    before, now = record.get(CODE, ""), simulation_code()
    if before == now:
        return
    if begun:
        raise CheckpointError(
            f"{path}: expected the program that simulated its finished runs (sources {before[:8] or 'not recorded'}); "
            f"got another ({now[:8]}).",
            "what is finished can still be read; for more runs choose another --out or go back to that version",
        )
    with disk.writing(path):
        disk.write_json(file, {**record, CODE: now})


def begin(out: str | Path | None, name: str, record: Record, files: Mapping[str, Path] | None = None) -> Path:
    """A new study's folder with its record, or that of the same study begun before.

    Parameters
    ----------
    out : path or None
        None for a temporary one.
    name : str
        Of the scenario or model, for a temporary folder's name.
    record : dict
        From `new_record`.
    files : mapping of name to Path, optional
        Copied to STUDY/scenario.

    Raises
    ------
    CheckpointError
        If it holds another study, or one of an earlier format.
    InputError
        If it holds something else.
    DiskError
    """
    kind: Kind = record["kind"]
    path = temporary(f"{name}-{kind}") if out is None else layout.given(out, "out")
    if stored.study_file(path).is_file():
        before = record_of(path, kind)
        if before["format"] != record["format"]:
            raise CheckpointError(
                f"{path}: a {kind} of format {before['format']}, made by an earlier version of contested; it can be "
                "opened, and not resumed.",
                "choose another --out",
            )
        odd = [_difference(key, before.get(key), record[key]) for key in record if before.get(key) != record[key]]
        if odd:
            shown = "; ".join(odd[:MOST_DIFFERENCES]) + (" ..." if len(odd) > MOST_DIFFERENCES else "")
            raise CheckpointError(
                f"{path}: holds another {kind}: {shown}.", "choose another --out, or ask for the same again to resume"
            )
        FileIntegrity(path).check_within("points", "scenario")  # what a finished study goes on from
        return path
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        found = "it is not empty" if path.is_dir() else "it is a file"
        raise InputError(
            f"{path}: expected a new or empty folder, or one of a {kind}; {found}.", "choose another --out"
        )
    with disk.writing(path):
        path.mkdir(parents=True, exist_ok=True)
        for file, source in (files or {}).items():
            layout.scenario(path).mkdir(exist_ok=True)
            shutil.copyfile(source, layout.scenario(path) / file)
        disk.write_json(stored.study_file(path), {**signed(record), CODE: simulation_code()})
    return path


def temporary(name: str) -> Path:
    """A folder for a result nobody asked to keep; it goes when Python ends."""
    root = Path(tempfile.mkdtemp(prefix="contested-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    return root / name


def _difference(name: str, before: Any, now: Any) -> str:
    both = isinstance(before, dict) and isinstance(now, dict)
    if both and not ("name" in before and before["name"] != now.get("name")):
        odd = [k for k in {**before, **now} if before.get(k) != now.get(k)]
        return ", ".join(f"{name} {k} was {_short(before.get(k))}, is {_short(now.get(k))}" for k in odd[:3])
    return f"{name} was {_short(before)}, is {_short(now)}"


def _short(value: Any) -> str:
    if isinstance(value, dict) and "name" in value:
        value = value["name"]
    text = "absent" if value is None else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
