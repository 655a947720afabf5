"""The finished points of a study: a row a point, appended as it finishes, never lost and never twice.

STUDY/study.json             what the study is
STUDY/points/open-00003.jsonl  rows of the open part: a checksum and a JSON object a line
STUDY/points/part-00002.parquet  a full part; no longer changed
STUDY/points.parquet         all of them in order, when the study is finished

A row is one line written in one piece, so killing the process loses nothing that was finished; a line that a crash cut
short is told by its checksum, dropped, and its point played again. A full part is written as Parquet beside its final
name and moved there whole; only then does its open file go, and an open file whose part is there counts for nothing.
"""

from __future__ import annotations

import errno
import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import polars as pl

from contested.files import Record, Refused, guarded, parse_record, read_parquet, refusing
from contested.ground.errors import BrokenInvariant, CheckpointError
from contested.ground.forked import computing
from contested.store import disk

#: rows of a part: a line is cheap to append, and columns are cheap to read
ROWS = 512
#: what tells one row from another; first columns of every table
KEY = ("wave", "point", "replicate")
#: kinds of what a list of a row holds
_NUMBERS = {int, float, bool, type(None)}
_PART = re.compile(r"(?:part|open)-(\d{5})\.(?:parquet|jsonl)")


def study_file(study: Path) -> Path:
    """What the study is."""
    return study / "study.json"


def table_file(study: Path) -> Path:
    """All rows, when the study is finished."""
    return study / "points.parquet"


def _folder(study: Path) -> Path:
    return study / "points"


def _open(study: Path, number: int) -> Path:
    return _folder(study) / f"open-{number:05d}.jsonl"


def _opened(study: Path, number: int) -> int:
    """The descriptor of an open part, to append to."""
    return os.open(_open(study, number), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)


def _part(study: Path, number: int) -> Path:
    return _folder(study) / f"part-{number:05d}.parquet"


class Points:
    """The store of one study, opened for appending by one process at a time (`store.lock`).

    Parameters
    ----------
    study : Path
        The study's folder.

    Attributes
    ----------
    done : set of (wave, point, replicate)
        What is finished, failed or not.

    Raises
    ------
    CheckpointError
        If a full part is damaged.
    DiskError
        If the folder cannot be written to.
    """

    def __init__(self, study: Path) -> None:
        self._study = study
        with disk.writing(study):
            _folder(study).mkdir(parents=True, exist_ok=True)
            self._number, self._rows = _mend(study)
            self._file = _opened(study, self._number)
        self.done: set[tuple[int, ...]] = {_key(row) for row in self._rows}
        for frame in _parts(study):
            self.done.update(frame.select(KEY).iter_rows())

    def append(self, row: Mapping[str, Any]) -> None:
        """Add one finished point; on return it is with the operating system and survives this process.

        Parameters
        ----------
        row : mapping
            wave, point, replicate, and plain values or one-dimensional arrays of numbers besides.

        Raises
        ------
        BrokenInvariant
            If the point is there already.
        DiskError
        """
        plain = {name: value.tolist() if hasattr(value, "tolist") else value for name, value in row.items()}
        if _key(plain) in self.done:
            raise BrokenInvariant(f"{self._study}: point {_key(plain)} finished twice.")
        line = _line(plain)
        with disk.writing(self._study):
            before = os.fstat(self._file).st_size
            if os.write(self._file, line) != len(line):  # the disk is full: take the piece away again
                os.ftruncate(self._file, before)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._rows.append(plain)
        self.done.add(_key(plain))
        if len(self._rows) >= ROWS:
            self._seal()

    def _seal(self) -> None:
        with disk.writing(self._study):
            disk.write_frame(_part(self._study, self._number), frame_of(self._rows))
            # the next file first: if it cannot be opened, this one is still there to be closed, or sealed once more
            following = _opened(self._study, self._number + 1)
            sealed, self._file = self._file, following
            self._number, self._rows = self._number + 1, []
            os.close(sealed)
            _open(self._study, self._number - 1).unlink()

    def close(self) -> None:
        """Make sure of what was written, and let go."""
        with disk.writing(self._study):
            try:
                os.fsync(self._file)
            finally:
                os.close(self._file)

    def __enter__(self) -> Points:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read(study: Path) -> pl.DataFrame:
    """Every finished point, in order of wave, point and replicate; also while the study is being played.

    Raises
    ------
    CheckpointError
        If a full part is damaged.
    """
    computing()
    rows: list[dict[str, Any]] = []
    for number in _open_numbers(study):
        with suppress(FileNotFoundError):  # sealed meanwhile: its part is there, and is read below
            rows += _lines(_open(study, number))
    with guarded(refusing(CheckpointError, f"{_folder(study)}: expected rows of one kind")):
        frames = [*_parts(study), *([frame_of(rows)] if rows else [])]
    if not frames:
        return pl.DataFrame(schema=dict.fromkeys(KEY, pl.Int64))
    with guarded(refusing(CheckpointError, f"{_folder(study)}: expected parts that fit together")):
        return pl.concat(frames, how="diagonal_relaxed").unique(KEY, keep="first").sort(KEY)


def join(study: Path) -> pl.DataFrame:
    """Write the table of a finished study, and hand it back. The parts stay."""
    frame = read(study)
    with disk.writing(study):
        disk.write_frame(table_file(study), frame)
    return frame


def frame_of(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as a table; numbers are Float64 except in the key, so that parts fit together whatever they hold."""
    columns: dict[str, pl.Series] = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        values = [row.get(name) for row in rows]
        there = [v for v in values if v is not None]
        if name in KEY or name == "seed":
            columns[name] = pl.Series(name, values, pl.Int64)
        elif there and all(isinstance(v, list) for v in there):
            columns[name] = pl.Series(name, values, pl.List(pl.Float64))
        elif any(isinstance(v, str) for v in there):
            columns[name] = pl.Series(name, [None if v is None else str(v) for v in values], pl.String)
        else:
            columns[name] = pl.Series(name, [None if v is None else float(v) for v in values], pl.Float64)
    return pl.DataFrame(columns)


def _key(row: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(row[name] for name in KEY)


def _line(row: Mapping[str, Any]) -> bytes:
    text = json.dumps(row, ensure_ascii=False).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _lines(file: Path) -> list[dict[str, Any]]:
    """Whole rows of an open part; a point that stands there twice counts once."""
    rows: dict[tuple[int, ...], dict[str, Any]] = {}
    for line in file.read_bytes().split(b"\n"):
        checksum, _, text = line.partition(b" ")
        if checksum == b"%08x" % zlib.crc32(text):
            refused = refusing(CheckpointError, f"{file}: expected a row per line", "the file was edited")
            row = parse_record(text, refused, nan=True)
            for name in KEY:
                row.integer(name, low=0, high=2**62)
            rows.setdefault(_key(row), _plain(row, refused))
    return list(rows.values())


def _plain(row: Record, refused: Refused) -> dict[str, Any]:
    """A row whose cells are numbers, words or lists of numbers."""
    for name, value in row.items():
        if not (set(map(type, value)) <= _NUMBERS if isinstance(value, list) else type(value) in {*_NUMBERS, str}):
            raise refused(f"{type(value).__name__} for {name!r}, which is a number, a word or a list of numbers", "")
    return row.plain()


def _numbers(study: Path, kind: str) -> list[int]:
    found = (_PART.fullmatch(p.name) for p in _folder(study).glob(f"{kind}-*"))
    return sorted(int(m[1]) for m in found if m)


def _open_numbers(study: Path) -> list[int]:
    """Of open parts that were not sealed since."""
    return [k for k in _numbers(study, "open") if not _part(study, k).is_file()]


def _parts(study: Path) -> Iterator[pl.DataFrame]:
    for number in _numbers(study, "part"):
        file = _part(study, number)
        refused = refusing(
            CheckpointError, f"{file}: expected a table of points",
            "the file is damaged: remove it, and the same command plays its points again",
        )  # fmt: skip
        frame = read_parquet(file, refused)
        if any(frame.schema.get(name) != pl.Int64 for name in KEY) or any(frame[name].null_count() for name in KEY):
            raise refused(f"one without whole numbers in {', '.join(KEY)}", "")
        yield frame


def _mend(study: Path) -> tuple[int, list[dict[str, Any]]]:
    """Clear away what a crash left; the number of the part to go on with, and its rows."""
    for left in _folder(study).glob("*.part"):
        left.unlink()
    unsealed = _open_numbers(study)
    for number in _numbers(study, "open"):
        if number not in unsealed:
            _open(study, number).unlink()
    if not unsealed:
        return max([-1, *_numbers(study, "part")]) + 1, []
    number = unsealed[-1]
    rows = _lines(_open(study, number))
    whole = b"".join(map(_line, rows))
    if _open(study, number).read_bytes() != whole:
        disk.write_bytes(_open(study, number), whole)
    return number, rows
