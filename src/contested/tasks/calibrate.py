"""Calibrate a scenario to figures that interested parties reported: waves of runs, emulator, posterior, checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.ground import options
from contested.ground.errors import InputError
from contested.ground.options import Executor, Method
from contested.ground.renamed import renamed
from contested.store import layout, lock, whole
from contested.studies import arguments, parts
from contested.studies.calibration import request, stages
from contested.studies.calibration.folder import ANSWER, CalibrationFolder
from contested.studies.calibration.stages import export, reanalyse
from contested.studies.folder import begin, is_kind, record_of
from contested.studies.interrupt import stoppable
from contested.studies.run.prepare import choose
from contested.studies.smoothing import onward
from contested.studies.smoothing import stages as smoothing
from contested.tasks.progress import ProgressOption, shown
from contested.tasks.results import Calibration

if TYPE_CHECKING:
    from contested.claims import Claim
    from contested.claims.spellings import AliasTable
    from contested.scenarios import Scenario


@renamed(target="name", until="fit_until", last="until", say="progress")
def calibrate(
    name: str | Path | Scenario,
    fit_until: str | dt.date | None = None,
    *,
    method: Method = options.METHOD,
    parameters: Sequence[str] | str | None = None,
    until: str | dt.date | None = None,
    scale: int | None = None,
    waves: int | None = None,
    points: int | None = None,
    replicates: int | None = None,
    checks: int | None = None,
    settings: Mapping[str, float | str] | None = None,
    claims: str | Path | Iterable[Claim] | None = None,
    aliases: AliasTable | None = None,
    distrust: Sequence[str] | str = (),
    seed: int | None = None,
    executor: Executor = options.EXECUTOR,
    workers: int | None = None,
    part: str | None = None,
    join: bool = False,
    out: str | Path | None = None,
    progress: ProgressOption = None,
) -> Calibration:
    """Fit a scenario's parameters to reported figures, with a reporting bias for each party.

    Parameters
    ----------
    name : str, Path or Scenario
        A scenario's name or folder; or the folder of a finished calibration, which then answers for other `claims` or
        another `distrust` without a single run; one by smoother goes on to a later `fit_until` from its own members.
    fit_until : str or date
        Claims about days up to it are fitted; later ones are held out, to test predictions.
    method : "emulator" or "smoother"
        "emulator" learns from waves of runs what each claimed number would be, and samples parameters. "smoother"
        adjusts an ensemble of runs until it matches the claims: their parameters and named random effects.
    parameters : sequence of str, optional
        Dotted names; every parameter with a prior if absent.
    until : str or date, optional
        Last day simulated; 56 days after `fit_until` if absent, or the scenario's end. Of a study that goes on from
        another: `fit_until` if absent.
    scale : int, person/agent
        100 if absent.
    waves, points, replicates : int
        Simulation waves (3), points per wave (2000), and runs per point (1). Of a smoother: passes (5), members (300).
    checks : int
        Trials of each of the two checks of calibration (100); 0 for none.
    settings : dict, optional
        Parameters changed in all runs.
    claims : path or iterable of Claim, optional
        A table of claims; the scenario's own if absent.
    aliases : path or mapping, optional
        Other names of places and parties, as in `contested.tasks.claims.check`: a table, or other names by party.
        The study keeps its claims as they read with them.
    distrust : sequence of str
        Parties whose log bias gets a standard deviation of 3, a factor of 20: 90 % of this prior lie within a factor
        of about 140 either way.
    seed : int
        Of the study: designs, runs and draws follow from it.
    executor, workers, progress
        As in `contested.sweep`.
    part, join
        As in `contested.sweep`, round by round: all parts simulate the first wave (or pass), joining says where the
        next one lies, and so on (`waves` + 2 rounds; `waves` + 1 of a smoother). Only the last call that joins gives
        a result, the others end with StudyUnfinished.
    out : path, optional
        Folder of the study. If it holds the same study, that is resumed. Absent, it is a temporary folder that is
        deleted when Python ends.

    Returns
    -------
    Calibration

    Raises
    ------
    InputError, ScenarioError, ClaimError, ParameterError
        Anything wrong with what was asked, before anything is written.
    CheckpointError
        The folder holds another study, or runs that another program simulated and not all of them, or the study is not
        finished.
    RunError
        Too few runs have numbers. What is finished stays.
    StudyUnfinished
        A `part` is finished, or a `join` and the study goes on with more runs.
    Stopped
        Ctrl-C (a KeyboardInterrupt).
    """
    doubted = arguments.names(distrust, "distrust")
    own = {"fit_until": fit_until, "parameters": parameters, "until": until, "scale": scale, "waves": waves,
           "points": points, "replicates": replicates, "checks": checks, "settings": settings, "seed": seed,
           "part": part, "join": join or None, "out": out}  # fmt: skip
    if claims is not None and not isinstance(claims, str | Path):
        claims = tuple(claims)
    if isinstance(name, str | Path) and is_kind(layout.given(name, "SCENARIO"), "calibration"):
        if fit_until is not None and CalibrationFolder(layout.given(name, "SCENARIO")).smoothed:
            return _onward(Calibration(name), fit_until, own, claims, doubted, executor, workers, progress)
        if given := [option for option, value in own.items() if value not in (None, {}, ())]:
            raise InputError(
                f"{given[0]}: {name} is a calibration, whose runs are finished; it only takes distrust and claims.",
                "calibrate the scenario with another --out",
            )
        found = Calibration(name)
        if not doubted and claims is None and aliases is None:
            return found
        if aliases is not None:
            from contested.claims.spellings import applied

            claims = applied(found.claims() if claims is None else arguments.claims(claims), aliases)
        with shown(progress, compiles=True) as tell:
            return Calibration(reanalyse(found.path, doubted, claims, tell))
    numbers = {
        option: arguments.whole(default if own[option] is None else own[option], option)
        for option, default in request.defaults(method).items()
    }
    workers = arguments.workers(workers, executor)
    mine = parts.chosen(part, join, out)
    chosen = choose(name, arguments.settings(settings), numbers["scale"], ())
    if aliases is not None:
        from contested.claims.spellings import applied

        claims = applied(request.claims_for(claims, chosen.scenario), aliases)
    names = None if parameters is None else arguments.names(parameters, "parameters")
    record = request.record(chosen, fit_until, until, names, numbers, claims, doubted, method)
    with shown(progress, compiles=True) as tell:
        if out is not None and is_kind(path := layout.given(out, "out"), "calibration") and (path / ANSWER).is_file():
            before = {key: value for key, value in record_of(path, "calibration").items() if key in record}
            if before != record and {**before, "distrust": record["distrust"]} == record:
                return Calibration(reanalyse(path, doubted, None, tell))
        scenario = chosen.scenario
        path = begin(out, scenario.name, record, {file: scenario.folder / file for file in scenario.files})
        learn = smoothing if method == "smoother" else stages
        if mine is not None:
            with stoppable(path, "the calibration"):
                request.store(path, chosen, claims, record["days"])
                learn.part(CalibrationFolder(path), executor, workers, tell, mine)
        with lock.exclusive(path), stoppable(path, "the calibration"):
            request.store(path, chosen, claims, record["days"])
            if not (path / ANSWER).is_file():
                learn.study(CalibrationFolder(path), executor, workers, tell, join=join)
            whole.clear(path)
            export(path)
    return Calibration(path)


def rounds(method: Method, waves: int | None) -> int:
    """How often all parts of a calibration are simulated and joined."""
    record = {"waves": request.defaults(method)["waves"] if waves is None else waves}
    return smoothing.rounds(record) if method == "smoother" else stages.rounds(record)


def _onward(
    before: Calibration, fit_until: str | dt.date, own: Mapping[str, Any], claims: request.Claims,
    doubted: tuple[str, ...], executor: Executor, workers: int | None, progress: ProgressOption,
) -> Calibration:  # fmt: skip
    """The study that goes on from the members of another."""
    taken = ("fit_until", "until", "waves", "out")
    given = [name for name, value in own.items() if name not in taken and value not in (None, {}, ())]
    if given := [*given, *(["distrust"] if doubted else [])]:
        raise InputError(
            f"{given[0]}: a study that goes on from {before.path} has what that has.",
            "calibrate the scenario to ask for something else",
        )
    before.integrity.check()
    workers = arguments.workers(workers, executor)
    passes = arguments.whole(own["waves"] or options.PASSES_ONWARD, "waves", 1, options.PASSES_ONWARD)
    record, chosen = onward.request(before.folder, fit_until, own["until"], claims, passes)
    with shown(progress, compiles=True) as tell:
        path = onward.begun(before.folder, record, chosen, own["out"])
        with lock.exclusive(path), stoppable(path, "the calibration"):
            if not (path / ANSWER).is_file():
                smoothing.study(CalibrationFolder(path), executor, workers, tell)
            whole.clear(path)
            export(path)
    return Calibration(path)
