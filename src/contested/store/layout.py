"""Where things lie in a run folder. No other file spells these names.

provenance.json          what the run is: versions, seed, inputs and their hashes, parameters, plan
scenario/                the scenario's files, as used
observables.zarr         numbers by replicate and day, and by place, force, ... where they have them
by_place.parquet         the same as tables, when all replicates are finished
by_day.parquet
<table>.parquet          tables that stand at the end of a run (returns, casualties)
hashes.json              of the files of these tables, when all are joined
members/r0000.json       written last: this replicate is finished, and this is its hash
checkpoints/             states to branch from or to go on from
report.html, figures/
UNFINISHED.txt           only until the last of these is written
.lock                    only while a process plays the run: its number
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from contested.ground.commands import command
from contested.ground.errors import InputError

BY_PLACE = "by_place"
BY_DAY = "by_day"


def given(value: Any, what: str) -> Path:
    """A path as the caller gave it.

    Raises
    ------
    InputError
        If it is no path, empty, or one that no file can have.
    """
    if not isinstance(value, str | os.PathLike):
        raise InputError(f"{what}: expected a path; got {type(value).__name__}.", "give text or a pathlib.Path")
    text = os.fspath(value)
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{what}: expected a path; got {text!r}.", "give the name of a file or folder")
    try:
        os.lstat(text)
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:  # too long, a null character; what cannot be reached is told when used
        if isinstance(error, PermissionError | NotADirectoryError):
            return Path(text)
        shown = text if len(text) <= 60 else f"{text[:60]}... ({len(text)} characters)"
        said = getattr(error, "strerror", None) or error
        raise InputError(f"{what}: expected a path that can exist; got {shown!r} ({said}).", "shorten it") from None
    return Path(text)


def resume_hint(run: Path) -> str:
    """What to do about a damaged replicate; the same words wherever it is found."""
    return f"the run is damaged; `{command('resume', run)}` plays what is damaged again"


def tables_hint(run: Path) -> str:
    """What to do about a damaged table of a finished run; nothing is simulated for it."""
    return f"`{command('resume', run)}` makes the tables again"


def lock(run: Path) -> Path:
    """There while a process plays the run."""
    return run / ".lock"


def provenance(run: Path) -> Path:
    """What the run is."""
    return run / "provenance.json"


def scenario(run: Path) -> Path:
    """Copy of the scenario's files."""
    return run / "scenario"


def observables(run: Path) -> Path:
    """The Zarr group."""
    return run / "observables.zarr"


def table(run: Path, name: str) -> Path:
    """A table over all replicates."""
    return run / f"{name}.parquet"


def hashes(run: Path) -> Path:
    """Of the tables over all replicates."""
    return run / "hashes.json"


def members(run: Path) -> Path:
    """Folder of what belongs to single replicates."""
    return run / "members"


def member(run: Path, replicate: int) -> Path:
    """The note that a replicate is finished."""
    return members(run) / f"r{replicate:04d}.json"


def finished(run: Path, replicates: int) -> list[int]:
    """Which of a run's replicates are finished."""
    return [r for r in range(replicates) if member(run, r).is_file()]


def member_table(run: Path, replicate: int, name: str) -> Path:
    """A table of one replicate, until all are joined."""
    return members(run) / f"r{replicate:04d}.{name}.parquet"


def checkpoints(run: Path) -> Path:
    """Folder of states."""
    return run / "checkpoints"


def checkpoint(run: Path, replicate: int, day: int, *, stopped: bool = False) -> Path:
    """State at the end of `day`; `stopped` marks the one an interrupted run leaves to go on from."""
    return checkpoints(run) / f"r{replicate:04d}_day{day:03d}{'_stopped' if stopped else ''}.npz"


def checkpoints_of(run: Path, replicate: int) -> list[tuple[int, Path]]:
    """(day, file) of every checkpoint of a replicate, earliest first."""
    pattern = re.compile(rf"r{replicate:04d}_day(\d+)(_stopped)?\.npz")
    found = []
    for file in checkpoints(run).glob(f"r{replicate:04d}_day*.npz"):
        if match := pattern.fullmatch(file.name):
            found.append((int(match[1]), file))
    return sorted(found)


def branched_from(run: Path) -> Path:
    """The checkpoint a branch began with, kept so that the folder can be replayed by itself."""
    return checkpoints(run) / "branched_from.npz"


def unfinished(folder: Path) -> Path:
    """There until the result is finished: says so, and how to go on."""
    return folder / "UNFINISHED.txt"


def report(run: Path) -> Path:
    """The page."""
    return run / "report.html"
