"""A run of a published model, or of one's own in the same form: prepared, and prepared again from its record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contested.engine.params import walk
from contested.ground.errors import CheckpointError, NotEnoughMemory
from contested.store import layout
from contested.studies.run.ready import Ready
from contested.zoo.catalogue import load
from contested.zoo.published import Published


def loaded(model: str | Path | Published) -> tuple[Published, Path | None]:
    """A model, and the Python file of one's own.

    Raises
    ------
    InputError
        No such model.
    """
    if isinstance(model, Published):
        return model, None
    return load(layout.given(model, "model")), Path(model) if str(model).endswith(".py") else None


def prepare(published: Published, preset: str | None, settings: Mapping[str, Any], file: Path | None) -> Ready:
    """A published model with its parameters.

    Raises
    ------
    ParameterError
        Unknown names, values outside their range, or that contradict each other.
    """
    params = published.choose(settings, preset)
    values = {name: value for name, value, _ in walk(params)}
    changed = {name: values[name] for name in settings}
    described: dict[str, Any] = {"name": published.name, "title": published.title, "preset": preset}
    files = {}
    if file is not None:
        described["own"] = hashlib.sha256(file.read_bytes()).hexdigest()
        files = {file.name: file}
    return Ready(
        published.make(params),
        params,
        about={"model": published.name, "preset": preset, "settings": changed},
        described={"scenario": described, "settings": changed},
        out_of_memory=lambda: NotEnoughMemory(
            f"memory ran out while simulating {published.name}.", "let there be fewer agents, or close other programs"
        ),
        files=files,
    )


def prepare_again(run: Path, record: dict[str, Any], model: str | Path | None) -> Ready:
    """The model of a stored run, which must be found by name or given as a file.

    Raises
    ------
    CheckpointError
        If it is not there, or not the one that wrote the run.
    """
    described = record["scenario"]
    file = None
    if "own" in described:
        if model is None:
            raise CheckpointError(
                f"{run}: a run of a model of your own; its file must be named.",
                f"add --model FILE; a copy to look at is in {layout.scenario(run)}",
            )
        file = layout.given(model, "model")
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != described["own"]:
            raise CheckpointError(f"{file}: not the file that wrote {run}.", f"its copy is in {layout.scenario(run)}")
    return prepare(load(file or described.get("name", "")), described.get("preset"), record["settings"], file)
