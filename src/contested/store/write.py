"""Filling a run folder: made whole, then day by day, then one note a finished replicate, tables last.

At no time is more than one chunk of days of one replicate in memory, and at no time does a crash cost a finished one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from contested.engine.model import Model
from contested.ground.commands import command
from contested.ground.errors import BrokenInvariant, CheckpointError, InputError
from contested.store import arrays, disk, layout, whole
from contested.store.frames import MemberTables, frame_of, table_frame
from contested.store.hashes import hash_of
from contested.store.integrity import Integrity, hash_days, hash_member, hash_record, hash_table

#: a whole chunk at a time, so that none is read back to be completed
BUFFER_DAYS = arrays.DAYS_PER_CHUNK


def refuse_unless_free(run: Path) -> None:
    """A run is never written over something.

    Raises
    ------
    InputError
        If `run` exists and is not an empty folder.
    """
    if not run.exists() or (run.is_dir() and not any(run.iterdir())):
        return
    if layout.provenance(run).is_file():
        raise InputError(
            f"{run}: expected a new or empty folder; it holds a run.",
            f"choose another --out, or `{command('resume', run)}`",
        )
    if not run.is_dir():
        raise InputError(f"{run}: expected a new or empty folder; it is a file.", "choose another --out")
    raise InputError(f"{run}: expected a new or empty folder; it is not empty.", "choose another --out")


def create(
    run: Path, record: dict[str, Any], model: Model, scenario_files: dict[str, Path] | None = None,
    origin: Path | None = None,
) -> Path:  # fmt: skip
    """Make the folder of a new run; it appears whole or not at all.

    Parameters
    ----------
    run : Path
        Must not exist, or be empty.
    record : dict
        From `provenance.make`.
    scenario_files : dict of name to Path, optional
        Copied to RUN/scenario.
    origin : Path, optional
        The checkpoint of a branch, which is kept with the run.

    Raises
    ------
    InputError
        If the folder holds something.
    DiskError
        If it cannot be written.
    """
    run = Path(run)
    refuse_unless_free(run)
    start = date.fromisoformat(record["start"]) if record["start"] else None
    try:
        with whole.new_folder(run) as part, disk.writing(run):
            layout.members(part).mkdir(parents=True)
            for name, source in (scenario_files or {}).items():
                target = layout.scenario(part) / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
            if origin is not None:
                _keep_origin(part, origin)
            arrays.create(
                part,
                model,
                replicates=record["replicates"],
                first_day=record["first_day"],
                days=record["days"],
                start=start,
                title=record["scenario"].get("title", model.name),
            )
            whole.mark(part, "run", "`contested resume` with this folder goes on; so does the same command with --out.")
            disk.write_json(layout.provenance(part), record)
    except FileExistsError:
        refuse_unless_free(run)  # another process was faster
        raise
    return run


def _keep_origin(run: Path, source: Path) -> None:
    """Keep the checkpoint with the run, without a second copy where the file system allows."""
    target = layout.branched_from(run)
    target.parent.mkdir(exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


class Recorder:
    """Takes a replicate's days and hands them to the disk a stretch at a time.

    Parameters
    ----------
    run : Path
    replicate : int
    model : Model
        Whose observables they are.
    first_day : int
        Day of row 0 of the stored arrays.
    begin : int
        Day this recorder starts with; later than `first_day` when a replicate goes on from a checkpoint.
    """

    def __init__(self, run: Path, replicate: int, model: Model, *, first_day: int, begin: int) -> None:
        self._run = run
        self._replicate = replicate
        self._row = begin - first_day
        self._first_day = first_day
        self._buffered = 0
        group = arrays.opened(run, write=True)
        self._arrays = {o.name: arrays.array(group, o.name) for o in model.observables}
        self._buffers = {
            name: np.empty((min(BUFFER_DAYS, array.shape[1]), *array.shape[2:])) for name, array in self._arrays.items()
        }
        if begin == first_day:
            with disk.writing(run):
                arrays.clear(run, self._arrays, replicate)

    def record(self, step: int, numbers: dict[str, Any]) -> None:
        """Take one day's numbers.

        Raises
        ------
        BrokenInvariant
            If the model reports other names than it declared, or days out of order.
        DiskError
            If a full stretch cannot be written.
        """
        if numbers.keys() != self._buffers.keys():
            odd = sorted(numbers.keys() ^ self._buffers.keys())
            raise BrokenInvariant(f"day {step}: observables declared and reported differ: {', '.join(odd)}.")
        if step != self._first_day + self._row + self._buffered:
            raise BrokenInvariant(f"day {step} recorded; expected {self._first_day + self._row + self._buffered}.")
        for name, buffer in self._buffers.items():
            buffer[self._buffered] = numbers[name]
        self._buffered += 1
        if (self._row + self._buffered) % BUFFER_DAYS == 0:
            self.flush()

    def flush(self) -> None:
        """Write what is held.

        Raises
        ------
        DiskError
        CheckpointError
            If days written before are no longer there.
        """
        if not self._buffered:
            return
        rows = slice(self._row, self._row + self._buffered)
        with disk.writing(self._run):
            for name, array in self._arrays.items():
                if self._row % array.chunks[1] and arrays.missing(self._run, array, self._replicate, self._row):
                    raise _lost(self._run, name, self._replicate)
                array[self._replicate, rows] = self._buffers[name][: self._buffered]
        self._row += self._buffered
        self._buffered = 0


def finish(
    run: Path, replicate: int, model: Model, *, seed: int, seconds: float, tables: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """Write a replicate's tables and, last, the note that it is finished.

    Parameters
    ----------
    tables : dict of name to columns
        From `model.tables`.

    Returns
    -------
    dict
        The note: replicate, seed, seconds, hash, the hash of every part, and bytes on disk of every observable.

    Raises
    ------
    CheckpointError
        If days of it are not there.
    """
    parts = {}
    group = arrays.opened(run)
    for o in model.observables:
        stored = arrays.array(group, o.name)
        if arrays.missing(run, stored, replicate, stored.shape[1]):
            raise _lost(run, o.name, replicate)
    with disk.writing(run):
        for name, columns in tables.items():
            frame = table_frame(columns)
            parts[f"table {name}"] = hash_table({c: frame[c].to_numpy() for c in frame.columns})
            disk.write_frame(layout.member_table(run, replicate, name), frame)
    for o in model.observables:
        parts[o.name] = hash_days(arrays.stretches(run, group, o.name, replicate))
    note = {
        "replicate": replicate,
        "seed": seed,
        "seconds": round(seconds, 3),
        "provenance": hash_record(run),
        "hash": hash_member(parts),
        "parts": parts,
        "bytes": {o.name: arrays.stored_bytes(run, o.name, replicate) for o in model.observables},
    }
    with disk.writing(run):
        disk.write_json(layout.member(run, replicate), note)
        for _, file in layout.checkpoints_of(run, replicate):
            if file.stem.endswith("_stopped"):
                file.unlink()
    return note


def _lost(run: Path, name: str, replicate: int) -> CheckpointError:
    return CheckpointError(
        f"{layout.observables(run)}/{name}: days of replicate {replicate} are no longer there.", layout.resume_hint(run)
    )


def forget(run: Path, names: Iterable[str], replicate: int) -> None:
    """Make a finished replicate one that is to be played from its first day.

    Parameters
    ----------
    names : iterable of str
        Of the observables.
    """
    with disk.writing(run):
        layout.member(run, replicate).unlink(missing_ok=True)
        arrays.clear(run, names, replicate)


def own_tables(run: Path, replicates: int) -> list[str]:
    """Tables that the model made, by the notes of finished replicates and of the joined tables.

    Never by what lies in the folder: a table of the user's own may lie there too.
    """
    integrity = Integrity(run, replicates)
    try:
        noted = integrity.hashes_of_tables() or {}
    except CheckpointError:
        noted = {}  # damaged notes name nothing; those of replicates that are left still do
    # a name with a folder in it would be none of this run's
    joined = {Path(name).stem for name in noted if Path(name).name == name and name.endswith(".parquet")}
    return sorted({*integrity.table_names(), *joined} - {layout.BY_PLACE, layout.BY_DAY})


def part_tables(run: Path, tables: Iterable[str], finished: Iterable[int]) -> None:
    """Undo `join_tables`, because a replicate is to be played again: finished ones get their own tables back.

    Parameters
    ----------
    tables : iterable of str
        The model's own; those by place and by day are made anew from the arrays.
    """
    replicates, members = list(finished), MemberTables(run)
    with disk.writing(run):
        for name in (layout.BY_PLACE, layout.BY_DAY):
            layout.table(run, name).unlink(missing_ok=True)
            for file in layout.members(run).glob(f"r*.{name}.parquet"):
                file.unlink()
        for name in tables:
            joined = layout.table(run, name)
            if not joined.is_file():
                continue
            for r in replicates:
                own = layout.member_table(run, r, name)
                if not own.is_file():
                    disk.write_frame(own, members.read(r, name))
            joined.unlink()
        layout.hashes(run).unlink(missing_ok=True)  # last: after a kill before it, it still names what is left


def join_tables(run: Path, record: dict[str, Any]) -> None:
    """Join every replicate's tables into one file each, streaming; then drop the single ones, and note the hashes.

    Call when all replicates are finished and sound; calling again changes nothing, but makes tables anew that are not
    what was written, or of which nobody noted what was: a kill came before, or the run is of an earlier version.
    """
    group = arrays.opened(run)
    replicates = range(record["replicates"])
    integrity = Integrity(run, record["replicates"])
    own = integrity.table_names()
    if not _noted(integrity, [layout.table(run, n) for n in (layout.BY_PLACE, layout.BY_DAY, *own)]):
        part_tables(run, own, replicates)
    with disk.writing(run):
        for name in (layout.BY_PLACE, layout.BY_DAY):
            if layout.table(run, name).is_file():
                continue
            for r in replicates:
                disk.write_frame(layout.member_table(run, r, name), frame_of(run, group, record, r, name))
        names = sorted({layout.BY_PLACE, layout.BY_DAY, *own})
        for name in names:
            _join(run, name, replicates)
        files = [layout.table(run, name) for name in names]
        noted = {file.name: hash_of(file) for file in files if file.is_file()}
        if not layout.hashes(run).is_file() or integrity.hashes_of_tables() != noted:
            disk.write_json(layout.hashes(run), noted)


def _noted(integrity: Integrity, files: Iterable[Path]) -> bool:
    """Whether those tables that are joined are what was noted."""
    joined = [file for file in files if file.is_file()]
    try:
        noted = integrity.hashes_of_tables() or {}
        return all(hash_of(file) == noted.get(file.name) for file in joined)
    except (CheckpointError, OSError):
        return False


def _join(run: Path, name: str, replicates: range) -> None:
    files, target = [layout.member_table(run, r, name) for r in replicates], layout.table(run, name)
    if all(file.is_file() for file in files):
        single = [pl.scan_parquet(file) for file in files]
        if name not in (layout.BY_PLACE, layout.BY_DAY):
            single = [
                frame.select(pl.lit(r, dtype=pl.Int64).alias("replicate"), pl.all())
                for r, frame in zip(replicates, single, strict=True)
            ]
            filled = [frame for frame in single if frame.limit(1).collect().height]
            single = filled or single[:1]  # an empty table cannot tell the kind of its columns
        joined = pl.concat(single)
        disk.write_with(target, lambda part: joined.sink_parquet(part, compression="zstd"))
    elif not target.is_file():
        return  # nothing holds them but the single ones
    for file in files:
        file.unlink(missing_ok=True)
