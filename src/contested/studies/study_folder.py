"""The folder of a study of any kind (sweep, calibration, comparison): made new, or recognised as the same again.

A study is what its record says; the same command on its folder goes on, another one is refused with what differs. The
record also names the program that plays its runs, by its sources: runs of two programs are never mixed in one study.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from contested.ground.errors import CheckpointError, InputError
from contested.store import disk, layout
from contested.store import points as stored

#: folders of the package whose sources decide what a run says
PLAYING = ("ground", "rules", "engine", "nation", "zoo", "scenarios", "ensemble")
#: where a record names the program; no part of what was asked
CODE = "code"
#: differences that a refusal names, and characters of a value it shows
NAMED, LONGEST = 4, 77


def record_of(path: Path, kind: str, form: int) -> dict[str, Any]:
    """What a study is.

    Parameters
    ----------
    path : Path
    kind : str
        "sweep", "calibration", "comparison".
    form : int
        The record's format.

    Raises
    ------
    CheckpointError
        If the folder is none of such a study.
    """
    file = stored.study_file(path)
    if not file.is_file():
        raise CheckpointError(f"{path}: not a {kind}; it has no study.json.", "give the folder that --out named")
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise CheckpointError(
            f"{file}: expected JSON; got something unreadable ({error}).", "play it anew into another folder"
        ) from None
    if not isinstance(record, dict) or record.get("kind") != kind or record.get("format") != form:
        got = record.get("kind") if isinstance(record, dict) else None
        raise CheckpointError(
            f"{file}: expected the record of a {kind} of format {form}; got one of {got or 'another kind'}.",
            f"give the folder of a {kind}",
        )
    return record


@cache
def playing_code() -> str:
    """SHA-256 over the sources that decide what a run says: the same sources play the same runs."""
    root = Path(__file__).resolve().parents[1]
    seen = hashlib.sha256()
    for file in sorted(f for folder in PLAYING for f in (root / folder).rglob("*.py")):
        seen.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return seen.hexdigest()


def same_code(path: Path, begun: bool) -> None:
    """Make sure that runs about to be played are of the program that played the study's others.

    Parameters
    ----------
    path : Path
        The study's folder.
    begun : bool
        Whether any run is finished. If none is, the study becomes one of the program that plays now.

    Raises
    ------
    CheckpointError
        If finished runs are another program's.
    """
    file = stored.study_file(path)
    record = json.loads(file.read_text(encoding="utf-8"))
    before, now = record.get(CODE, ""), playing_code()
    if before == now:
        return
    if begun:
        raise CheckpointError(
            f"{path}: expected the program that played its finished runs (sources {before[:8] or 'not recorded'}); "
            f"got another ({now[:8]}).",
            "what is finished can still be read; to play more, choose another --out or go back to that version",
        )
    with disk.writing(path):
        disk.write_json(file, {**record, CODE: now})


def opened(out: Any, name: str, record: dict[str, Any], files: Mapping[str, Path] | None = None) -> Path:
    """A new study's folder with its record, or that of the same study begun before.

    Parameters
    ----------
    out : path or None
        None for one that goes when Python ends.
    name : str
        Of the scenario or model, for such a folder's name.
    record : dict
        With `kind` and `format`.
    files : mapping of name to Path, optional
        Copied to STUDY/scenario.

    Raises
    ------
    CheckpointError
        If it holds another study.
    InputError
        If it holds something else.
    DiskError
    """
    from contested.tasks.simulate import temporary

    kind = record["kind"]
    path = temporary(f"{name}-{kind}") if out is None else layout.given(out, "out")
    if stored.study_file(path).is_file():
        before = record_of(path, kind, record["format"])
        odd = [_difference(k, before.get(k), record[k]) for k in record if before.get(k) != record[k]]
        if odd:
            raise CheckpointError(
                f"{path}: holds another {kind}: {'; '.join(odd[:NAMED])}{' ...' if len(odd) > NAMED else ''}.",
                "choose another --out, or ask for the same again to go on",
            )
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
        disk.write_json(stored.study_file(path), {**record, CODE: playing_code()})
    return path


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
