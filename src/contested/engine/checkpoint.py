"""A run's state on disk, exactly: every dynamic array, the next step, what it belongs to, and its scenario's files.

Written beside its final name and moved there whole, so a crash leaves either the old checkpoint or the new one. A hash
over all bytes tells a corrupted file from a good one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from contested.engine.model import Model, State
from contested.files import Record, Refused, parse_record, read_arrays, refusing
from contested.ground.errors import CheckpointError

FORMAT = 1
#: steps behind which no run goes on
LONGEST = 100_000_000
#: before the names of files that stand beside the state, and what they may be called: tables and settings, no code
_FILE = "__file__"
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]*\.(csv|toml)")


def state_hash(state: State, static: frozenset[str] = frozenset()) -> str:
    """SHA-256 over the dynamic arrays: names, dtypes, shapes and bytes."""
    seen = hashlib.sha256()
    for name in sorted(set(state) - static):
        array = np.ascontiguousarray(state[name])
        seen.update(f"{name} {array.dtype.str} {array.shape}".encode())
        seen.update(array.tobytes() if array.nbytes < 1 << 16 else array.data.cast("B"))
    return seen.hexdigest()


def save(
    path: Path, model: Model, state: State, *, next_step: int, about: dict[str, Any],
    files: Mapping[str, bytes] | None = None,
) -> Path:  # fmt: skip
    """Write a checkpoint.

    Parameters
    ----------
    path : Path
        Ends in .npz.
    next_step : int
        The step a run from here begins with.
    about : dict
        What the state belongs to (scenario, world hash, seed, scale); compared on loading.
    files : mapping of name to bytes, optional
        A scenario's files, so that the checkpoint is enough to branch from; those that are no CSV or TOML are left out.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if model.home is not None:
        model.home(state)
    head = {
        "format": FORMAT,
        "model": model.name,
        "next_step": next_step,
        "hash": state_hash(state, model.static),
        "about": about,
        "static": _forms(model, state),
    }
    arrays: dict[str, Any] = {"__head__": np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)}
    arrays |= {name: array for name, array in state.items() if name not in model.static}
    arrays |= {
        _FILE + name: np.frombuffer(content, dtype=np.uint8)
        for name, content in (files or {}).items() if content and _PLAIN_NAME.fullmatch(name)
    }  # fmt: skip
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            np.savez(file, **arrays)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path


def head(path: Path) -> dict[str, Any]:
    """What a checkpoint says of itself, without reading its arrays."""
    return _open(Path(path), whole=False)[1]


def files(path: Path) -> dict[str, bytes]:
    """The scenario's files that a checkpoint carries, by name; none in those of earlier versions, and of models.

    Raises
    ------
    CheckpointError
        Missing or damaged file.
    """
    arrays = _arrays(Path(path))
    names = {name.removeprefix(_FILE): name for name in arrays if name.startswith(_FILE)}
    return {plain: arrays[name].tobytes() for plain, name in names.items() if _PLAIN_NAME.fullmatch(plain)}


def verify(path: Path) -> dict[str, Any]:
    """What a checkpoint says of itself, once all of it has been read and found sound.

    Raises
    ------
    CheckpointError
        Missing, half-written or corrupted file.
    """
    arrays, top = _open(Path(path))
    if state_hash(arrays) != top["hash"]:
        raise CheckpointError(f"{path}: contents do not match their hash.", "the file is damaged; use another one")
    return top


def load(path: Path, model: Model, state: State) -> int:
    """Fill `state` (made by the model's init) from a checkpoint.

    Returns
    -------
    int
        The step to begin with.

    Raises
    ------
    CheckpointError
        Missing, half-written or corrupted file; arrays that do not fit this model and scale.
    """
    path = Path(path)
    arrays, top = _open(path)
    _fill(f"{path}: ", model, state, arrays)
    if state_hash(state, model.static) != top["hash"]:
        raise CheckpointError(f"{path}: contents do not match their hash.", "the file is damaged; use another one")
    # what is not stored follows from the parameters; numbers that are stored may point into it
    if "static" in top and top["static"] != _forms(model, state):
        raise CheckpointError(
            f"{path}: its columns belong to a population or system of another size than these settings make.",
            "settings that decide how many there are cannot change at a branch",
        )
    return int(top["next_step"])


def carry(model: Model, state: State, later: State) -> None:
    """Fill `later` (made by the model's init) from a state in memory, as `load` does from a file.

    Raises
    ------
    CheckpointError
        Arrays that do not fit this model and scale.
    """
    _fill("", model, later, {name: array for name, array in state.items() if name not in model.static})
    if _forms(model, state) != _forms(model, later):  # numbers that are carried may point into them
        raise CheckpointError(
            "a branch's columns belong to a population or system of another size.",
            "settings that decide how many there are cannot change at a branch",
        )


def _fill(where: str, model: Model, state: State, arrays: Mapping[str, np.ndarray]) -> None:
    dynamic = set(state) - model.static
    if set(arrays) != dynamic:
        odd = sorted(set(arrays) ^ dynamic)[:4]
        raise CheckpointError(
            f"{where}columns differ from this model's ({', '.join(odd)}).",
            "the checkpoint was written by another version or model; run again from the start",
        )
    for name, array in arrays.items():
        if array.shape != state[name].shape or array.dtype != state[name].dtype:
            raise CheckpointError(
                f"{where}column {name} is {array.dtype}{array.shape}; this run needs "
                f"{state[name].dtype}{state[name].shape}.",
                "branch with the same scenario and --scale as the run the checkpoint came from",
            )
        state[name][...] = array


def _forms(model: Model, state: State) -> dict[str, list[Any]]:
    """Kind and shape of the columns that a checkpoint leaves out."""
    return {name: [state[name].dtype.str, *state[name].shape] for name in sorted(model.static)}


def _refused(path: Path) -> Refused:
    return refusing(CheckpointError, f"{path}: not a readable checkpoint", "the file is damaged or half-written")


def _arrays(path: Path, *, whole: bool = True) -> dict[str, np.ndarray]:
    if not path.is_file():
        raise CheckpointError(f"{path}: no such checkpoint.", "a run keeps its checkpoints in RUN/checkpoints")
    return read_arrays(path, _refused(path), None if whole else ("__head__",))


def _open(path: Path, *, whole: bool = True) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    refused = _refused(path)
    arrays = {name: a for name, a in _arrays(path, whole=whole).items() if not name.startswith(_FILE)}
    if "__head__" not in arrays:
        raise refused("arrays without a head", "")
    top = parse_record(arrays.pop("__head__").tobytes(), refused, nan=True)
    form = top.plain().get("format")
    if form != FORMAT or isinstance(form, bool):
        raise CheckpointError(f"{path}: checkpoint format {form!r}; this version reads {FORMAT}.")
    top.text("model")
    top.text("hash")
    top.integer("next_step", low=0, high=LONGEST)
    _check_about(top.record("about"), refused)
    return arrays, top.plain()


def _check_about(about: Record, refused: Refused) -> None:
    """What a checkpoint belongs to, as far as it says so: others may have written it."""
    for name in about:
        if name in ("scenario", "world", "model"):
            about.text(name)
        elif name in ("seed", "scale", "replicate"):
            about.integer(name, low=0)
        elif name == "without":
            about.texts(name)
        elif name == "preset" and about[name] is not None:
            about.text(name)
    for name, value in about.record("settings", {}).items():
        if not isinstance(value, int | float | str):
            raise refused(f"{type(value).__name__} for the setting {name!r}, which is a number or a word", "")
