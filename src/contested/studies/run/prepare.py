"""From the name of a scenario or a published model to what is simulated; shared by simulate, resume and replay."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.engine.model import Model
from contested.engine.params import current, override, walk
from contested.ground.errors import CheckpointError, InputError, NotEnoughMemory
from contested.ground.options import DEVICE, Device
from contested.ground.progress import ProgressCallback, silent
from contested.store import layout, provenance
from contested.studies import arguments, memory
from contested.studies.run.device import device_name
from contested.studies.run.run import Run
from contested.zoo.catalogue import load, named
from contested.zoo.published import Published

if TYPE_CHECKING:
    from contested.nation.country import Country
    from contested.scenarios import Scenario


@dataclass(frozen=True)
class Ready:
    """One model with its parameters.

    Parameters
    ----------
    model, params
        What is simulated.
    about : dict
        What a checkpoint of its runs belongs to.
    described : dict
        What `provenance.make` takes besides seed, days and replicates.
    out_of_memory : () -> NotEnoughMemory
        The error if memory runs out in the middle.
    files : dict of name to Path
        Copied to RUN/scenario.
    start : date, optional
        Of day 0, for models that have dates.
    """

    model: Model
    params: Any
    about: dict[str, Any]
    described: dict[str, Any]
    out_of_memory: Callable[[], NotEnoughMemory]
    files: dict[str, Path] = field(default_factory=dict)
    start: dt.date | None = None

    def record(self, **rest: Any) -> dict[str, Any]:
        """The provenance of a run of it; `rest` is seed, days, replicates and so on."""
        return provenance.make(self.model, self.params, start=self.start, **self.described, **rest)


@dataclass(frozen=True)
class Chosen:
    """A scenario with the settings of a run applied; nothing heavy is built yet.

    Parameters
    ----------
    scenario : Scenario
    country : Country
        With `params` as set for this run.
    settings : dict of dotted name to number
    scale : int
    without : tuple of str
    device, device_name : str
        "cpu" or "gpu", and what that is here.
    """

    scenario: Scenario
    country: Country
    settings: dict[str, float]
    scale: int
    without: tuple[str, ...]
    device: Device = DEVICE
    device_name: str = "cpu"

    @property
    def params(self) -> Any:
        """Parameters as set for this run."""
        return self.country.params

    @property
    def described(self) -> dict[str, Any]:
        """What the provenance of its runs says of it; the population's hash comes on top."""
        s = self.scenario
        return {
            "scale": self.scale,
            "scenario": {"name": s.name, "title": s.title, "hash": s.hash, "files": dict(s.files)},
            "settings": self.settings,
            "without": self.without,
            "device": self.device_name,
        }


def choose(
    scenario: str | Path | Scenario,
    settings: dict[str, Any],
    scale: int,
    without: tuple[str, ...],
    device: Device = DEVICE,
) -> Chosen:
    """Load a scenario and change its parameters."""
    from contested.nation.plan import leave_out
    from contested.scenarios.load import opened as load_scenario

    name_of_device = device_name(device)
    scale = arguments.scale(scale)
    loaded = load_scenario(arguments.scenario(scenario))
    params = override(loaded.country.params, settings)
    numbers = _values(params, settings)
    leave_out(tuple(without))  # refuses unknown names before a population is built
    country = replace(loaded.country, params=params)
    return Chosen(loaded, country, numbers, scale, tuple(without), device, name_of_device)


def build(chosen: Chosen, progress: ProgressCallback = silent) -> Ready:
    """The population, and the model that moves it; NotEnoughMemory before anything is built."""
    from contested.nation.model import nation_model
    from contested.nation.world import build as world

    memory.check_memory(chosen.country, chosen.scale)
    try:
        built = world(chosen.country, chosen.scale, progress)
        model = nation_model(built, without=chosen.without, device=chosen.device)
    except MemoryError:
        raise memory.out_of_memory(chosen.country, chosen.scale) from None
    s = chosen.scenario
    return Ready(
        model,
        chosen.params,
        about={
            "scenario": s.hash,
            "world": built.hash,
            "scale": chosen.scale,
            "settings": chosen.settings,
            "without": list(chosen.without),
        },
        described={**chosen.described, "world_hash": built.hash},
        out_of_memory=lambda: memory.out_of_memory(chosen.country, chosen.scale),
        files={name: s.folder / name for name in s.files},
        start=chosen.country.start,
    )


def load_model(model: str | Path | Published) -> tuple[Published, Path | None]:
    """A model, and the Python file of one's own."""
    if isinstance(model, Published):
        return model, None
    return load(layout.given(model, "model")), Path(model) if str(model).endswith(".py") else None


def prepare_model(published: Published, preset: str | None, settings: Mapping[str, Any], file: Path | None) -> Ready:
    """A published model with its parameters."""
    params = published.choose(settings, preset)
    changed = _values(params, settings)
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
            f"memory ran out while simulating {published.name}.",
            "let there be fewer --steps or fewer agents, or close other programs",
        ),
        files=files,
    )


def prepare_again(
    run: Run, model: str | Path | None = None, device: Device = DEVICE, progress: ProgressCallback = silent
) -> Ready:
    """The model a run was begun with: a scenario's from the run's own folder, a published one by its name.

    Raises
    ------
    CheckpointError
        If it is no longer the same.
    InputError
        A device that is not here, or that no published model runs on.
    """
    record = run.provenance
    if record["start"]:
        if not layout.scenario(run.path).is_dir():
            raise CheckpointError(
                f"{layout.scenario(run.path)}: expected the run's copy of its scenario; it is missing.",
                "put the scenario's folder back there; what the run stored can still be shown",
            )
        chosen = choose(
            layout.scenario(run.path), record["settings"], record["scale"], tuple(record["without"]), device
        )
        ready = build(chosen, progress)
    elif device != "cpu":
        raise InputError(f"device: expected cpu for a published model; got {device}.", "only a nation runs on a GPU")
    else:
        ready = _model_again(run.path, record, model)
    names = ("seed", "first_day", "days", "replicates", "branched_from", "checkpoints")
    now = ready.record(**{name: record[name] for name in names})
    if odd := provenance.differences(record, now):
        shown = "; ".join(odd[:6]) + (f"; and {len(odd) - 6} more" if len(odd) > 6 else "")
        raise CheckpointError(
            f"{run.path}: begun as another run than this program would simulate now: {shown}.",
            f"it was made by contested {record['versions']['contested']}; simulate anew into another folder",
        )
    return ready


def _model_again(run: Path, record: dict[str, Any], model: str | Path | None) -> Ready:
    """The model of a stored run: one of the zoo by its name, or a file, which is run only if it was given."""
    described = record["scenario"]
    if "own" in described:
        if model is None:
            raise CheckpointError(
                f"{run}: a run of a model of your own; its file must be named.",
                f"add --model FILE; a copy to look at is in {layout.scenario(run)}",
            )
        file = layout.given(model, "model")
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != described["own"]:
            raise CheckpointError(f"{file}: not the file that wrote {run}.", f"its copy is in {layout.scenario(run)}")
        return prepare_model(load(file), described.get("preset"), record["settings"], file)
    if model is not None:
        name = described.get("name")
        raise CheckpointError(f"{run}: a run of {name}, not of a model of your own.", "leave out --model")
    try:
        found = named(described.get("name"))
    except InputError as error:
        raise CheckpointError(
            f"{layout.provenance(run)}: {error.message} No code is run that only a file names.",
            "for a run of a model of your own, its record has to say `own`; simulate anew with the file",
        ) from None
    return prepare_model(found, described.get("preset"), record["settings"], None)


def _values(params: Any, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What parameters that were set came to, by their names of today."""
    values = {name: value for name, value, _ in walk(params)}
    return {name: values[name] for name in (current(params, given) for given in settings)}
