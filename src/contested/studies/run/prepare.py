"""From a scenario's name to a model ready to be simulated; shared by simulate, resume and replay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from contested.engine.params import override
from contested.ground.errors import CheckpointError, InputError
from contested.ground.options import DEVICE, Device
from contested.ground.progress import ProgressCallback, silent
from contested.store import layout, provenance
from contested.studies import arguments, memory
from contested.studies.run import published
from contested.studies.run.device import device_name
from contested.studies.run.ready import Ready
from contested.studies.run.run import Run

if TYPE_CHECKING:
    from contested.nation.country import Country
    from contested.scenarios import Scenario


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


def choose(
    scenario: str | Path | Scenario,
    settings: dict[str, Any],
    scale: int,
    without: tuple[str, ...],
    device: Device = DEVICE,
) -> Chosen:
    """Load a scenario and change its parameters.

    Raises
    ------
    ScenarioError, ClaimError, ParameterError, InputError
        Whatever is wrong with what was asked.
    """
    from contested.nation.plan import leave_out
    from contested.scenarios.load import load

    name_of_device = device_name(device)
    scale = arguments.whole(scale, "scale")
    if scale < 1:
        raise InputError(f"scale: expected a whole number of at least 1; got {scale}.", "1 plays every person")
    loaded = load(arguments.scenario(scenario))
    params = override(loaded.country.params, settings)
    numbers = {name: _value(params, name) for name in settings}
    leave_out(tuple(without))  # refuses unknown names before a population is built
    country = replace(loaded.country, params=params)
    return Chosen(loaded, country, numbers, scale, tuple(without), device, name_of_device)


def build(chosen: Chosen, progress: ProgressCallback = silent) -> Ready:
    """The population, and the model that moves it.

    Raises
    ------
    NotEnoughMemory
        Before anything is built.
    """
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
        described={
            "scale": chosen.scale,
            "scenario": {"name": s.name, "title": s.title, "hash": s.hash, "files": dict(s.files)},
            "world_hash": built.hash,
            "settings": chosen.settings,
            "without": chosen.without,
            "device": chosen.device_name,
        },
        out_of_memory=lambda: memory.out_of_memory(chosen.country, chosen.scale),
        files={name: s.folder / name for name in s.files},
        start=chosen.country.start,
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
        ready = published.prepare_again(run.path, record, model)
    names = ("seed", "first_day", "days", "replicates", "branched_from", "checkpoints")
    now = ready.record(**{name: record[name] for name in names})
    if odd := provenance.differences(record, now):
        shown = "; ".join(odd[:6]) + (f"; and {len(odd) - 6} more" if len(odd) > 6 else "")
        raise CheckpointError(
            f"{run.path}: begun as another run than this program would simulate now: {shown}.",
            f"it was made by contested {record['versions']['contested']}; simulate anew into another folder",
        )
    return ready


def _value(params: Any, name: str) -> float:
    value = reduce(getattr, name.split("."), params)
    return cast(float, value)
