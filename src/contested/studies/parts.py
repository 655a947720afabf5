"""A study simulated in parts by jobs that know nothing of one another, as the array jobs of a cluster are.

    STUDY/parts/003-of-064/part.json   which part of which study it is, and which program simulates it
    STUDY/parts/003-of-064/points/     its finished runs (store.points), until they are joined

A point belongs to one part by its number, so that parts agree without a word. Joining moves every run into the study's
own store and removes the part; it can be killed and begun again. Parts of other studies and programs are refused.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from contested.ensemble.points import Point
from contested.files import read_record, refusing
from contested.ground.errors import CheckpointError, InputError
from contested.store import disk, lock
from contested.store import points as stored
from contested.studies.folder import CODE, VERSION, difference, simulation_code

MOST_PARTS = 100_000
#: parts that a message names
_SHOWN = 8
#: seconds that a part waits for another that says where the first runs lie
WAIT = 60.0


class Part(NamedTuple):
    """Which part of how many, counted from 1."""

    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.number}/{self.total}"

    @property
    def words(self) -> str:
        """For messages."""
        return f"part {self.number} of {self.total}"


class StudyUnfinished(Exception):
    """What was asked for is done, and the study has no result yet: it is simulated in parts.

    Parameters
    ----------
    path : Path
        The study's folder.
    rows : list of (label, value)
        What was done, and what is next.
    """

    def __init__(self, path: Path, rows: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{label}: {value}" for label, value in rows))
        self.path, self.rows = path, rows


def chosen(text: str | None, join: bool, out: str | Path | None) -> Part | None:
    """A part as it is typed, 3/64.

    Raises
    ------
    InputError
        It is none; or parts without a folder that they have in common; or a part that is to join as well.
    """
    part = None if text is None else _read(text)
    if part is not None and join:
        raise InputError(f"join: expected no part beside it; got part {part}.", "join when all parts are finished")
    if (part is not None or join) and out is None:
        raise InputError(
            f"{'join' if join else 'part'}: expected the folder that all parts have in common.", "name it with --out"
        )
    return part


def _read(text: str) -> Part:
    found = re.fullmatch(r"(\d{1,9})/(\d{1,9})", text.strip()) if isinstance(text, str) else None
    if not found:
        raise InputError(f"part: expected a number and of how many; got {text!r}.", "3/64 is the third of 64 parts")
    number, count = int(found[1]), int(found[2])
    if not 1 <= number <= count <= MOST_PARTS:
        raise InputError(
            f"part: expected 1/N to N/N, of at most {MOST_PARTS:,}; got {number}/{count}.", "parts count from 1"
        )
    return Part(number, count)


def share(points: Sequence[Point], part: Part) -> list[Point]:
    """The points of a part: every point is of exactly one, whatever is finished already.

    All replicates of a point stay together as long as no part is left without any.
    """
    together = part.total <= len({(p.wave, p.index) for p in points})
    return [p for k, p in enumerate(points) if (p.index if together else k) % part.total == part.number - 1]


def lacking(home: Path, points: Sequence[Point]) -> list[Point]:
    """Points whose runs the store of a study's folder does not have."""
    done = set(_keys(home))
    return [p for p in points if p.key not in done]


@contextmanager
def place(study: Path) -> Iterator[None]:
    """Inside, one part says where the first runs lie, and the others wait."""
    with lock.exclusive(study, WAIT):
        yield


def nothing_left(study: Path, part: Part) -> StudyUnfinished:
    """For a part to which all runs so far are finished."""
    return StudyUnfinished(study, [(f"part {part}", "nothing to simulate"), ("next", "--join")])


@contextmanager
def begun(study: Path, part: Part) -> Iterator[Path]:
    """Inside, the folder of a part, begun or gone on with, is this process's own.

    Raises
    ------
    CheckpointError
        The folder holds parts of another number, or this part was begun by another program.
    RunError
        Another process has it.
    """
    others = {p.total for p, _ in present(study)} - {part.total}
    if others:
        raise CheckpointError(
            f"{study}: holds parts of {min(others)}; got {part.words}.",
            f"join them first (--join), or go on with --part K/{min(others)}",
        )
    path = folder(study, part)
    with disk.writing(study):
        path.mkdir(parents=True, exist_ok=True)
    with lock.exclusive(path):
        file = path / "part.json"
        if not file.is_file():
            with disk.writing(study):
                disk.write_json(file, {**_request(study), CODE: simulation_code(), "part": list(part)})
        _check(study, path, part)
        yield path


def folder(study: Path, part: Part) -> Path:
    """Where a part is stored."""
    return study / "parts" / f"{part.number:03d}-of-{part.total:03d}"


def present(study: Path) -> list[tuple[Part, Path]]:
    """Parts that a study's folder holds, by number.

    Raises
    ------
    CheckpointError
        They are of several numbers of parts.
    """
    known = []
    for path in sorted((study / "parts").glob("*-of-*")):
        if found := re.fullmatch(r"(\d{3,9})-of-(\d{3,9})", path.name):
            known.append((Part(int(found[1]), int(found[2])), path))
    counts = sorted({part.total for part, _ in known})
    if len(counts) > 1:
        raise CheckpointError(
            f"{study / 'parts'}: expected parts of one number; got parts of {' and of '.join(map(str, counts))}.",
            "move those that are not of this study away",
        )
    return known


def waiting(study: Path, stores: Mapping[Path, stored.Points]) -> dict[Path, set[tuple[int, ...]]]:
    """Keys of the runs that parts hold, by the folder of the store they go to.

    Raises
    ------
    CheckpointError
        A part is of another study or program, or damaged.
    """
    for part, path in present(study):
        _check(study, path, part)
    known = [path for _, path in present(study)]
    return {home: {key for path in known for key in _keys(path / home.relative_to(study))} for home in stores}


def absorb(study: Path, stores: Mapping[Path, stored.Points]) -> int:
    """Move the runs of all parts, seen by `waiting`, to the study's stores, and remove the parts; how many there were.

    Parameters
    ----------
    study : Path
    stores : mapping of Path to Points
        By the folder of each; a part that holds runs for others as well stays.

    Raises
    ------
    RunError
        A part is still being simulated.
    """
    parts = present(study)
    moved = 0
    for _, path in parts:
        with lock.exclusive(path):
            for home, store in stores.items():
                for row in stored.read(path / home.relative_to(study)).iter_rows(named=True):
                    if tuple(row[name] for name in stored.KEY) not in store.done:
                        store.append({name: value for name, value in row.items() if value is not None})
                        moved += 1
            homes = {study / f.parent.relative_to(path) for f in path.rglob("points") if f.is_dir()}
            if homes <= set(stores):
                shutil.rmtree(path, ignore_errors=True)  # its runs are in: what is left is joined again, as nothing
    if parts and not any((study / "parts").iterdir()):
        (study / "parts").rmdir()
    return moved


def missing(study: Path, points: Sequence[Point], left: Sequence[Point]) -> CheckpointError:
    """The error for runs that no part has simulated; it says which parts to simulate."""
    lacking, known = {p.key for p in left}, present(study)
    if not known:
        return CheckpointError(
            f"{study}: expected parts to join; there are none, and {len(left)} of {len(points)} runs are missing.",
            "simulate each part with --part K/N, then --join",
        )
    count = known[0][0].total
    words = []
    for part in (Part(k + 1, count) for k in range(count)):
        mine = share(points, part)
        gone = sum(p.key in lacking for p in mine)
        if gone:
            words.append(f"{part} ({'all' if gone == len(mine) else f'{gone} of {len(mine)}'})")
    shown = ", ".join(words[:_SHOWN]) + (f" and of {len(words) - _SHOWN} more parts" if len(words) > _SHOWN else "")
    return CheckpointError(
        f"{study}: expected all {len(points)} runs in {count} parts; {len(left)} are missing: of part {shown}.",
        "nothing was joined; simulate these parts again with --part, then --join",
    )


def _keys(home: Path) -> list[tuple[int, ...]]:
    return list(stored.read(home).select(stored.KEY).iter_rows())


def _request(study: Path) -> dict[str, Any]:
    """What was asked of a study, without who simulates it."""
    record = _record(stored.study_file(study), "a study")
    return {key: value for key, value in record.items() if key not in (CODE, VERSION)}


def _record(file: Path, what: str) -> dict[str, Any]:
    refused = refusing(CheckpointError, f"{file}: expected the record of {what}")
    return read_record(file, refused, nan=True).plain()


def _check(study: Path, path: Path, part: Part) -> None:
    """Refuse a part that is of another study, or of another program."""
    file = path / "part.json"
    if not file.is_file():
        raise CheckpointError(f"{path}: expected {part.words}; it has no part.json.", "simulate it again")
    record = _record(file, "a part")
    code, number = record.pop(CODE, ""), record.pop("part", None)
    wanted = _request(study)
    odd = [difference(key, wanted.get(key), record.get(key)) for key in {**wanted, **record}
           if wanted.get(key) != record.get(key)]  # fmt: skip
    if odd or number != list(part):
        said = "; ".join(odd[:3]) or f"it is part {number}"
        raise CheckpointError(
            f"{path}: expected {part.words} of this study; got one of another: {said}.", "move it away"
        )
    if code != simulation_code() or _record(stored.study_file(study), "a study").get(CODE) != code:
        raise CheckpointError(
            f"{path}: expected the program that began the study, on every machine; got others (sources {str(code)[:8]} "
            f"for this part, {simulation_code()[:8]} now).",
            "install the same version everywhere, and simulate in a new folder",
        )
