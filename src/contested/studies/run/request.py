"""What a run is asked to be, checked before anything is written: how long, from where, with which checkpoints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from contested.engine import checkpoint
from contested.ground.commands import command
from contested.ground.errors import CheckpointError, InputError
from contested.ground.progress import ProgressCallback, silent
from contested.store import layout
from contested.studies import arguments
from contested.studies import days as days_of
from contested.studies.folder import temporary
from contested.studies.run.prepare import Chosen, Ready, build, load_model, prepare_model
from contested.zoo.catalogue import names as models
from contested.zoo.published import Published


class Branch(NamedTuple):
    """Where a run begins.

    Parameters
    ----------
    path : Path, optional
        The checkpoint; None for a run that begins with step 0.
    head : dict
        What the checkpoint says of itself.
    """

    path: Path | None = None
    head: dict[str, Any] = {}

    @property
    def about(self) -> dict[str, Any]:
        """Whose checkpoint it is, and with what settings."""
        return dict(self.head.get("about", {}))

    @property
    def first(self) -> int:
        """The first step that is simulated."""
        return int(self.head.get("next_step", 0))

    @property
    def record(self) -> dict[str, Any] | None:
        """What the run's provenance says of it."""
        if self.path is None:
            return None
        return {"path": str(self.path), **{key: self.head[key] for key in ("next_step", "hash", "about")}}

    def check(self, name: str, now: Any, what: str) -> None:
        """Refuse a checkpoint of another scenario, scale or population."""
        if self.path is None or self.about[name] == now:
            return
        shown = f" (there {self.about[name]}, here {now})" if name == "scale" else ""
        raise CheckpointError(
            f"{self.path}: was saved from another {name}; {what} changed{shown}.",
            "leave out scenario and --scale: the checkpoint knows both",
        )


    def subject(self) -> str | Path:
        """What it is a checkpoint of: the name of a published model, or a folder with the scenario's files.

        The files are those that the checkpoint carries. One of an earlier version carries none: then they are those of
        the run in whose folder it lies.

        Raises
        ------
        InputError
            There is no checkpoint, or it does not tell.
        """
        if self.path is None:
            raise InputError(
                "name: expected a scenario or a published model; got none.",
                "or a checkpoint to branch from: --from FILE",
            )
        if "model" in self.about:
            known = models()
            if self.about["model"] not in known:
                raise InputError(
                    f"{self.path}: of {self.about['model']}, which is no model of the zoo; its file must be named.",
                    f"for example {command('simulate', 'my_model.py', '--from', self.path)}",
                )
            return str(self.about["model"])
        carried = checkpoint.files(self.path)
        beside = layout.scenario(self.path.parent.parent)
        if carried:
            folder = temporary("scenario")
            folder.mkdir()
            for name, content in carried.items():
                (folder / name).write_bytes(content)
            return folder
        if beside.is_dir():
            return beside
        raise InputError(
            f"{self.path}: carries no scenario; it is of an earlier version.", "name the scenario it was saved from"
        )


def branch(path: str | Path | None, kind: Literal["scenario", "model", ""] = "") -> Branch:
    """A checkpoint, after all of it was read and found sound; of this kind, or of either if none is named."""
    if path is None:
        return Branch()
    file = layout.given(path, "checkpoint")
    head = checkpoint.verify(file)  # all of it, before anything is built or written
    kind = kind or ("model" if "model" in head["about"] else "scenario")
    needed = {kind, "seed", *(("world", "scale") if kind == "scenario" else ("preset", "settings"))}
    if not needed <= head["about"].keys():
        raise CheckpointError(f"{file}: a checkpoint, but not of a {kind}.", "use one from RUN/checkpoints")
    return Branch(file, head)


class Request(NamedTuple):
    """A run to be begun: of what, how many steps, and at the end of which of them the state is saved."""

    ready: Ready
    steps: int
    checkpoints: frozenset[int]


def of_model(
    model: str | Path | Published, preset: str | None, steps: int | None, settings: Mapping[str, Any],
    checkpoints: Sequence[Any], origin: Branch,
) -> Request:  # fmt: skip
    """A run of a published model."""
    found, file = load_model(model)
    if origin.path is not None:
        about = origin.about
        if about["model"] != found.name:
            raise CheckpointError(
                f"{origin.path}: was saved from {about['model']}, not from {found.name}.", "use one of this model"
            )
        preset = about["preset"] if preset is None else preset
        settings = {**about["settings"], **settings}
    length = arguments.whole(found.length(found.choose(settings, preset)) if steps is None else steps, "steps", 1,
                             found.steps)  # fmt: skip
    # the command line hands on text, since for a scenario it may be a date
    steps_of = (int(step) if isinstance(step, str) and step.isdecimal() else step for step in checkpoints)
    save_on = frozenset(arguments.whole(step, "checkpoints") for step in steps_of)
    _check_checkpoints(save_on, origin.first, length, "step")
    return Request(prepare_model(found, preset, settings, file), length, save_on)


def of_scenario(
    chosen: Chosen, days: int | None, until: str | dt.date | None, checkpoints: Sequence[Any], origin: Branch,
) -> tuple[int, frozenset[int]]:  # fmt: skip
    """Of a run of a scenario: how many days, and at the end of which of them the state is saved."""
    origin.check("scenario", chosen.scenario.hash, "the scenario's files")
    origin.check("scale", chosen.scale, "--scale")
    length = days_of.how_many(chosen.country, origin.first, days, until)
    save_on = frozenset(days_of.to_day(value, chosen.country, "checkpoints") for value in checkpoints)
    _check_checkpoints(save_on, origin.first, length, "day")
    return length, save_on


def built(chosen: Chosen, origin: Branch, progress: ProgressCallback = silent) -> Ready:
    """The population of a run of a scenario, and its model."""
    try:
        ready = build(chosen, progress)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("stopped; nothing was written") from None
    origin.check("world", ready.about["world"], "the population")
    return ready


def _check_checkpoints(wanted: frozenset[int], first: int, length: int, clock: str) -> None:
    for step in sorted(wanted):
        if not first <= step < first + length:
            raise InputError(
                f"checkpoints: expected a {clock} that is simulated, {first} to {first + length - 1}; got {step}.",
                f"a checkpoint is saved at the end of its {clock}",
            )
