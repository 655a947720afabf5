"""Simulate a scenario or a published model: every step, every place, as many futures as wanted."""

from __future__ import annotations

import datetime as dt
import time
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.engine.unused import unused
from contested.ensemble.points import seeds
from contested.ground import options
from contested.ground.errors import UnusedSetting
from contested.ground.options import Device
from contested.ground.renamed import renamed
from contested.store import layout, write
from contested.studies import arguments
from contested.studies.folder import temporary
from contested.studies.run import again, request
from contested.studies.run.prepare import choose
from contested.studies.run.simulate import begin, limited
from contested.studies.target import ModelTarget, target_of
from contested.tasks.progress import ProgressOption, shown
from contested.tasks.results import Run

if TYPE_CHECKING:
    from contested.scenarios import Scenario
    from contested.zoo.published import Published


@renamed(scenario="name", model="name", from_="checkpoint", say="progress")
def simulate(
    name: str | Path | Scenario | Published | None = None,
    *,
    seed: int | None = None,
    scale: int | None = None,
    days: int | None = None,
    until: str | dt.date | None = None,
    steps: int | None = None,
    preset: str | None = None,
    replicates: int = options.REPLICATES,
    settings: Mapping[str, float | str] | None = None,
    without: Sequence[str] | str = (),
    checkpoint: str | Path | None = None,
    checkpoints: Sequence[int | str | dt.date] | int | str | dt.date = (),
    threads: int | None = None,
    device: Device = options.DEVICE,
    out: str | Path | None = None,
    progress: ProgressOption = None,
) -> Run:
    """Simulate a scenario or a published model.

    Parameters
    ----------
    name : str, Path, Scenario or Published, optional
        A scenario's name (`contested.list_scenarios()`) or folder; a published model's name (`contested.zoo.names()`)
        or a Python file that holds PUBLISHED; or either, loaded. Not needed for a branch: the checkpoint stores it.
    seed : int, optional
        Of the study, 1 if absent; the same seed gives the same run to the last bit, on any number of threads. On a
        branch, absent means the checkpoint's own: replicate 0 is then identical to the uninterrupted run.
    scale : int, person/agent, optional
        Of a scenario: how many persons one agent stands for; 1 simulates everybody. Absent: 1, or the checkpoint's.
    days, until : int; date or "YYYY-MM-DD", optional
        Of a scenario: how many days, or the last day simulated; to the scenario's end if both are absent.
    steps : int, optional
        Of a model: how many; as many as show what it does if absent.
    preset : str, optional
        Of a model: one of its named sets of parameters.
    replicates : int
        How many futures. The first n are the same however many follow.
    settings : dict of dotted name to number or word, optional
        Parameters to change, e.g. {"detention.hold_limit": 3}. A branch starts from those of its checkpoint.
    without : sequence of str, or one name
        Of a scenario: subsystems or phases to leave out, to see what they do.
    checkpoint : path, optional
        A checkpoint to branch from, of the same scenario, population and scale, or of the same model.
    checkpoints : sequence of day or step numbers, or dates
        Days at whose end every replicate's state is saved, to branch from.
    threads : int, optional
        Every core if absent.
    device : "cpu" or "gpu"
        Of a scenario: "gpu" for an NVIDIA GPU, which needs the extra `gpu`; the bits are the same.
    out : path, optional
        Folder for the run: new, or empty. If it holds the same run, that is continued; another one is refused.
        Absent, it is a temporary folder that is deleted when Python ends.
    progress : bool or callable, optional
        Whether to show a bar; absent, in terminals and notebooks. Or a function that is called with a Progress after
        every day.

    Returns
    -------
    Run
        Opened.

    Raises
    ------
    InputError
        Anything wrong with what was asked, before anything is written.
    MissingExtra
        There is a GPU, and what drives it is not installed.
    RunError
        Memory or disk ran out. What was finished stays.
    Stopped
        Ctrl-C (a KeyboardInterrupt); `contested.resume(stopped.path)` continues.

    Warns
    -----
    UnusedSetting
        A setting changes nothing in the variant of the model that was chosen.
    """
    given = arguments.settings(settings)
    left_out = arguments.names(without, "without")
    theirs = {
        "days": days, "until": until, "without": left_out or None,
        "scale": scale if scale != options.SCALE else None, "device": device if device != "cpu" else None,
    }  # fmt: skip
    origin = request.Branch()
    if name is None:
        origin = request.branch(checkpoint)
        name = origin.subject()
    target = target_of(name, of_scenarios=theirs, of_models={"steps": steps, "preset": preset})
    replicates = arguments.whole(replicates, "replicates")
    wanted = arguments.several(checkpoints, "checkpoints")
    with limited(threads):  # refuses impossible ones
        pass
    if origin.path is None:
        origin = request.branch(checkpoint, "model" if isinstance(target, ModelTarget) else "scenario")
    seed = arguments.whole(origin.about.get("seed", options.SEED) if seed is None else seed, "seed")
    seeds(seed, replicates)  # refuses impossible ones
    if out is not None:
        out = layout.given(out, "out")
        if not again.there(out, seed, replicates):
            write.refuse_unless_free(out)
    about: dict[str, Any] = {
        "seed": seed, "first_day": origin.first, "replicates": replicates, "branched_from": origin.record
    }  # fmt: skip
    with shown(progress, compiles=not isinstance(target, ModelTarget)) as tell:
        if isinstance(target, ModelTarget):
            ready, length, save_on = request.of_model(target.model, preset, steps, given, wanted, origin)
            for words in unused(ready.params, given):
                warnings.warn(words, UnusedSetting, stacklevel=3)  # of whoever called this function, which is wrapped
        else:
            chosen = choose(
                target.scenario, {**origin.about.get("settings", {}), **given},
                origin.about.get("scale", options.SCALE) if scale is None else scale,
                left_out or tuple(origin.about.get("without", ())), device,
            )  # fmt: skip
            length, save_on = request.of_scenario(chosen, days, until, wanted, origin)
            rest = {**about, "days": length, "checkpoints": sorted(save_on)}
            if out is not None and again.there(out, seed, replicates) and again.finished(out, chosen, tell, **rest):
                return Run(out)
            ready = request.built(chosen, origin, tell)
        record = ready.record(**about, days=length, checkpoints=sorted(save_on))
        path = out or temporary(record["scenario"]["name"])
        if out is not None and again.there(out, seed, replicates):
            again.go_on(path, ready, record, threads, tell)
        else:
            begin(path, ready, record, checkpoint=origin.path, threads=threads, progress=tell)
    return Run(path)


def warm(progress: ProgressOption = None) -> float:
    """Compile every kernel that a shipped scenario runs, and make the script of the reports' charts; both stay in the
    user's cache.

    Returns
    -------
    float
        Seconds it took; a few when all was there already.
    """
    from contested.report.pages.vega import vega

    began = time.perf_counter()
    simulate("teaching", progress=progress)  # to its strikes
    simulate("belarus-2020", scale=100, days=3, progress=progress)  # its count is ballot by ballot
    vega()
    return time.perf_counter() - began
