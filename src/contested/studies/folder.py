"""The folder of a result of any kind: recognised, begun, and recognised as the same again.

RUN/provenance.json, STUDY/study.json, FORECAST/forecast.json and AUDIT/audit.json hold what the result is, its record:
the kind, the format of the folder, the version of contested that made it, and what was asked. The same command on the
folder of a study resumes it; another one is refused with what differs. A study also names the program that simulates
its runs, by its sources: runs of two programs are never mixed in one study.

A folder begins with study.json, what was asked, and is finished when its last file is there (`LAST`) and its note that
it is unfinished is gone: until then it is unfinished, and so it says wherever it is opened.

Folders of earlier formats open, with today's names; they cannot be resumed.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from contested.files import read_record, refusing
from contested.ground.commands import same_command
from contested.ground.errors import CheckpointError, InputError, OtherStudyError
from contested.store import disk, layout, provenance, whole
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
#: the file of each kind that is written last: without it the result is unfinished
LAST: dict[Kind, str] = {
    "sweep": "points.parquet", "calibration": "answer.json", "comparison": "doing.csv", "forecast": "forecast.json",
    "audit": "audit.json",
}  # fmt: skip
#: folders of the package whose sources decide the numbers of a run
SIMULATING = ("ground", "rules", "engine", "nation", "zoo", "scenarios", "ensemble")
DAMAGED = "the file is damaged; make the result again in another folder"
#: where a record names the program and the version of contested; no part of what was asked
CODE, VERSION = "code", "contested"
#: sentences of records, in the program's words: worded otherwise tomorrow, and no part of what was asked
SENTENCES: dict[Kind, tuple[str, ...]] = {
    "comparison": (
        "label", "a.words", "b.words", "posterior.name", "posterior.warnings", "stored.notes", "stored.untold",
    ),
}  # fmt: skip
#: differences that a refusal names, and characters of a value it shows
MOST_DIFFERENCES, LONGEST = 4, 77


def kind_of(path: Path) -> Kind:
    """What kind of result a folder holds.

    Raises
    ------
    CheckpointError
        If it holds none.
    """
    if path.parent.name == "answers" and path.is_dir() and is_kind(path.parent.parent, "calibration"):
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
        require_finished(path, kind)
        hint = "give the folder that --out named"
        if kind == "calibration" and not path.exists():  # perhaps a scenario's name
            hint += "; for a scenario, first contested calibrate SCENARIO --fit-until DATE --out DIR"
        raise CheckpointError(f"{path}: not a {kind}; it has no {file.name}.", hint)
    return _checked(file, kind)


def complete(path: Path, kind: Kind) -> bool:
    """Whether the last file of a result is written: nothing is left to compute."""
    return (path / LAST[kind]).is_file()


def finished(path: Path, kind: Kind) -> bool:
    """Whether a result is complete and its folder does not say otherwise, as after a kill just before the note goes."""
    return complete(path, kind) and not layout.unfinished(path).is_file()


def require_finished(path: Path, kind: Kind) -> None:
    """Refuse a result that was begun and is not finished.

    Raises
    ------
    CheckpointError
    """
    if request_of(path, kind) is not None and not finished(path, kind):
        raise CheckpointError(
            f"{path}: unfinished: the {kind} is not finished.", f"{same_command(path)} goes on"
        )


def unfinished(path: Path) -> list[tuple[str, str]]:
    """What an unfinished folder is, as (label, value), where there is no result to open yet; [] for any other."""
    kind = kind_of(path)
    record = request_of(path, kind) if kind in ("calibration", "forecast", "audit") else None
    if record is None or finished(path, kind):
        return []
    about = [(name, str(record[name])) for name in ("title", "scenario", "study", "leader", "seed") if name in record]
    how = f"nothing here is a result yet; {same_command(path)} goes on"
    return [("kind", kind), ("unfinished", how), *about, ("folder", str(path))]


def request_of(path: Path, kind: Kind) -> Record | None:
    """What was asked of a study of this kind; None if none was begun in the folder."""
    file = stored.study_file(path)
    if not file.is_file() or _read(file).get("kind") != kind:
        return None
    return _checked(file, kind)


def _checked(file: Path, kind: Kind) -> Record:
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
    if kind == "calibration":
        renamed.setdefault("method", "emulator")  # there was no other before
    request = kind in ("forecast", "audit") and FILES[file.name] is None  # what was asked of one, no record of it
    if kind != "run" and not request:  # `store.provenance` looks at runs
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
    return sources(SIMULATING)


def sources(folders: Sequence[str]) -> str:
    """SHA-256 over the sources of some folders of the package."""
    root = Path(__file__).resolve().parents[1]
    seen = hashlib.sha256()
    for file in sorted(f for part in folders for f in (root / part).rglob("*.py")):
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
    if begun(path, record):
        # what a finished study goes on from
        FileIntegrity(path, finished=complete(path, kind)).check_within("points", "scenario")
        return path
    try:
        with whole.new_folder(path) as part, disk.writing(path):
            for file, source in (files or {}).items():
                layout.scenario(part).mkdir(exist_ok=True)
                shutil.copyfile(source, layout.scenario(part) / file)
            whole.mark(part, kind, "The same command with --out and this folder goes on.")
            disk.write_json(stored.study_file(part), {**signed(record), CODE: simulation_code()})
    except FileExistsError:  # another process was faster
        begun(path, record)
    return path


def begun(path: Path, record: Record) -> bool:
    """Whether a folder holds the study of a record, finished or not; False if it is new or empty.

    Raises
    ------
    CheckpointError
        If it holds another study, or one of an earlier format.
    InputError
        If it holds something else.
    """
    kind: Kind = record["kind"]
    if stored.study_file(path).is_file():
        _require_same(path, kind, record)
        return True
    if not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return False
    one = f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
    there = "it is a file" if not path.is_dir() else f"it holds {one}" if is_kind(path, kind) else "it is not empty"
    raise InputError(f"{path}: expected a new or empty folder, or one of {one}; {there}.", "choose another --out")


def _require_same(path: Path, kind: Kind, record: Record) -> None:
    """Refuse the folder of another study."""
    before = request_of(path, kind)
    if before is None:
        before = record_of(path, kind)  # refuses it, and says what it is instead
    if before["format"] != record["format"]:
        raise CheckpointError(
            f"{path}: a {kind} of format {before['format']}, made by an earlier version of contested; it can be "
            "opened, and not resumed.",
            "choose another --out",
        )
    one, other = _without_sentences(before, kind), _without_sentences(record, kind)
    odd = [difference(key, before.get(key), record[key]) for key in other if one.get(key) != other[key]]
    if odd:
        shown = "; ".join(odd[:MOST_DIFFERENCES]) + (" ..." if len(odd) > MOST_DIFFERENCES else "")
        raise OtherStudyError(
            f"{path}: holds another {kind}: {shown}.", "choose another --out, or ask for the same again to resume"
        )


def _without_sentences(record: Record, kind: Kind) -> Record:
    """A record without the program's own sentences."""
    rest = dict(record)
    for name in SENTENCES.get(kind, ()):
        key, _, part = name.partition(".")
        if not part:
            rest.pop(key, None)
        elif isinstance(rest.get(key), dict):
            rest[key] = {k: v for k, v in rest[key].items() if k != part}
    return rest


def temporary(name: str) -> Path:
    """A folder for a result nobody asked to keep; it goes when Python ends."""
    root = Path(tempfile.mkdtemp(prefix="contested-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    return root / name


def difference(name: str, before: Any, now: Any) -> str:
    """How one key of two records differs, in words."""
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
