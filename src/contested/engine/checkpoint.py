"""A run's state on disk, exactly: every dynamic array, the next step and what it belongs to.

Written beside its final name and moved there whole, so a crash leaves either the old checkpoint or the new one. A hash
over all bytes tells a corrupted file from a good one.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from contested.engine.model import Model, State
from contested.ground.errors import CheckpointError

FORMAT = 1


def state_hash(state: State, static: frozenset[str] = frozenset()) -> str:
    """SHA-256 over the dynamic arrays: names, dtypes, shapes and bytes."""
    seen = hashlib.sha256()
    for name in sorted(set(state) - static):
        array = np.ascontiguousarray(state[name])
        seen.update(f"{name} {array.dtype.str} {array.shape}".encode())
        seen.update(array.tobytes() if array.nbytes < 1 << 16 else array.data.cast("B"))
    return seen.hexdigest()


def save(path: Path, model: Model, state: State, *, next_step: int, about: dict[str, Any]) -> Path:
    """Write a checkpoint.

    Parameters
    ----------
    path : Path
        Ends in .npz.
    next_step : int
        The step a run from here begins with.
    about : dict
        What the state belongs to (scenario, world hash, seed, scale); compared on loading.
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
    }
    arrays: dict[str, Any] = {"__head__": np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)}
    arrays |= {name: array for name, array in state.items() if name not in model.static}
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
    dynamic = set(state) - model.static
    if set(arrays) != dynamic:
        odd = sorted(set(arrays) ^ dynamic)[:4]
        raise CheckpointError(
            f"{path}: columns differ from this model's ({', '.join(odd)}).",
            "the checkpoint was written by another version or model; run again from the start",
        )
    for name, array in arrays.items():
        if array.shape != state[name].shape or array.dtype != state[name].dtype:
            raise CheckpointError(
                f"{path}: column {name} is {array.dtype}{array.shape}; this run needs "
                f"{state[name].dtype}{state[name].shape}.",
                "branch with the same scenario and --scale as the run the checkpoint came from",
            )
        state[name][...] = array
    if state_hash(state, model.static) != top["hash"]:
        raise CheckpointError(f"{path}: contents do not match their hash.", "the file is damaged; use another one")
    return int(top["next_step"])


def _open(path: Path, *, whole: bool = True) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    if not path.is_file():
        raise CheckpointError(f"{path}: no such checkpoint.", "a run keeps its checkpoints in RUN/checkpoints")
    try:
        with np.load(path, allow_pickle=False) as packed:
            arrays = {name: packed[name] for name in packed.files if whole and name != "__head__"}
            top = json.loads(packed["__head__"].tobytes())
        there = {"format", "next_step", "hash", "about"} <= top.keys()
    except Exception as error:  # damaged bytes can fail anywhere in zip, NumPy's header or JSON
        raise CheckpointError(
            f"{path}: not a readable checkpoint ({type(error).__name__}).", "the file is damaged or half-written"
        ) from None
    if not there or top["format"] != FORMAT:
        raise CheckpointError(f"{path}: checkpoint format {top.get('format')}; this version reads {FORMAT}.")
    return arrays, top
