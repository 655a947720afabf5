"""Calibrate a scenario to what interested parties said until a date: waves of runs, emulator, posterior, checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from contested.ensemble import executors
from contested.ground.errors import InputError
from contested.store import layout, lock
from contested.studies import arguments
from contested.studies.calibration import request
from contested.studies.calibration.reanalyse import again
from contested.studies.calibration.record import ANSWER, folder, is_study, record_of
from contested.studies.calibration.stages import study
from contested.studies.calibration.study import Held, Study
from contested.studies.run.prepare import choose, say_nothing

if TYPE_CHECKING:
    from contested.claims import Claim
    from contested.scenarios import Scenario


def calibrate(
    target: str | Path | Scenario,
    until: str | date | None = None,
    *,
    parameters: Sequence[str] | str | None = None,
    last: str | date | None = None,
    scale: int | None = None,
    waves: int | None = None,
    points: int | None = None,
    replicates: int | None = None,
    checks: int | None = None,
    settings: Mapping[str, float | str] | None = None,
    claims: str | Path | Sequence[Claim] | None = None,
    distrust: Sequence[str] | str = (),
    seed: int | None = None,
    executor: str = "pool",
    workers: int | None = None,
    out: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    say: Callable[[str], None] = say_nothing,
) -> Study:
    """Find the parameters under which a scenario goes as was claimed, and how far each party bends its numbers.

    Parameters
    ----------
    target : str, Path or Scenario
        A scenario's name or folder; or the folder of a finished study, which then answers for other `claims` or another
        `distrust` without a single run.
    until : str or date
        Claims about days up to it are fitted; later ones are held back, to be foretold.
    parameters : sequence of str, optional
        Dotted names; every parameter with a prior if absent.
    last : str or date, optional
        Last day that is played; 56 days after `until` if absent, or the scenario's end.
    scale : int
        Persons an agent stands for; 100 if absent.
    waves, points, replicates : int
        Rounds of runs (3), points of each round (2000), and runs of each point (1).
    checks : int
        Trials of each of the two checks of calibration (100); 0 for none.
    settings : dict, optional
        Parameters changed in all runs.
    claims : path or sequence of Claim, optional
        A table of claims; the scenario's own if absent.
    distrust : sequence of str
        Parties whose bias is given a spread of e^3 either way.
    seed : int
        Of the study: designs, runs and draws follow from it.
    executor, workers
        As for `contested.sweep`; no number depends on them.
    out : path, optional
        Folder of the study. If it holds the same study, what is not finished is played. Absent, it lies in a temporary
        folder that goes when Python ends.
    progress : (done, total) -> None, optional
        Called after every run and every trial.
    say : (str) -> None, optional
        Told what is being done.

    Returns
    -------
    Study

    Raises
    ------
    InputError, ScenarioError, ClaimError, ParameterError
        Anything wrong with what was asked, before anything is written.
    CheckpointError
        The folder holds another study, or runs that another program played and not all of them, or the study is not
        finished.
    RunError
        Too few runs have numbers. What is finished stays.
    Stopped
        Ctrl-C (a KeyboardInterrupt).
    """
    distrust = arguments.names(distrust, "distrust")
    own = {"until": until, "parameters": parameters, "last": last, "scale": scale, "waves": waves, "points": points,
           "replicates": replicates, "checks": checks, "settings": settings, "seed": seed, "out": out}  # fmt: skip
    if isinstance(target, str | Path) and is_study(layout.given(target, "SCENARIO")):
        given = [name for name, value in own.items() if value not in (None, {}, ())]
        if given:
            raise InputError(
                f"{given[0]}: {target} is a study, whose runs are played; it only takes distrust and claims.",
                "calibrate the scenario with another --out",
            )
        found = Study(target)
        return again(found.path, distrust, claims, say) if distrust or claims is not None else found
    numbers = {
        name: arguments.whole(default if own[name] is None else own[name], name)
        for name, default in request.DEFAULTS.items()
    }
    executors.check(executor, workers if workers is None else arguments.whole(workers, "workers"))
    changed = arguments.settings({} if settings is None else settings)
    chosen = choose(target, changed, numbers["scale"], ())
    names = None if parameters is None else arguments.names(parameters, "parameters")
    record = request.record(chosen, until, last, names, numbers, claims, distrust)
    path = out if out is None else layout.given(out, "out")
    if path is not None and (path / ANSWER).is_file() and is_study(path):
        before = {k: v for k, v in record_of(path).items() if k in record}
        if before != record and {**before, "distrust": record["distrust"]} == record:
            return again(path, distrust, None, say)
    path = folder(path, chosen.scenario, record)
    with lock.exclusive(path):
        request.keep(path, chosen, claims, record["days"])
        if not (path / ANSWER).is_file():
            study(Held(path), executor, workers, progress, say)
    return Study(path)
