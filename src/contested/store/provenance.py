"""What a run is: everything needed to play it again, and to know that it was the same.

The number of threads is left out on purpose: results do not depend on it. Nor do they depend on the device, which is
told all the same, since of all machines a GPU is the likeliest to be doubted.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from contested.engine.model import Model
from contested.engine.params import describe
from contested.engine.phase import table
from contested.files import read_record, refusing
from contested.ground.errors import CheckpointError
from contested.store import layout, shape
from contested.store.hashes import HASHED

#: of the folders written from now on, and of those that can be read; 1 is of version 0.1, whose scenarios say
#: `turnout` where claims count a crowd
FORMAT = 2
READABLE = (1, 2)
#: what two runs must share to be the same run
IDENTITY = (
    "model", "scenario", "world_hash", "seed", "scale", "first_day", "days", "replicates", "settings", "without",
    "branched_from", "parameters", "observables", "coords", "start", "clock",
)  # fmt: skip
_NEEDED = (*IDENTITY, "format", "versions", "plan", "checkpoints")


@cache
def code_hash() -> str:
    """SHA-256 over the package's sources: tells a changed program from a changed result."""
    root = Path(__file__).resolve().parents[1]
    seen = hashlib.sha256()
    for file in sorted(root.rglob("*.py")):
        seen.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return seen.hexdigest()


def versions() -> dict[str, str]:
    """Of the program and of what its numbers depend on."""
    return {
        "contested": version("contested"),
        "code": code_hash(),
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "numba": version("numba"),
        "platform": platform.platform(),
    }


def make(
    model: Model,
    params: Any,
    *,
    seed: int,
    days: int,
    replicates: int = 1,
    first_day: int = 0,
    scale: int = 1,
    start: date | None = None,
    scenario: dict[str, Any] | None = None,
    world_hash: str = "",
    settings: dict[str, float] | None = None,
    without: tuple[str, ...] = (),
    device: str = "cpu",
    branched_from: dict[str, Any] | None = None,
    checkpoints: Sequence[int] = (),
) -> dict[str, Any]:
    """The record of a run that is about to start.

    Parameters
    ----------
    model, params
        What is run.
    seed : int
        Of the study; replicate r has ground.draws.member_seed(seed, r).
    days, first_day : int
        Days `first_day` .. `first_day + days - 1` are played.
    scale : int
        Persons one agent stands for.
    start : date, optional
        Date of day 0, for models that have one.
    scenario : dict, optional
        name, title, hash, and files (name to sha256).
    world_hash : str
        Of the population the run starts from.
    settings : dict
        Parameters changed for this run.
    without : tuple of str
        Subsystems or phases left out.
    device : str
        "cpu" or a GPU's name; no part of what the run is.
    branched_from : dict, optional
        Hash and origin of the checkpoint it goes on from.
    checkpoints : sequence of int
        Days at whose end states are kept; no part of what the run is.

    Returns
    -------
    dict
        Plain values only, as it will stand in provenance.json.
    """
    record = {
        "format": FORMAT,
        HASHED: True,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "device": device,
        "model": model.name,
        "clock": model.clock,
        "scenario": scenario or {},
        "world_hash": world_hash,
        "seed": seed,
        "scale": scale,
        "start": start.isoformat() if start else None,
        "first_day": first_day,
        "days": days,
        "replicates": replicates,
        "settings": settings or {},
        "without": list(without),
        "branched_from": branched_from,
        "checkpoints": sorted(checkpoints),
        "parameters": describe(params),
        "plan": table(model.plan),
        "observables": [asdict(o) for o in model.observables],
        "coords": {dim: [str(label) for label in labels] for dim, labels in model.coords.items()},
    }
    plain: dict[str, Any] = json.loads(json.dumps(record))
    return plain  # tuples become lists now, so that what is compared later is what is stored


def read(run: Path) -> dict[str, Any]:
    """The record of a stored run.

    Raises
    ------
    CheckpointError
        If `run` is no run folder, or its record is damaged or of another format.
    """
    file = layout.provenance(run)
    again = "the file is damaged; simulate anew"
    if run.is_file():
        raise CheckpointError(f"{run}: expected the folder of a run; it is a file.", "give the folder that --out named")
    if not run.is_dir():
        raise CheckpointError(f"{run}: no such folder.", "give the folder of a run, e.g. runs/teaching-1")
    if not file.is_file():
        raise CheckpointError(f"{run}: not a run; it has no provenance.json.", "give the folder that --out named")
    refused = refusing(CheckpointError, f"{file}: expected the record of a run", again)
    record = read_record(file, refused, nan=True)
    form = record["format"]
    if form not in READABLE or isinstance(form, bool):
        made_by = record.record("versions", {}).text("contested", "another version")
        raise CheckpointError(
            f"{file}: expected run format {' or '.join(map(str, READABLE))}; got {form!r}.",
            f"it was written by contested {made_by}",
        )
    if missing := [name for name in _NEEDED if name not in record]:
        raise CheckpointError(f"{file}: {', '.join(missing)} missing.", again)
    shape.check(record, refused)
    return record.plain()


def differences(stored: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What keeps `now` from being the run that is stored; empty if they are one.

    Returns
    -------
    list of str
        One short phrase a difference; parameters are named singly.
    """
    found = []
    for name in IDENTITY:
        a, b = stored[name], now[name]
        if a == b:
            continue
        if name == "parameters":
            before, after = ({row["name"]: row["value"] for row in rows} for rows in (a, b))
            odd = [n for n in {**before, **after} if before.get(n) != after.get(n)]
            found += [f"{n} was {before.get(n)}, is {after.get(n)}" for n in odd]
        elif name == "scenario":
            before, after = a.get("files", {}), b.get("files", {})
            odd = [n for n in {**before, **after} if before.get(n) != after.get(n)]
            found.append(f"scenario files changed: {', '.join(odd)}" if odd else "scenario changed")
        elif isinstance(a, int) and isinstance(b, int):
            found.append(f"{name} was {a}, is {b}")
        else:
            found.append(f"{name} differs")
    return found
