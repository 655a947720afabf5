"""The stages of a smoother's study, from the first pass to the answer, each resumed from what is on disk.

    STUDY/passes/NN/   see `passes`; the last holds the ensemble, simulated to the study's last day
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from contested.ensemble.points import Member
from contested.ground.errors import CheckpointError
from contested.ground.options import Executor
from contested.ground.progress import ProgressCallback
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.smoother.discrepancy import covariance
from contested.inference.smoother.marginal import log_likelihood
from contested.inference.smoother.observations import Observations, observations
from contested.store import layout
from contested.studies import parts
from contested.studies.calibration.folder import CalibrationFolder
from contested.studies.parts import Part
from contested.studies.runner import Runner
from contested.studies.smoothing import answer, passes, record
from contested.studies.smoothing.passes import Ensemble, Setting
from contested.studies.smoothing.record import Record
from contested.studies.smoothing.unknowns import Unknowns, floor_and_lump, unknowns

if TYPE_CHECKING:
    from contested.claims import Claim


def rounds(record: Mapping[str, Any]) -> int:
    """How often a study simulates, and goes on from what came of it."""
    return max(3, int(record["waves"]) + 1)  # two rounds of runs of the prior may be needed instead of passes


def part(folder: CalibrationFolder, executor: Executor, workers: int | None, progress: ProgressCallback,
         mine: Part) -> None:  # fmt: skip
    """Simulate one part of the next pass: the first, or the one that joining led to.

    Raises
    ------
    StudyUnfinished
        Always, in the end.
    """
    path, record = folder.path, folder.record
    setting, last, home = setting_of(folder), record["waves"], path / "passes"
    learnt = unknowns(folder.priors, folder.scenario.country, day_of(folder))
    with Runner(path, executor, workers, progress, part=mine) as runner:
        first, final = home / passes.name(0), home / passes.name(last)
        if not passes.members_file(first).is_file():
            with parts.place(path):
                passes.members(first, partial(learnt.start, record["points"], folder.seed))
        for there in pass_folders(folder):
            at = passes.read_members(passes.members_file(there))
            if parts.lacking(there, learnt.points(at, folder.seed)):
                runner.stage(f"{mine.words}, {passes.words(there)}")
                days = record["days"] if there in (first, final) else day_of(folder) + 1
                passes.run(runner, there, setting, learnt, days, at)
    raise parts.nothing_left(path, mine)


def study(folder: CalibrationFolder, executor: Executor, workers: int | None, progress: ProgressCallback, *,
          join: bool = False) -> None:  # fmt: skip
    """Everything from the first run to the answer; with `join` from the runs of parts alone.

    Raises
    ------
    StudyUnfinished
        Parts are joined, and there is a next pass for them to simulate.
    """
    began, path, record = time.perf_counter(), folder.path, folder.record
    evidence, claim_model = folder.evidence(), folder.claim_model()
    count, members = record["waves"], record["points"]
    setting, day = setting_of(folder), day_of(folder)
    learnt = unknowns(folder.priors, folder.scenario.country, day)
    observed = observed_of(setting, evidence.fitted, claim_model)
    home = path / "passes"
    before, known = matched(folder, evidence.fitted), record_of(folder)
    with Runner(path, executor, workers, progress, total=members * (count + 1), join=join) as runner:
        start = partial(learnt.start, members, folder.seed)
        # the first pass goes on to the last day as well: it is what later claims are expected to be without any
        at = passes.smooth(runner, home, setting, learnt, observed, day + 1, count, start, known, before=before,
                          first_days=record["days"])  # fmt: skip
        runner.stage("the ensemble, to the last day")
        last = passes.simulate(runner, home / passes.name(count), setting, learnt, record["days"], lambda: at)
    runner.stage("tables")
    first = stored(folder, 0).sound()
    once = ~evidence.fitted.copied
    misfits = [
        _misfit(read(folder, there), observed, once) for there in pass_folders(folder) if there.name != passes.MORE
    ]
    runs = {there.name: len(passes.read_members(passes.members_file(there)).u) for there in pass_folders(folder)}
    prior = runs[passes.name(0)] + runs.get(passes.MORE, 0)
    # what nobody moved is as it was drawn
    unmoved = before is None and np.array_equal(learnt.start(prior, folder.seed).u[last.at.number], last.u)
    answer.write(folder, path, first, last.sound(), learnt, evidence, observed, claim_model, misfits,
                 sum(runs.values()), prior if unmoved else 0, began)  # fmt: skip


def matched(folder: CalibrationFolder, claims: ClaimArrays) -> np.ndarray | None:
    """Which fitted claims the first pass's members matched already, bool array of shape (claims,); None if that is the
    prior. One that was reported late, or changed since, was not matched, whatever day it is about."""
    since = folder.record.get("since")
    if not since:
        return None
    if "claims" not in since:
        raise CheckpointError(
            f"{folder.path}: expected a record of the claims that its first members match; it was begun by an earlier "
            "version.",
            "calibrate from the earlier study again, into another folder",
        )
    return np.array([claim_hash(c) in since["claims"] for c in claims.claims], dtype=bool)


def claim_hash(claim: Claim) -> str:
    """What tells one claim from another: all that a ledger has of it."""
    from contested.claims import write

    return hashlib.sha256(write.as_bytes([claim], ".csv")).hexdigest()[:16]


def record_of(folder: CalibrationFolder) -> Record:
    """What the calendar records of the fitted days that the first pass's members did not match already."""
    country, since, first = folder.scenario.country, folder.record.get("since"), 0
    if since:
        first = (dt.date.fromisoformat(since["fit_until"]) - country.start).days + 1
    return record.record(country, folder.record["settings"], first, day_of(folder) + 1)


def setting_of(folder: CalibrationFolder) -> Setting:
    """What all runs of a study share."""
    record = folder.record
    scenario = layout.scenario(folder.path).resolve()
    return Setting(scenario, record["scale"], record["settings"], folder.seed, folder.cells)


def day_of(folder: CalibrationFolder) -> int:
    """The last fitted day, counted from the scenario's start."""
    return (folder.fit_until - folder.scenario.country.start).days


def observed_of(setting: Setting, claims: ClaimArrays, claim_model: ClaimModel) -> Observations:
    """Claims as the smoother takes them."""
    floor, lump = floor_and_lump(setting.cells, setting.scale)
    return observations(claims, floor, lump, claim_model).doubting(covariance(setting.cells.each))


def pass_folders(folder: CalibrationFolder) -> list[Path]:
    """Folders of a study whose members are known: its passes, and more runs of the prior behind the first of them."""
    home = folder.path / "passes"
    every = [home / passes.name(k) for k in range(folder.record["waves"] + 1)]
    return [there for there in (every[0], home / passes.MORE, *every[1:]) if passes.members_file(there).is_file()]


def stored(folder: CalibrationFolder, number: int) -> Ensemble:
    """A pass of a study as it is stored."""
    return read(folder, folder.path / "passes" / passes.name(number))


def read(folder: CalibrationFolder, there: Path) -> Ensemble:
    """The runs of one folder of a study's passes."""
    return passes.read(there, passes.read_members(passes.members_file(there)), folder.cells)


def ensemble(folder: CalibrationFolder) -> tuple[Unknowns, Ensemble]:
    """What a finished study learnt of, and the ensemble that matches its claims."""
    learnt = unknowns(folder.priors, folder.scenario.country, day_of(folder))
    return learnt, stored(folder, folder.record["waves"])


def members(folder: CalibrationFolder) -> tuple[Member, ...]:
    """Seeds and chances of the ensemble's members, without those that failed: in the order of the study's draws."""
    learnt, there = ensemble(folder)
    every = learnt.points(there.at, folder.seed)
    return tuple(p.member for p, why in zip(every, there.failed, strict=True) if p.member is not None and not why)


class Matching(NamedTuple):
    """How well each member matches the fitted claims.

    Parameters
    ----------
    misfit : float64 array of shape (members,)
        Root mean squared distance from the claims, in their errors with biases and discrepancy.
    log : float64 array of shape (members,)
        Log-likelihood of the claims, biases and discrepancy integrated out (`smoother.marginal`).
    """

    misfit: np.ndarray
    log: np.ndarray


def matching(folder: CalibrationFolder) -> Matching:
    """Of a finished study's members without those that failed: in the order of the study's draws."""
    evidence, claim_model = folder.evidence(), folder.claim_model()
    there = ensemble(folder)[1].sound()
    observed = observed_of(setting_of(folder), evidence.fitted, claim_model)
    log = log_likelihood(observed, observed.predictions(there.x), folder.seed)
    once = ~evidence.fitted.copied
    return Matching(np.sqrt(_squares(there.x, observed)[:, once].mean(axis=1)), log)


def _misfit(there: Ensemble, observed: Observations, once: np.ndarray) -> float:
    """Mean over members and those claims that `once` marks, which copy no other."""
    return float(_squares(there.sound().x, observed)[:, once].mean())


def _squares(x: np.ndarray, observed: Observations) -> np.ndarray:
    """Squared distances from the claims, in their errors with biases and discrepancy, float64 array of shape (members,
    claims)."""
    y = observed.predictions(x)
    variance = observed.own + observed.numbers + np.diag(observed.shared)
    return np.asarray((np.clip(y, observed.low, observed.high) - y) ** 2 / variance)
