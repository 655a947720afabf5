"""Simulate a scenario or a published model at many points of its parameters, and rank what matters."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from contested.engine.unused import unused
from contested.ensemble.points import points_of, seeds
from contested.ensemble.sensitivity import KINDS
from contested.ensemble.statistics import recorded, with_statistics
from contested.ground import options
from contested.ground.errors import InputError, StatisticFailed, UnusedSetting
from contested.ground.options import Design, Executor, Sensitivity
from contested.ground.renamed import renamed
from contested.store import disk, hashes, lock, whole
from contested.studies import arguments, parts
from contested.studies.folder import LAST, begin, complete, new_record
from contested.studies.interrupt import stoppable
from contested.studies.runner import Runner, read
from contested.studies.sweep import request
from contested.studies.sweep.design import axes_of, chosen, place, write_indices
from contested.studies.sweep.statistics import Statistics, functions, series_of, source_hash
from contested.studies.target import ModelTarget, target_of
from contested.tasks.progress import ProgressOption, shown
from contested.tasks.results import Sweep

if TYPE_CHECKING:
    from contested.scenarios import Scenario
    from contested.zoo.published import Published

MOST_RUNS = 10_000_000


@renamed(target="name", say="progress")
def sweep(
    name: str | Path | Scenario | Published,
    over: Mapping[str, Sequence[float] | None] | Sequence[str] | str = (),
    *,
    design: Design | None = None,
    points: int | None = None,
    replicates: int = options.REPLICATES,
    sensitivity: Sensitivity | None = None,
    seed: int = options.SEED,
    common_seed: bool = False,
    scale: int | None = None,
    days: int | None = None,
    until: str | dt.date | None = None,
    steps: int | None = None,
    preset: str | None = None,
    settings: Mapping[str, float | str | Sequence[float | str]] | None = None,
    without: Sequence[str] | str = (),
    statistics: Statistics = (),
    series: Sequence[str] | str = (),
    executor: Executor = options.EXECUTOR,
    workers: int | None = None,
    part: str | None = None,
    join: bool = False,
    out: str | Path | None = None,
    progress: ProgressOption = None,
) -> Sweep:
    """Simulate many points.

    Parameters
    ----------
    name : str, Path, Scenario or Published
        A scenario's name or folder, or a model's name (`contested.zoo.names()`) or Python file.
    over : dict of name to (low, high) or None, or names
        What to vary. None, or a name alone: along its declared prior, or its declared range where it has none.
    design : "sobol", "latin" or "grid", optional
        "sobol" if absent, or "grid" if values are listed for all that is varied. A grid's `points` are the product of
        equally many levels per parameter, and of all words or listed values of those that have them.
    points : int, optional
        How many; 64 if absent, or every combination of listed values. With `sensitivity`, how many blocks, each of one
        point more than parameters (morris) or two (sobol).
    replicates : int
        Runs per point, each with its own random numbers.
    sensitivity : "sobol" or "morris", optional
        Their own designs, and afterwards sensitivity.csv and a picture in the folder.
    seed : int
        Of the study: designs and every run's random numbers follow from it.
    common_seed : bool
        Whether all points share their random numbers (common random numbers): replicate 3 of each point, and of
        `contested.simulate` with this seed, uses the same random numbers. Points are then compared in pairs, and their
        differences are far less noisy (schruben1978). If not, each point has its own random numbers. This is the
        default, because a sweep with one replicate would otherwise see only one sequence of random numbers, and
        averages over points would not be more precise than one point.
    scale, days, until, without
        For a scenario, as in `contested.simulate`.
    steps, preset
        For a model, as in `contested.simulate`.
    settings : dict, optional
        Parameters changed at every point. A list of values is varied: {"street.cost": [1, 1.2, 1.5]}.
    statistics : dict of name to function, functions, or "FILE.py:FUNCTION"
        Numbers of your own: each function gets a run as an xarray Dataset (as of `Run.to_xarray`, without
        replicates) and gives one number, which becomes a column. It is called in this process and may be any callable.
    series : names of observables
        Kept day by day as well, for the whole country; see `Sweep.to_xarray` and the table "series".
    executor : "pool" (processes), "serial" (this process) or "ray"
        Does not change results.
    workers : int, optional
        One per processor if absent.
    part : str, optional
        "3/64" simulates the third of 64 parts into a folder of its own within `out`, as one of many independent jobs. A
        part has no result: the call ends with StudyUnfinished.
    join : bool
        Simulate nothing; join what the parts have simulated, and finish the study. Missing runs are an error.
    out : path, optional
        Folder of the study. If it holds the same study, that is resumed, with what parts have simulated; another study
        is refused. Absent, it is a temporary folder that is deleted when Python ends.
    progress : bool or callable, optional
        As in `contested.simulate`.

    Returns
    -------
    Sweep

    Raises
    ------
    InputError
        Anything wrong with what was asked, before anything is written.
    CheckpointError
        The folder holds another study, or runs that another program simulated and not all of them.
    MissingExtra
        Ray or SALib is needed and not installed.
    RunError
        Every run failed, or workers could not be prepared. What is finished stays.
    StudyUnfinished
        A `part` is finished.
    Stopped
        Ctrl-C (a KeyboardInterrupt).

    Warns
    -----
    StatisticFailed
        A function gave no number for some run: its cell is empty, the column `statistics_failed` says why, and all
        else is kept.
    UnusedSetting
        A parameter is set or varied that changes nothing in the variant of the model that was chosen.
    """
    points = None if points is None else arguments.whole(points, "points")
    replicates, seed = (arguments.whole(v, n) for v, n in ((replicates, "replicates"), (seed, "seed")))
    seeds(seed, replicates)  # refuses impossible ones
    workers = arguments.workers(workers, executor)
    chosen_part = parts.chosen(part, join, out)
    plain, lists = arguments.lists(settings)
    changed, left_out = arguments.settings(plain), arguments.names(without, "without")
    theirs = {"scale": scale, "days": days, "until": until, "without": left_out or None}
    target = target_of(name, of_scenarios=theirs, of_models={"steps": steps, "preset": preset})
    if isinstance(target, ModelTarget):
        subject = request.model(
            target.model, preset=preset, steps=steps, settings=changed, alone=executor == "serial"
        )
    else:
        subject = request.scenario(
            target.scenario, scale=options.SCALE if scale is None else scale, days=days, until=until,
            settings=changed, without=left_out, workers=workers if executor == "pool" else 1,
        )  # fmt: skip
    axes = axes_of(subject.params, over, subject.name, subject.described["settings"], lists)
    varied = [a.name for a in axes]
    for words in unused(subject.params, [*changed, *varied], varied):
        warnings.warn(words, UnusedSetting, stacklevel=3)  # of whoever called this function, which is wrapped
    design, points = chosen(design, sensitivity, points, axes)
    own = functions(statistics, (a.name for a in axes))
    days_kept = series_of(series, subject.observables() if series else ())
    block = len(axes) + KINDS[sensitivity] if sensitivity in KINDS else 1
    runs = points * block * replicates
    if runs > MOST_RUNS:  # before a design of that size is made
        raise InputError(f"expected at most {MOST_RUNS:,} runs; got {runs:,}.", "fewer --points or --replicates")
    u = place(design, sensitivity, points, axes, seed)
    columns = [a.values(u[:, j]) for j, a in enumerate(axes)]
    settings_of = [dict(zip([a.name for a in axes], row)) for row in zip(*columns)]
    if isinstance(target, ModelTarget) and steps is None:
        steps = request.longest(target.model, preset=preset, settings=changed, points=settings_of)
        subject = request.model(
            target.model, preset=preset, steps=steps, settings=changed, alone=executor == "serial"
        )
    record = new_record("sweep", {
        **subject.described, "over": {a.name: a.label for a in axes}, "design": sensitivity or design or options.DESIGN,
        "sensitivity": sensitivity, "points": points, "replicates": replicates, "runs": runs, "seed": seed,
        **({"common_seed": True} if common_seed else {}),  # absent from the records of sweeps before there was a choice
        **({"statistics": {name: source_hash(function) for name, function in own.items()}} if own else {}),
        **({"series": list(days_kept)} if days_kept else {}),
        **({"start": str(subject.start)} if days_kept and subject.start else {}),
    })  # fmt: skip
    path = begin(out, subject.name, record)
    compiles = not isinstance(target, ModelTarget)
    alone = lock.exclusive(path) if chosen_part is None else nullcontext()  # parts lock folders of their own
    with shown(progress, compiles=compiles) as tell, alone, stoppable(path, "the sweep"):
        with Runner(path, executor, workers, tell, part=chosen_part, join=join) as runner:
            runner.stage("preparing workers, and simulating")
            runner.run(
                subject.build(runner.world, partial(recorded, series=days_kept, whole=bool(own))),
                {path: list(points_of(seed, settings_of, replicates, common=common_seed))},
                answers=partial(with_statistics, statistics=own, start=subject.start) if own else dict,
            )
        runner.stage("joining tables")
        frame = read(path)
        if sensitivity is not None and not complete(path, "sweep"):
            from contested.report.charts.sensitivity import write_picture

            runner.stage("sensitivity indices")
            table = write_indices(path, sensitivity, axes, u, frame, seed)
            with disk.writing(path):
                disk.write_with(
                    path / "sensitivity.svg", lambda part: write_picture(table, sensitivity, part)
                )
        if not complete(path, "sweep"):
            hashes.finish(path, LAST["sweep"], disk.as_parquet(frame))
        whole.clear(path)
    done = Sweep(path)
    if own and (trouble := done.trouble):
        warnings.warn(trouble, StatisticFailed, stacklevel=3)  # of whoever called the function, which is wrapped
    return done
